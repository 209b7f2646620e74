"""Makes the FBX files of this folder with Blender (3.4 or newer):

    blender --background --python test/golden/shapes/make-fbx.py -- TAXI.glb test/golden/shapes

taxi.fbx   the model given, its picture embedded
crate.fbx  a box of 1 x 2 x 3 with one picture per side, beside it as crate.png; saved with a camera, a lamp and a clip
post.fbx   a post of two bones that a clip bends and lifts, with the shape key "fat"; the same as post.glb
"""
import math
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

bpy.ops.wm.read_factory_settings(use_empty=True)
armature = bpy.data.armatures.new("rig")
rig = bpy.data.objects.new("rig", armature)
bpy.context.scene.collection.objects.link(rig)
bpy.context.view_layer.objects.active = rig
bpy.ops.object.mode_set(mode="EDIT")
lower = armature.edit_bones.new("lower")
lower.head, lower.tail = (0, 0, 0), (0, 0, 1)
upper = armature.edit_bones.new("upper")
upper.head, upper.tail, upper.parent = (0, 0, 1), (0, 0, 2), lower
bpy.ops.object.mode_set(mode="OBJECT")
rings = 9
points = [(x, y, 2 * ring / (rings - 1)) for ring in range(rings) for x, y in ((-0.2, -0.1), (0.2, -0.1), (0.2, 0.1), (-0.2, 0.1))]
faces = [(4 * ring + k, 4 * ring + (k + 1) % 4, 4 * ring + 4 + (k + 1) % 4, 4 * ring + 4 + k) for ring in range(rings - 1) for k in range(4)]
mesh = bpy.data.meshes.new("post")
mesh.from_pydata(points, [], faces + [(3, 2, 1, 0), tuple(4 * (rings - 1) + k for k in range(4))])
post = bpy.data.objects.new("post", mesh)
bpy.context.scene.collection.objects.link(post)
for name, weight in (("lower", lambda z: 1 - min(1, max(0, 2 * z - 1.5))), ("upper", lambda z: min(1, max(0, 2 * z - 1.5)))):
    group = post.vertex_groups.new(name=name)
    for index, point in enumerate(points):
        group.add([index], weight(point[2]), "REPLACE")
post.shape_key_add(name="Basis")
for point, fat in zip(points, post.shape_key_add(name="fat").data):
    fat.co = (3 * point[0], point[1], point[2])
post.parent = rig
post.modifiers.new("armature", "ARMATURE").object = rig
bones = rig.pose.bones
for bone in bones:
    bone.rotation_mode = "QUATERNION"
rig.animation_data_create()
rig.animation_data.action = bpy.data.actions.new("bend")
bpy.context.scene.render.fps = 24
bpy.context.scene.frame_start, bpy.context.scene.frame_end = 1, 25
for frame, angle, lift in ((1, 0, 0), (25, math.pi / 4, 0.5)):
    bones["upper"].rotation_quaternion = (math.cos(angle), math.sin(angle), 0, 0)
    bones["lower"].location = (lift, 0, 0)
    bones["upper"].keyframe_insert("rotation_quaternion", frame=frame)
    bones["lower"].keyframe_insert("location", frame=frame)
bpy.context.scene.frame_set(1)
export("post.fbx", bake_anim=True, bake_anim_use_nla_strips=False, bake_anim_use_all_actions=False, bake_anim_simplify_factor=0, add_leaf_bones=False)
bpy.ops.export_scene.gltf(filepath=os.path.join(folder, "post.glb"), export_format="GLB")
