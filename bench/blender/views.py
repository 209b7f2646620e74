"""Renders views on demand and says how long each took: blender -b --factory-startup --python views.py

One JSON per line on standard input, one answer "@@{...}" per line on standard output:
{ "model": path, "engine": name, "hdr": path or null, "files": folder or null } prepares; answers {}. "up" and "front"
may be given, and "samples".
{ "record": path } renders one view into files/view.png; answers { "seconds", "cpuSeconds" }. "seed" may be given.

Settings of the original (512², 32 samples, filter 0.01, bounces 1/1/3/3, one huge area light, no denoising: Debian's
Blender lacks it, so its time would come on top). With files: PNG and depth EXR, as the original writes.
"""
import json
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import bpy  # noqa: E402
import scene as common  # noqa: E402


def area_light(scene):
    light = bpy.data.lights.new("area", "AREA")
    light.energy = 30000
    light.size = 1  # as when it is added by hand; a light made by script starts with 0.25
    lamp = bpy.data.objects.new("area", light)
    lamp.location = (0, 0, 0.5)
    lamp.scale = (100, 100, 100)
    scene.collection.objects.link(lamp)


def environment(scene, path):
    world = bpy.data.worlds.new("world")
    world.use_nodes = True
    scene.world = world
    nodes = world.node_tree.nodes
    texture = nodes.new("ShaderNodeTexEnvironment")
    texture.image = bpy.data.images.load(path)
    world.node_tree.links.new(texture.outputs["Color"], nodes["Background"].inputs["Color"])


def engine_settings(scene, engine, samples):
    if engine == "cycles":
        scene.render.engine = "CYCLES"
        cycles = scene.cycles
        cycles.samples = samples
        cycles.use_adaptive_sampling = False
        cycles.use_denoising = False
        cycles.filter_width = 0.01
        cycles.diffuse_bounces = 1
        cycles.glossy_bounces = 1
        cycles.transparent_max_bounces = 3
        cycles.transmission_bounces = 3
    elif engine == "eevee":
        scene.render.engine = "BLENDER_EEVEE"
        scene.eevee.taa_render_samples = 16
    else:
        scene.render.engine = "BLENDER_WORKBENCH"
    scene.render.threads_mode = "FIXED"
    scene.render.threads = 2


def depth_file(scene, folder):
    scene.view_layers[0].use_pass_z = True
    scene.use_nodes = True
    nodes = scene.node_tree.nodes
    nodes.clear()
    layers = nodes.new("CompositorNodeRLayers")
    composite = nodes.new("CompositorNodeComposite")
    output = nodes.new("CompositorNodeOutputFile")
    output.base_path = folder
    output.format.file_format = "OPEN_EXR"
    scene.node_tree.links.new(layers.outputs["Image"], composite.inputs["Image"])
    scene.node_tree.links.new(layers.outputs["Depth"], output.inputs[0])


def prepare(order):
    scene = common.empty_scene()
    meshes = common.import_in_object_frame(order["model"], order.get("up", "+Y"), order.get("front"))
    area_light(scene)
    engine_settings(scene, order["engine"], order.get("samples", 32))
    scene.render.film_transparent = order["hdr"] is None
    scene.render.image_settings.file_format = "PNG"
    scene.render.image_settings.color_mode = "RGBA"
    if order["hdr"] is not None:
        environment(scene, order["hdr"])
    if order["files"] is not None:
        scene.render.filepath = os.path.join(order["files"], "view.png")
        if order["engine"] != "workbench":
            depth_file(scene, order["files"])
    return scene, meshes


def answer(value):
    print("@@" + json.dumps(value), flush=True)


answer({})
for line in sys.stdin:
    order = json.loads(line)
    if "model" in order:
        scene, meshes = prepare(order)
        writes = order["files"] is not None
        answer({})
        continue
    with open(order["record"]) as file:
        record = json.load(file)
    scene.cycles.seed = order.get("seed", 0)
    common.place(meshes, record, common.set_camera(scene, record))
    start, start_cpu = time.perf_counter(), time.process_time()
    bpy.ops.render.render(write_still=writes)
    answer({"seconds": time.perf_counter() - start, "cpuSeconds": time.process_time() - start_cpu})
