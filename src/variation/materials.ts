/** Variation of materials: other colours and roughness, and procedural textures on parts. Form and labels stay. */
import * as z from "zod";
import { cos, degrees, radians, sin } from "../core/math.js";
import type { Random } from "../core/random.js";
import type { Matrix3, Vector3 } from "../geometry/vector.js";
import type { ObjectRecord } from "../sample/record.js";
import type { Material, Mesh, Shape, Texture, TextureSlot } from "../sample/shape.js";
import { withBoxCoordinates } from "./box-coordinates.js";
import { colorOfHue, colorShiftMatrix, decodeSrgbUnit, encodeSrgbUnit, shiftLinearColor } from "./color.js";
import { PATTERNS, patternTexture } from "./pattern.js";
import { numberRange } from "./range.js";

/** The schema of a recipe's `variation.materials`. */
export const materialsVariationOptions = z.strictObject({
  hueDegrees: z.number().min(0).max(180).default(180).describe("hues are turned by up to this much, either way"),
  saturation: numberRange(0, 3).default([0.6, 1.4]).describe("factor on the saturation of colours, [from, to]"),
  value: numberRange(0, 3).default([0.7, 1.3]).describe("factor on the brightness of colours, [from, to]"),
  roughness: numberRange(0.05, 1)
    .nullable()
    .default([0.15, 0.95])
    .describe("roughness of materials, [from, to], multiplied with a roughness texture where there is one; null = as they are"),
  repaintChance: z.number().min(0).max(1).default(0.25).describe("share of the opaque materials without texture that get a colour of their own instead of a change of theirs: grey ones have no hue to turn"),
  textureChance: z.number().min(0).max(1).default(0.3).describe("share of the opaque parts that get a procedural texture instead of their own colour"),
  patterns: z.array(z.enum(PATTERNS)).min(1).default([...PATTERNS]).describe("patterns of procedural textures; one is drawn"),
  repeatsPerUnit: numberRange(0.5, 100).default([2, 12]).describe("repeats of a pattern along the object's longest side, [from, to]"),
});
/** See {@link materialsVariationOptions}. */
export type MaterialsVariation = z.infer<typeof materialsVariationOptions>;

/** What was changed, for the record. */
export type MaterialChanges = NonNullable<ObjectRecord["materials"]>;

/**
 * A shape in other materials. Meshes that get a procedural texture have no rig any more: vary what is posed already.
 * @param stream of this object; every number is drawn in any case
 */
export function varyMaterials(shape: Shape, stream: Random, options: MaterialsVariation): { shape: Shape; changes: MaterialChanges } {
  const colors: MaterialChanges["colors"] = [];
  const matrices: Matrix3[] = [];
  const materials: Material[] = shape.materials.map((material) => {
    const shift = {
      hueRadians: radians(stream.uniform(-options.hueDegrees, options.hueDegrees)),
      saturation: stream.uniform(options.saturation[0], options.saturation[1]),
      value: stream.uniform(options.value[0], options.value[1]),
    };
    const drawnRoughness = stream.next();
    const repainted = stream.next() < options.repaintChance && material.alphaMode === "opaque" && material.baseColorTexture === null;
    const paint = drawColor(stream);
    const roughness = options.roughness === null ? material.roughness : options.roughness[0] + (options.roughness[1] - options.roughness[0]) * drawnRoughness;
    colors.push({ material: material.name, hueDegrees: degrees(shift.hueRadians), saturation: shift.saturation, value: shift.value, roughness, paint: repainted ? [...paint] : null });
    const matrix = colorShiftMatrix(shift);
    matrices.push(matrix);
    return { ...(repainted ? repaint(material, paint) : recolor(material, matrix)), roughness };
  });

  const textures: MaterialChanges["textures"] = [];
  const meshes = shape.meshes.map((mesh) => recolorVertices(mesh, shape.materials[mesh.material]!, matrices[mesh.material]!));
  let split = false;
  for (const [part, name] of shape.parts.entries()) {
    const wanted = stream.next() < options.textureChance;
    const drawn = drawTexture(stream, options);
    const own = meshes.flatMap((mesh, index) => (mesh.part === part && shape.materials[mesh.material]!.alphaMode === "opaque" ? [index] : []));
    if (!wanted || own.length === 0) continue;
    const texture = patternTexture(drawn.pattern, drawn.colors, drawn.seed);
    const patterned = new Map<number, number>();
    for (const index of own) {
      const mesh = withBoxCoordinates(meshes[index]!);
      let material = patterned.get(mesh.material);
      if (material === undefined) {
        material = materials.push(withPattern(materials[mesh.material]!, texture, mesh.texCoords.length - 1, drawn)) - 1;
        patterned.set(mesh.material, material);
      }
      // Sets of coordinates may differ in number between meshes of one material: the pattern's set goes where it looks.
      meshes[index] = { ...mesh, material, colors: null, texCoords: padded(mesh.texCoords, materials[material]!.baseColorTexture!.texCoord) };
      split = true;
    }
    textures.push({ part: name, pattern: drawn.pattern, repeatsPerUnit: drawn.repeatsPerUnit, rotationDegrees: drawn.rotationDegrees, colors: [[...drawn.colors[0]], [...drawn.colors[1]]], seed: drawn.seed });
  }
  return { shape: { ...shape, meshes, materials, rig: split ? null : shape.rig }, changes: { colors, textures } };
}

interface DrawnTexture {
  pattern: (typeof PATTERNS)[number];
  repeatsPerUnit: number;
  rotationDegrees: number;
  /** sRGB 0..1. */
  colors: readonly [Vector3, Vector3];
  seed: number;
}

function drawTexture(stream: Random, options: MaterialsVariation): DrawnTexture {
  const pattern = stream.pick(options.patterns);
  // Evenly in the repeat's length: coarse patterns are not rare beside fine ones.
  const [from, to] = options.repeatsPerUnit;
  const repeatsPerUnit = 1 / stream.uniform(1 / to, 1 / from);
  const rotationDegrees = stream.uniform(0, 180);
  return { pattern, repeatsPerUnit, rotationDegrees, colors: [drawColor(stream), drawColor(stream)], seed: stream.integer(4294967296) };
}

/** Any colour that a thing may have, sRGB 0..1. */
function drawColor(stream: Random): Vector3 {
  return colorOfHue(stream.next(), stream.uniform(0.1, 0.9), stream.uniform(0.15, 0.95));
}

function repaint(material: Material, paint: Vector3): Material {
  return { ...material, baseColor: [decodeSrgbUnit(paint[0]), decodeSrgbUnit(paint[1]), decodeSrgbUnit(paint[2]), material.baseColor[3]] };
}

function withPattern(material: Material, texture: Texture, texCoord: number, { repeatsPerUnit, rotationDegrees }: DrawnTexture): Material {
  const c = cos(radians(rotationDegrees)) * repeatsPerUnit;
  const s = sin(radians(rotationDegrees)) * repeatsPerUnit;
  const slot: TextureSlot = { texture, texCoord, wrapS: "repeat", wrapT: "repeat", filter: "linear", transform: [c, -s, 0, s, c, 0] };
  return { ...material, baseColor: [1, 1, 1, material.baseColor[3]], baseColorTexture: slot, metallic: 0, metallicRoughnessTexture: null };
}

/** Sets with the last one (also) at place `at`. */
function padded(sets: readonly Float32Array[], at: number): readonly Float32Array[] {
  const last = sets[sets.length - 1]!;
  return Array.from({ length: Math.max(sets.length, at + 1) }, (_, index) => (index === at ? last : (sets[index] ?? last)));
}

/** Colour change of what gives a material its colour: its texture where there is one, else its factor. */
function recolor(material: Material, matrix: Matrix3): Material {
  const slot = material.baseColorTexture;
  if (slot === null) {
    const [red, green, blue] = shiftLinearColor(matrix, [material.baseColor[0], material.baseColor[1], material.baseColor[2]]);
    return { ...material, baseColor: [red, green, blue, material.baseColor[3]] };
  }
  return { ...material, baseColorTexture: { ...slot, texture: recolorTexture(slot.texture, matrix) } };
}

function recolorTexture(texture: Texture, matrix: Matrix3): Texture {
  const { data } = texture;
  const out = new Uint8Array(data.length);
  const [a, b, c, d, e, f, g, h, i] = matrix;
  for (let at = 0; at < data.length; at += 4) {
    const red = data[at]!, green = data[at + 1]!, blue = data[at + 2]!;
    out[at] = byte(a * red + b * green + c * blue);
    out[at + 1] = byte(d * red + e * green + f * blue);
    out[at + 2] = byte(g * red + h * green + i * blue);
    out[at + 3] = data[at + 3]!;
  }
  return { ...texture, data: out };
}

function byte(value: number): number {
  return value <= 0 ? 0 : value >= 255 ? 255 : Math.floor(value + 0.5);
}

/** Vertex colours carry the colour of scans: they change where no texture does. */
function recolorVertices(mesh: Mesh, material: Material, matrix: Matrix3): Mesh {
  if (mesh.colors === null || material.baseColorTexture !== null) return mesh;
  const colors = new Float32Array(mesh.colors);
  for (let at = 0; at < colors.length; at += 4) {
    const [r, g, b] = [encodeSrgbUnit(colors[at]!), encodeSrgbUnit(colors[at + 1]!), encodeSrgbUnit(colors[at + 2]!)];
    for (let channel = 0; channel < 3; channel++) colors[at + channel] = decodeSrgbUnit(matrix[channel * 3]! * r + matrix[channel * 3 + 1]! * g + matrix[channel * 3 + 2]! * b);
  }
  return { ...mesh, colors };
}
