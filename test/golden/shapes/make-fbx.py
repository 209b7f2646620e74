"""Makes the FBX files of this folder with Blender (3.4 or newer):

    blender --background --python test/golden/shapes/make-fbx.py -- TAXI.glb test/golden/shapes

taxi.fbx   the model given, its picture embedded
crate.fbx  a box of 1 x 2 x 3 with one picture per side, beside it as crate.png; saved with a camera, a lamp and a clip
"""
import os
import sys

import bpy
import numpy

numpy.bool = bool  # Blender 3.4's glTF importer uses the name that NumPy 1.24 took away
source, folder = sys.argv[sys.argv.index("--") + 1:]


def export(name, **options):
    bpy.ops.export_scene.fbx(filepath=os.path.join(folder, name), axis_forward="-Z", axis_up="Y", **options)


bpy.ops.wm.read_factory_settings(use_empty=True)
for addon in ("io_scene_gltf2", "io_scene_fbx"):
    bpy.ops.preferences.addon_enable(module=addon)
bpy.ops.import_scene.gltf(filepath=source)
export("taxi.fbx", path_mode="COPY", embed_textures=True, bake_anim=False)

bpy.ops.wm.read_factory_settings(use_empty=True)
picture = bpy.data.images.new("crate", 4, 4)
picture.pixels = [channel for y in range(4) for x in range(4) for channel in (x / 4, y / 4, 0.5, 1.0)]
picture.filepath_raw = os.path.join(folder, "crate.png")
picture.file_format = "PNG"
picture.save()

# glTF axes (y up) as Blender has them (z up): x, -z, y
corners = [(x, -z, y) for x in (0, 1) for y in (0, 2) for z in (0, 3)]
sides = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
mesh = bpy.data.meshes.new("crate")
mesh.from_pydata(corners, [], sides)
layer = mesh.uv_layers.new(name="map")
for loop in mesh.loops:
    layer.data[loop.index].uv = ((0, 0), (1, 0), (1, 1), (0, 1))[loop.index % 4]
material = bpy.data.materials.new("wood")
material.use_nodes = True
node = material.node_tree.nodes.new("ShaderNodeTexImage")
node.image = picture
shader = material.node_tree.nodes["Principled BSDF"]
shader.inputs["Roughness"].default_value = 0.3
shader.inputs["Metallic"].default_value = 0.25
material.node_tree.links.new(node.outputs["Color"], shader.inputs["Base Color"])
mesh.materials.append(material)
crate = bpy.data.objects.new("crate", mesh)
crate.location = (5, 1, 2)
crate.keyframe_insert("location", frame=1)
for thing in (crate, bpy.data.objects.new("camera", bpy.data.cameras.new("camera")), bpy.data.objects.new("lamp", bpy.data.lights.new("lamp", "SUN"))):
    bpy.context.scene.collection.objects.link(thing)
export("crate.fbx", path_mode="RELATIVE", bake_anim=True)
