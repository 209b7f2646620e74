/** Bottles: wine, beer, water, soft drink, spirits, detergent. Round ones have no front that could be seen. */
import type { Random } from "../../core/random.js";
import { NO_SYMMETRY, type Material, type Symmetry } from "../../sample/shape.js";
import type { Vector3 } from "../../geometry/vector.js";
import { numberOf, rounded, textOf, type Built, type BuiltinShape, type KeypointSeed, type Parameters } from "./builtin-shape.js";
import { hexColor, material, steel, varyColor } from "./materials.js";
import { smoothFunction, superellipse } from "./profile.js";
import { loft } from "./loft.js";
import type { Solid, Vector2, Workshop } from "./solid.js";

/** A multiple of four, so that the middle of the bounding box lies on the axis exactly. */
const SEGMENTS = 48;

/** Outlines as shares: height of the body's parts, radius as a share of the body's. */
const PROFILES: Record<string, readonly Vector2[]> = {
  bordeaux: [[0, 0.9], [0.012, 0.985], [0.03, 1], [0.6, 1], [0.66, 0.95], [0.71, 0.76], [0.745, 0.5], [0.775, 0.39], [0.94, 0.37], [1, 0.37]],
  burgundy: [[0, 0.9], [0.012, 0.985], [0.03, 1], [0.42, 1], [0.52, 0.9], [0.62, 0.68], [0.72, 0.48], [0.82, 0.39], [0.94, 0.36], [1, 0.36]],
  beer: [[0, 0.88], [0.015, 0.98], [0.03, 1], [0.52, 1], [0.6, 0.93], [0.68, 0.72], [0.76, 0.52], [0.86, 0.43], [1, 0.4]],
  stubby: [[0, 0.88], [0.015, 0.98], [0.03, 1], [0.58, 1], [0.68, 0.9], [0.77, 0.62], [0.84, 0.47], [0.92, 0.42], [1, 0.41]],
  water: [[0, 0.82], [0.02, 0.96], [0.05, 1], [0.13, 1], [0.16, 0.94], [0.19, 1], [0.25, 1], [0.28, 0.94], [0.31, 1], [0.6, 1], [0.66, 0.98], [0.76, 0.82], [0.86, 0.52], [0.92, 0.4], [1, 0.4]],
  cola: [[0, 0.78], [0.02, 0.93], [0.09, 1], [0.2, 0.97], [0.32, 0.84], [0.42, 0.88], [0.54, 1], [0.64, 0.96], [0.76, 0.7], [0.86, 0.46], [0.93, 0.38], [1, 0.38]],
  flask: [[0, 0.93], [0.012, 0.99], [0.03, 1], [0.62, 1], [0.68, 0.98], [0.73, 0.88], [0.77, 0.6], [0.8, 0.4], [0.93, 0.37], [1, 0.37]],
  shampoo: [[0, 0.9], [0.02, 0.97], [0.06, 1], [0.35, 0.94], [0.6, 1], [0.74, 0.98], [0.83, 0.84], [0.88, 0.55], [0.91, 0.36], [1, 0.36]],
};

function sampleParameters(random: Random): Parameters {
  const style = random.pick(["wine", "wine", "beer", "water", "cola", "spirits", "detergent"] as const);
  const between = (low: number, high: number): number => rounded(random.uniform(low, high), 4);
  const size = { wine: [0.29, 0.33, 0.036, 0.043], beer: [0.2, 0.27, 0.029, 0.034], water: [0.2, 0.33, 0.03, 0.045], cola: [0.19, 0.32, 0.028, 0.045], spirits: [0.22, 0.3, 0.038, 0.05], detergent: [0.18, 0.3, 0.038, 0.055] }[style] as [number, number, number, number];
  const profile = { wine: random.pick(["bordeaux", "burgundy"]), beer: random.pick(["beer", "stubby"]), water: "water", cola: "cola", spirits: "flask", detergent: "shampoo" }[style];
  const vivid = hexColor(random.next(), random.uniform(0.55, 0.9), random.uniform(0.5, 0.95));
  const glassColor = {
    wine: random.pick(["#16261a", "#2c3a17", "#241309", "#c9d6c4"]), beer: random.pick(["#3d1c08", "#4a240b", "#1d4424"]), water: random.pick(["#bfe0ee", "#d8ecf0", "#8fc3dc"]),
    cola: random.pick(["#2a0d07", "#c96a16", "#8fc24a", "#d9e5e8"]), spirits: random.pick(["#a85a16", "#d8e2e4", "#7a3a10", "#dfe9dd"]), detergent: random.next() < 0.4 ? "#f0f1f0" : vivid,
  }[style];
  return {
    style, profile,
    height: between(size[0], size[1]),
    radius: between(size[2], size[3]),
    // Depth as a share of the width: 1 is round.
    depth: style === "detergent" ? between(0.45, 0.7) : style === "spirits" ? (random.next() < 0.35 ? 1 : between(0.5, 0.75)) : 1,
    // Of the cross-section's superellipse.
    squareness: style === "spirits" ? between(3, 6) : style === "detergent" ? between(2, 3.2) : 2,
    labelLow: between(0.14, 0.22),
    labelHigh: style === "water" || style === "cola" ? between(0.34, 0.4) + 0.16 : between(0.42, 0.54),
    labelColor: style === "wine" ? varyColor(random, random.pick(["#efe8d6", "#f4f1ea", "#1b1a1c", "#e3d8bd"]), 0.08) : random.next() < 0.3 ? "#f3f3f0" : hexColor(random.next(), random.uniform(0.6, 0.9), random.uniform(0.4, 0.9)),
    bandColor: random.pick(["#b58a3c", "#8c1c22", "#1d3a6b", "#20231f", "#c9c9c4"]),
    capColor: style === "wine" ? random.pick(["#5a1018", "#16171a", "#b58a3c", "#243a25"]) : style === "beer" ? random.pick(["#b9bcbe", "#b08d3a", "#9c1f24"]) : random.next() < 0.4 ? "#f2f2f0" : hexColor(random.next(), random.uniform(0.6, 0.9), random.uniform(0.4, 0.9)),
    cap: style === "wine" ? "foil" : style === "beer" ? "crown" : style === "detergent" ? random.pick(["pump", "flip", "flip"]) : style === "spirits" ? random.pick(["screw", "cork"]) : "screw",
    glassColor: varyColor(random, glassColor, 0.12),
  };
}

function bottleMaterials(parameters: Parameters): Material[] {
  const style = textOf(parameters, "style");
  const clear = style === "detergent" ? 0.28 : 0.06;
  const metal = style === "beer" || style === "wine";
  return [
    material("body", textOf(parameters, "glassColor"), 0, clear),
    material("label", textOf(parameters, "labelColor"), 0, 0.55),
    material("band", textOf(parameters, "bandColor"), style === "wine" || style === "spirits" ? 0.6 : 0, 0.4),
    material("cap", textOf(parameters, "capColor"), metal ? 0.6 : 0, metal ? 0.35 : 0.4),
    material("cork", "#b98d5e", 0, 0.8),
    steel(),
  ];
}

function build(workshop: Workshop, parameters: Parameters): Built {
  const [height, radius, depth, exponent] = ["height", "radius", "depth", "squareness"].map((name) => numberOf(parameters, name)) as [number, number, number, number];
  const profile = PROFILES[textOf(parameters, "profile")]!;
  const shape = smoothFunction(profile);
  const round = depth === 1 && exponent === 2;
  const neck = profile.at(-1)![1] * radius;
  const shoulder = profile.findLast(([, share]) => share > 0.8)![0];
  // Necks are round whatever the body is.
  const blend = smoothFunction([[0, 1], [shoulder * 0.96, 1], [Math.min(0.93, shoulder + 0.17), 0], [1, 0]]);
  const ring = (t: number, grow: number): Vector3[] => {
    const r = radius * shape(t) + grow;
    const b = round ? 0 : blend(t);
    return superellipse(r, r * (1 + (depth - 1) * b) + (b > 0 ? grow * (1 - depth) * b : 0), 2 + (exponent - 2) * b, SEGMENTS).map(([x, y]): Vector3 => [x, y, t * height]);
  };
  const levels = [...new Set([...profile.map(([t]) => t), ...Array.from({ length: 29 }, (_, index) => index / 28)])].toSorted((a, b) => a - b).filter((t, index, all) => index === 0 || t - all[index - 1]! > 0.006 || t === 1);
  const solids: Solid[] = [workshop.mesh(loft(levels.map((t) => ring(t, 0))), { part: "body", material: "body" }, 60)];
  // Labels go all the way round, so that a round bottle stays one.
  const sleeve = (low: number, high: number, grow: number, part: string, name: string): void => {
    const steps = Math.max(2, Math.round((high - low) / 0.04));
    const rings = Array.from({ length: steps + 1 }, (_, step) => ring(low + ((high - low) * step) / steps, grow));
    solids.push(workshop.mesh(loft(rings), { part, material: name }, 40));
  };
  const [low, high] = [numberOf(parameters, "labelLow"), numberOf(parameters, "labelHigh")];
  sleeve(low, high, 0.0005, "label", "label");
  sleeve(high - 0.045, high - 0.025, 0.0008, "label", "band");
  sleeve(low + 0.02, low + 0.035, 0.0008, "label", "band");
  const top = addCap(workshop, textOf(parameters, "cap"), neck, height, solids, sleeve);
  return { solids, materials: bottleMaterials(parameters), keypoints: keypoints(parameters, height, top, shoulder), symmetry: symmetryOf(parameters, round) };
}

/** Closes the bottle. @returns the height of the top */
function addCap(workshop: Workshop, cap: string, neck: number, height: number, solids: Solid[], sleeve: (low: number, high: number, grow: number, part: string, name: string) => void): number {
  const turned = (outline: readonly Vector2[], name = "cap"): void => void solids.push(workshop.revolve(outline.map(([r, z]): Vector2 => [r * neck, height + z * neck]), SEGMENTS, { part: "cap", material: name }, 40));
  switch (cap) {
    case "foil":
      sleeve(0.8, 0.999, 0.0007, "cap", "cap");
      turned([[0, -0.9], [1.2, -0.9], [1.2, -0.45], [1.06, -0.4], [1.06, 0], [0.98, 0.08], [0, 0.08]]);
      return height + 0.08 * neck;
    case "crown":
      turned([[0, -0.5], [1.28, -0.5], [1.32, -0.4], [1.1, 0.05], [0.9, 0.16], [0, 0.18]]);
      return height + 0.18 * neck;
    case "cork":
      turned([[0, -0.5], [1.22, -0.5], [1.22, -0.15], [1, -0.1], [1, 0], [0, 0]], "band");
      turned([[0, -0.1], [0.92, -0.1], [0.98, 0.1], [0.98, 1.1], [0.9, 1.22], [0, 1.22]], "cork");
      return height + 1.22 * neck;
    case "pump": {
      turned([[0, -0.6], [1.15, -0.6], [1.15, 0.5], [1, 0.6], [0.4, 0.62], [0.4, 1.9], [0, 1.9]]);
      const spout = workshop.hull([[-neck * 0.7, -neck * 0.7, 1.8], [neck * 0.7, -neck * 0.7, 1.8], [-neck * 0.7, neck * 0.7, 1.8], [neck * 0.7, neck * 0.7, 1.8], [-neck * 0.6, -neck * 0.6, 2.6], [neck * 0.6, -neck * 0.6, 2.6], [-neck * 0.6, neck * 0.6, 2.6], [neck * 0.6, neck * 0.6, 2.6], [-neck * 0.25, -neck * 3, 2], [neck * 0.25, -neck * 3, 2], [-neck * 0.25, -neck * 3, 2.4], [neck * 0.25, -neck * 3, 2.4]].map(([x, y, z]): Vector3 => [x!, y!, height + z! * neck]), { part: "cap", material: "cap" });
      solids.push(spout);
      return height + 2.6 * neck;
    }
    case "flip":
      turned([[0, -0.6], [1.6, -0.6], [1.7, -0.5], [1.6, 1.3], [1.45, 1.5], [0, 1.5]]);
      return height + 1.5 * neck;
    default:
      turned([[0, -0.95], [1.12, -0.95], [1.12, -0.78], [1.2, -0.75], [1.2, 0.1], [1.1, 0.24], [0, 0.26]]);
      return height + 0.26 * neck;
  }
}

/** PASCAL3D+ names: middle of the mouth, front of the body, its silhouette at the shoulder and at the base. */
function keypoints(parameters: Parameters, height: number, top: number, shoulder: number): KeypointSeed[] {
  const radius = numberOf(parameters, "radius");
  const at = shoulder * 0.94 * height;
  const pair = (name: string, z: number): KeypointSeed[] => [
    { name: `${name}_left`, near: [radius * 1.05, 0, z], parts: ["body"] },
    { name: `${name}_right`, near: [-radius * 1.05, 0, z], parts: ["body"] },
  ];
  return [
    { name: "mouth", near: [0, 0, top], parts: ["cap"] },
    { name: "body", near: [0, -radius, height * 0.36], parts: ["label"] },
    { name: "bottom", near: [0, 0, 0], parts: ["body"] },
    ...pair("body", at),
    ...pair("bottom", 0.012 * height),
  ];
}

function symmetryOf(parameters: Parameters, round: boolean): Symmetry {
  if (round) return { discrete: [], continuous: [{ axis: [0, 0, 1], offset: [0, 0, 0] }] };
  if (textOf(parameters, "cap") === "pump") return NO_SYMMETRY;
  return { discrete: [[-1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]], continuous: [] };
}

export const bottle: BuiltinShape = { category: "bottle", sampleParameters, build };
