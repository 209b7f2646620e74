"""What every Blender script here needs: an empty scene, a model in dst3d's object frame, a camera from a record.

Written from the documented conventions alone (object frame: z up, front -y, centre of the bounding box at the origin,
longest side 1; camera: x right, y down, z forward, pixel centres at +0.5), so that it shares no code with dst3d.
"""
import json
import os

import bpy
import numpy

numpy.bool = bool  # Blender 3.4's glTF importer uses the name that NumPy 1.24 took away

# Directions of a file's own axes once Blender has imported it: glTF is y up, Blender z up.
GLTF_AXES = {"+X": (1, 0, 0), "+Y": (0, 0, 1), "+Z": (0, -1, 0)}
CAMERA_AXES = numpy.diag([1.0, -1.0, -1.0, 1.0])  # Blender's camera: y up, looks down -z


def empty_scene():
    bpy.ops.wm.read_factory_settings(use_empty=True)
    bpy.ops.preferences.addon_enable(module="io_scene_gltf2")
    return bpy.context.scene


def manifest_model(folder, shape_id):
    """Path, up and front of a model."""
    with open(os.path.join(folder, "manifest.json")) as file:
        entry = next(entry for entry in json.load(file) if entry["id"] == shape_id)
    return os.path.join(folder, entry["file"]), entry["up"], entry["front"]


def direction(axis):
    vector = numpy.array(GLTF_AXES["+" + axis[1]], dtype=float)
    return vector if axis[0] == "+" else -vector


def import_in_object_frame(path, up="+Y", front=None, mirrored=False):
    """Imports a glTF model and moves its vertices into the object frame; returns its mesh objects."""
    bpy.ops.import_scene.gltf(filepath=path)
    bpy.context.view_layer.update()
    meshes = [one for one in bpy.context.scene.objects if one.type == "MESH" and len(one.data.polygons) > 0]
    z = direction(up)
    y = -direction(front or "+Z")
    to_object = numpy.array([numpy.cross(y, z), y, z])
    points = []
    for mesh in meshes:
        local = numpy.empty(len(mesh.data.vertices) * 3, dtype=numpy.float32)
        mesh.data.vertices.foreach_get("co", local)
        world = numpy.array(mesh.matrix_world, dtype=float)
        points.append((local.reshape(-1, 3) @ world[:3, :3].T + world[:3, 3]) @ to_object.T)
    used = numpy.concatenate([one[used_vertices(mesh.data)] for mesh, one in zip(meshes, points)])
    low, high = used.min(0), used.max(0)
    for mesh, one in zip(meshes, points):
        if mesh.data.users > 1:
            mesh.data = mesh.data.copy()
        placed = (one - (low + high) / 2) / (high - low).max()
        if mirrored:
            placed[:, 0] *= -1
        mesh.data.vertices.foreach_set("co", placed.astype(numpy.float32).ravel())
        mesh.data.update()
        mesh.parent = None
        mesh.animation_data_clear()
        mesh.matrix_world = matrix(numpy.eye(4))
    return meshes


def used_vertices(mesh):
    corners = numpy.empty(len(mesh.loops), dtype=numpy.int32)
    mesh.loops.foreach_get("vertex_index", corners)
    return numpy.unique(corners)


def matrix(rows):
    from mathutils import Matrix

    return Matrix([list(row) for row in rows])


def rigid(rotation, translation, scale=1.0):
    out = numpy.eye(4)
    out[:3, :3] = numpy.array(rotation, dtype=float).reshape(3, 3) * scale
    out[:3, 3] = translation
    return out


def set_camera(scene, record):
    """Lens and place of the camera from `record.camera`."""
    camera = record["camera"]
    width, height = camera["width"], camera["height"]
    fx, _, cx, _, fy, cy, _, _, _ = camera["K"]
    if scene.camera is None:
        scene.camera = bpy.data.objects.new("camera", bpy.data.cameras.new("camera"))
        scene.collection.objects.link(scene.camera)
    lens = scene.camera.data
    lens.sensor_fit = "HORIZONTAL"
    lens.sensor_width = 32
    lens.lens = fx * 32 / width
    lens.shift_x = (width / 2 - cx) / width
    lens.shift_y = (cy - height / 2) / width
    lens.clip_start, lens.clip_end = 0.01, 1000
    scene.render.resolution_x, scene.render.resolution_y, scene.render.resolution_percentage = width, height, 100
    scene.render.pixel_aspect_x, scene.render.pixel_aspect_y = 1, fx / fy
    world_to_camera = rigid(camera["rotationWorldToCamera"], camera["translationWorldToCamera"])
    scene.camera.matrix_world = matrix(numpy.linalg.inv(world_to_camera) @ CAMERA_AXES)
    return world_to_camera


def place(meshes, record, world_to_camera):
    """Puts the record's first object where its pose says; returns the height of its lowest vertex in the world."""
    one = record["objects"][0]
    to_camera = rigid(one["rotationObjectToCamera"], one["translationObjectToCamera"], one["scale"])
    to_world = numpy.linalg.inv(world_to_camera) @ to_camera
    lowest = numpy.inf
    for mesh in meshes:
        mesh.matrix_world = matrix(to_world)
        points = numpy.empty(len(mesh.data.vertices) * 3, dtype=numpy.float32)
        mesh.data.vertices.foreach_get("co", points)
        points = points.reshape(-1, 3)[used_vertices(mesh.data)]
        lowest = min(lowest, (points @ to_world[2, :3]).min() + to_world[2, 3])
    return float(lowest)


def read_exr(path):
    """First channel of an EXR as float32 rows from the top."""
    image = bpy.data.images.load(path)
    image.colorspace_settings.name = "Non-Color"
    width, height = image.size
    pixels = numpy.empty(width * height * image.channels, dtype=numpy.float32)
    image.pixels.foreach_get(pixels)
    channel = pixels.reshape(height, width, image.channels)[::-1, :, 0].copy()
    bpy.data.images.remove(image)
    return channel
