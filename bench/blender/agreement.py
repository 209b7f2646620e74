"""Planar depth of each record's view, rendered by Cycles: blender -b --factory-startup --python agreement.py -- JOBS.json

JOBS.json: { models: folder, views: [{ record: file, out: file for float32 rows, mirrored: boolean }] }. Camera and
pose come from the record, the model's axes from the manifest. Writes out + ".json": { lowest }.
"""
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import bpy  # noqa: E402
import scene as common  # noqa: E402


def depth_output(scene, folder):
    scene.view_layers[0].use_pass_z = True
    scene.use_nodes = True
    nodes = scene.node_tree.nodes
    nodes.clear()
    layers = nodes.new("CompositorNodeRLayers")
    output = nodes.new("CompositorNodeOutputFile")
    output.base_path = folder
    output.format.file_format = "OPEN_EXR"
    output.format.color_depth = "32"
    output.file_slots[0].path = "depth"
    scene.node_tree.links.new(layers.outputs["Depth"], output.inputs[0])
    scene.frame_set(1)
    return os.path.join(folder, "depth0001.exr")


def cycles_at_pixel_centres(scene):
    scene.render.engine = "CYCLES"
    scene.cycles.samples = 1
    scene.cycles.use_adaptive_sampling = False
    scene.cycles.use_denoising = False
    scene.cycles.filter_width = 0.01
    scene.render.threads_mode = "FIXED"
    scene.render.threads = 2


jobs = json.load(open(sys.argv[sys.argv.index("--") + 1]))
loaded = None
for view in jobs["views"]:
    record = json.load(open(view["record"]))
    wanted = (record["objects"][0]["shape"]["id"], view["mirrored"])
    if wanted != loaded:
        scene = common.empty_scene()
        meshes = common.import_in_object_frame(*common.manifest_model(jobs["models"], wanted[0]), mirrored=view["mirrored"])
        cycles_at_pixel_centres(scene)
        exr = depth_output(scene, os.path.dirname(view["out"]))
        loaded = wanted
    lowest = common.place(meshes, record, common.set_camera(scene, record))
    bpy.ops.render.render()
    depth = common.read_exr(exr)
    depth[depth > 1e9] = 0  # nothing there
    depth.tofile(view["out"])
    json.dump({"lowest": lowest}, open(view["out"] + ".json", "w"))
