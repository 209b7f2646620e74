"""Small depth pictures as Blender's compositor writes them: python blender.py (pip install bpy==4.2.0).

Writes test/golden/exr/blender-*.exr: what the original's scripts ask for (OPEN_EXR, nothing else said), and each packing.
"""
from pathlib import Path

import bpy

OUT = Path(__file__).parents[2] / "test" / "golden" / "exr"
scene = bpy.context.scene
scene.render.engine = "CYCLES"
scene.cycles.samples = 1
scene.render.resolution_x, scene.render.resolution_y = 40, 30
scene.view_layers[0].use_pass_z = True
scene.use_nodes = True
nodes = scene.node_tree.nodes
nodes.clear()
layers = nodes.new("CompositorNodeRLayers")
names = []


def output(name, **settings):
    node = nodes.new("CompositorNodeOutputFile")
    node.base_path = str(OUT)
    for key, value in settings.items():
        setattr(node.format, key, value)
    node.file_slots[0].path = f"blender-{name}-"
    names.append(name)
    scene.node_tree.links.new(layers.outputs["Depth"], node.inputs[0])


output("default", file_format="OPEN_EXR")
for packing in ("NONE", "RLE", "ZIPS", "PIZ"):
    output(packing.lower(), file_format="OPEN_EXR", color_depth="32", exr_codec=packing)
bpy.ops.render.render()
for name in names:
    (OUT / f"blender-{name}-0001.exr").replace(OUT / f"blender-{name}.exr")
# All layers in one file, half floats but for depth.
scene.render.image_settings.file_format = "OPEN_EXR_MULTILAYER"
scene.render.image_settings.color_depth = "16"
scene.render.filepath = str(OUT / "blender-layers.exr")
nodes.clear()
scene.use_nodes = False
bpy.ops.render.render(write_still=True)
