/** The recipe that people start from; loads in a browser. */

/**
 * The text of a first recipe, with comments.
 * @param schema path of the JSON Schema for editors, relative to the recipe; null: no such line
 */
export function starterRecipe(name: string, schema: string | null): string {
  const schemaLine = schema === null ? "" : `# yaml-language-server: $schema=${schema}\n`;
  return `${schemaLine}# A recipe of dst3d: what to make training images of, and how. Only name, count and shapes are needed.
# All options with their defaults: dst3d help recipe

name: ${name}
seed: 7                  # the same recipe with the same seed gives the same dataset, on every machine
count: 30                # raise it later and run again: what is there is kept

# Where the 3D shapes come from; any number of entries.
shapes:
  - builtin: [car, chair, aeroplane]
  # - folder: ../models               # a folder of models (glTF, OBJ, FBX, PLY …); relative to this file
  #   categories: [car, bus]          # its manifest.json names category, front, up axis and licence

# Where the camera stands: the five presets of the 3D-DST paper.
# 1 all around, level   2 front only, level   3 all around, from above   4 front only, from above   5 everywhere
viewpoints: { preset: 3 }

# What surrounds the objects, lights them and is their background.
environments:
  - builtin: [sky, studio, interior]
  # - folder: ../hdri                 # panoramas as Radiance .hdr

camera: { width: 512, height: 512 }

# How the image is made: the object lit by and set into the environment. Needs no model weights, labels are exact.
generator: { type: render, arm: bg3d }

# What is kept on disk beside the record with all labels. More: render, normal, nocs, instance, part, mask,
# geometric-edges, depth-control, normal-control, segmentation, coarse-box.
outputs: [image, canny, depth]
`;
}
