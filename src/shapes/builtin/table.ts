/** Dining tables: four legs, trestles, pedestals; rectangular, square, round, oval. Tables have no front that could be seen. */
import type { Random } from "../../core/random.js";
import { NO_SYMMETRY, type Material, type Symmetry } from "../../sample/shape.js";
import type { Matrix4, Vector3 } from "../../geometry/vector.js";
import { numberOf, rounded, textOf, type Built, type BuiltinShape, type KeypointSeed, type Parameters } from "./builtin-shape.js";
import { LEGS, bar, leg, type LegStyle } from "./chair-parts.js";
import { loft, tube } from "./loft.js";
import { darkMetal, hexColor, material, steel, varyColor } from "./materials.js";
import { circle, roundedRectangle, superellipse } from "./profile.js";
import type { ClosedMesh, Finish, Solid, Vector2, Workshop } from "./solid.js";
import { woodTexture } from "./texture.js";

const WOODS = ["#a8713f", "#c79a62", "#6b4226", "#4a2c1a", "#8a5a33", "#d8b98a", "#b78a55"];

function sampleParameters(random: Random): Parameters {
  const style = random.pick(["legs", "legs", "legs", "trestle", "round", "round", "oval", "square"] as const);
  const between = (low: number, high: number): number => rounded(random.uniform(low, high), 3);
  const across = style === "square" ? between(0.75, 1) : between(0.9, 1.4);
  const width = style === "round" || style === "square" ? across : between(1.3, 2.2);
  const top = random.pick(["wood", "wood", "wood", "paint", "stone", "glass"] as const);
  const frame = top === "wood" ? random.pick(["wood", "wood", "paint", "metal"] as const) : random.pick(["wood", "paint", "metal", "metal"] as const);
  const wood = varyColor(random, random.pick(WOODS), 0.15);
  return {
    style, top, frame, width,
    depth: style === "round" || style === "square" ? across : between(0.78, 1.02),
    height: between(0.72, 0.77),
    thickness: top === "glass" ? between(0.01, 0.016) : between(0.022, 0.05),
    corner: between(0.005, 0.06),
    base: style === "round" ? random.pick(["disc", "disc", "cross", "tulip", "legs"] as const) : style === "oval" ? random.pick(["twin", "legs"] as const) : style === "trestle" ? random.pick(["cross", "panel", "tee"] as const) : "legs",
    legStyle: frame === "metal" ? random.pick(["square", "tube"] as const) : random.pick(["square", "square", "round", "turned"] as const),
    legRadius: between(0.026, 0.045),
    splay: random.next() < 0.4 ? between(0.02, 0.09) : 0,
    apron: random.next() < 0.6 ? "yes" : "no",
    topColor: { wood, paint: random.pick(["#f0efeb", "#26282b", "#c9c4b8", hexColor(random.next(), 0.4, 0.6)]), stone: varyColor(random, random.pick(["#e4e1db", "#3b3d3f", "#8f8a82"]), 0.1), glass: random.pick(["#7f9a96", "#31403f", "#a9bfc0"]) }[top],
    frameColor: frame === "wood" ? (top === "wood" && random.next() < 0.75 ? wood : varyColor(random, random.pick(WOODS), 0.15)) : random.pick(["#efeeea", "#1d1f21", "#3f4a4d", "#7a8c86"]),
  };
}

/** Wood in long streaks with a mirrored repeat: half a turn about z leaves it as it was. */
function wood(name: string, color: string): Material {
  const plain = material(name, color, 0, 0.42, woodTexture());
  return { ...plain, baseColorTexture: { ...plain.baseColorTexture!, wrapS: "mirror", wrapT: "mirror", transform: [0.3, 0, 0, 0, 0.6, 0] } };
}

function tableMaterials(parameters: Parameters): Material[] {
  const color = textOf(parameters, "topColor");
  const top = { wood: () => wood("top", color), paint: () => material("top", color, 0, 0.3), stone: () => material("top", color, 0, 0.18), glass: () => material("top", color, 0, 0.05) }[textOf(parameters, "top")]!();
  const frame = textOf(parameters, "frame");
  const frameColor = textOf(parameters, "frameColor");
  return [top, frame === "metal" ? { ...(frameColor === "#1d1f21" ? darkMetal() : steel()), name: "frame" } : frame === "wood" ? wood("frame", frameColor) : material("frame", frameColor, 0, 0.35)];
}

const frame = (part: string, grain: "x" | "y" | "z" = "z"): Finish => ({ part, material: "frame", grain });

function build(workshop: Workshop, parameters: Parameters): Built {
  const of = (name: string): number => numberOf(parameters, name);
  const [w, d, h, thickness] = [of("width"), of("depth"), of("height"), of("thickness")];
  const style = textOf(parameters, "style");
  const curved = style === "round" || style === "oval";
  const outline = style === "round" ? circle(w / 2, 64) : style === "oval" ? superellipse(w / 2, d / 2, 2.6, 64) : roundedRectangle([0, 0], w, d, of("corner"), 8);
  const soften = Math.min(thickness * 0.45, 0.012);
  const solids: Solid[] = [workshop.mesh(slab(outline, h - thickness, h, soften), { part: "top", material: "top", grain: "x" }, 40)];
  const under = h - thickness + 0.002;
  const feet = addBase(workshop, parameters, under, solids);
  return { solids, materials: tableMaterials(parameters), keypoints: keypoints(w, d, h, curved, feet), symmetry: symmetryOf(parameters) };
}

/** A board with softened edges whose faces are flat up to them. @param outline about the origin */
function slab(outline: readonly Vector2[], low: number, high: number, soften: number): ClosedMesh {
  const [reachX, reachY] = [Math.max(...outline.map(([x]) => x)), Math.max(...outline.map(([, y]) => y))];
  const edge: readonly Vector2[] = [[0, soften + 0.006], [0, soften], [soften * 0.3, soften * 0.3], [soften, 0]];
  const ring = (z: number, inset: number): Vector3[] => outline.map(([x, y]) => [x * (1 - inset / reachX), y * (1 - inset / reachY), z]);
  return loft([...edge.map(([rise, inset]) => ring(low + rise, inset)), ...edge.toReversed().map(([rise, inset]) => ring(high - rise, inset))]);
}

/** @returns the left front foot, where the table has four */
function addBase(workshop: Workshop, parameters: Parameters, under: number, solids: Solid[]): Vector3 | null {
  const [w, d] = [numberOf(parameters, "width"), numberOf(parameters, "depth")];
  const radius = numberOf(parameters, "legRadius");
  const turned = (outline: readonly Vector2[]): Solid => workshop.revolve(outline, 40, frame("pedestal"), 40);
  switch (textOf(parameters, "base")) {
    case "disc":
      solids.push(turned([[0, 0], [w * 0.27, 0], [w * 0.27, 0.012], [w * 0.22, 0.024], [0.045, 0.036], [0.04, 0.06], [0.04, under - 0.03], [0.14, under - 0.012], [0.14, under], [0, under]]));
      return null;
    case "tulip":
      solids.push(turned([[0, 0], [w * 0.26, 0], [w * 0.25, 0.012], [w * 0.16, 0.035], [0.06, 0.12], [0.045, 0.3], [0.05, under * 0.65], [0.09, under - 0.08], [0.19, under], [0, under]]));
      return null;
    case "cross":
      if (textOf(parameters, "style") === "round") {
        solids.push(turned([[0, 0.03], [0.055, 0.03], [0.075, 0.16], [0.045, 0.24], [0.07, 0.42], [0.05, 0.5], [0.06, under - 0.04], [0.15, under], [0, under]]));
        for (let arm = 0; arm < 4; arm++) {
          const path = [{ at: [0, 0, 0.2] as Vector3, scale: 1.2 }, { at: [w * 0.14, 0, 0.15] as Vector3 }, { at: [w * 0.28, 0, 0.045] as Vector3, scale: 0.9 }, { at: [w * 0.33, 0, 0.03] as Vector3, scale: 0.8 }];
          solids.push(workshop.mesh(tube(path, roundedRectangle([0, 0], 0.05, 0.05, 0.012, 2), [0, 1, 0]), frame("foot"), 40).rotate(0, 0, 45 + 90 * arm));
        }
        return null;
      }
      return trestle(workshop, parameters, under, solids);
    case "panel":
    case "tee":
      return trestle(workshop, parameters, under, solids);
    case "twin":
      for (const side of [1, -1]) {
        const column = turned([[0, 0.03], [0.05, 0.03], [0.08, 0.14], [0.05, 0.2], [0.075, 0.4], [0.05, 0.52], [0.06, under - 0.03], [0.13, under], [0, under]]);
        solids.push(column.translate(side * w * 0.27, 0, 0));
        solids.push(workshop.mesh(tube([{ at: [side * w * 0.27, -d * 0.36, 0.03], scale: 0.8 }, { at: [side * w * 0.27, -d * 0.1, 0.09] }, { at: [side * w * 0.27, d * 0.1, 0.09] }, { at: [side * w * 0.27, d * 0.36, 0.03], scale: 0.8 }], roundedRectangle([0, 0], 0.07, 0.06, 0.015, 2), [1, 0, 0]), frame("foot", "y"), 40));
      }
      solids.push(workshop.box([0, 0, 0.13], [w * 0.54, 0.04, 0.07], frame("stretcher", "x")));
      return [w * 0.27, -d * 0.36, 0];
    default: {
      const round = textOf(parameters, "style") === "round";
      const splay = numberOf(parameters, "splay");
      const [x, y] = round ? [w * 0.29, w * 0.29] : textOf(parameters, "style") === "oval" ? [w * 0.36, d * 0.3] : [w / 2 - radius - 0.03 - splay * 0.5, d / 2 - radius - 0.03 - splay * 0.5];
      for (const [part, sideX, sideY] of LEGS) {
        solids.push(leg(workshop, [sideX * x, sideY * y, under], [sideX * (x + splay), sideY * (y + splay), 0], textOf(parameters, "legStyle") as LegStyle, radius, frame(part)));
        solids.push(workshop.cylinder(0.012, radius * 0.62, radius * 0.74, 24, frame(part)).translate(sideX * (x + splay), sideY * (y + splay), 0));
      }
      if (textOf(parameters, "apron") === "yes" || textOf(parameters, "top") === "glass") {
        for (const side of [1, -1]) {
          solids.push(workshop.box([0, side * y, under - 0.04], [2 * x, 0.022, 0.08], frame("apron", "x")));
          solids.push(workshop.box([side * x, 0, under - 0.04], [0.022, 2 * y, 0.08], frame("apron", "y")));
        }
      }
      return [x + splay, -(y + splay), 0];
    }
  }
}

/** Two frames under the ends, joined by a beam. */
function trestle(workshop: Workshop, parameters: Parameters, under: number, solids: Solid[]): Vector3 {
  const [w, d] = [numberOf(parameters, "width"), numberOf(parameters, "depth")];
  const radius = numberOf(parameters, "legRadius");
  const x = w * 0.34;
  const reach = d * 0.38;
  const kind = textOf(parameters, "base");
  for (const side of [1, -1]) {
    const name = side > 0 ? "left" : "right";
    const at = side * x;
    solids.push(workshop.box([at, 0, under - 0.03], [radius * 2, reach * 2, 0.06], frame("trestle", "y")));
    if (kind === "cross") {
      for (const lean of [1, -1]) solids.push(workshop.mesh(tube([{ at: [at, lean * reach, 0.004] }, { at: [at, -lean * reach * 0.92, under - 0.02] }], roundedRectangle([0, 0], radius * 1.9, radius * 2.1, 0.008, 2), [1, 0, 0]), frame(`leg_${lean < 0 ? "front" : "back"}_${name}`), 40));
    } else {
      const foot = workshop.mesh(tube([{ at: [at, -reach, 0.03], scale: 0.85 }, { at: [at, -reach * 0.3, 0.045] }, { at: [at, reach * 0.3, 0.045] }, { at: [at, reach, 0.03], scale: 0.85 }], roundedRectangle([0, 0], radius * 2.2, 0.06, 0.012, 2), [1, 0, 0]), frame("foot", "y"), 40);
      solids.push(foot, workshop.box([at, 0, under / 2], [radius * 1.6, kind === "panel" ? reach * 1.1 : radius * 3.4, under - 0.08], frame("trestle", "z")));
    }
  }
  solids.push(workshop.box([0, 0, kind === "cross" ? under * 0.48 : under * 0.42], [2 * x + 0.1, 0.04, 0.09], frame("stretcher", "x")));
  solids.push(bar(workshop, [-x - 0.07, 0, under * 0.3], [x + 0.07, 0, under * 0.3], 0.012, frame("stretcher", "x")));
  return [x, -reach, 0];
}

/**
 * PASCAL3D+ names: "upper" is the rear, "lower" the front; the middles of the four edges are up, down, left and right.
 * Round and oval tops have no corners, pedestals no legs.
 */
function keypoints(w: number, d: number, h: number, curved: boolean, foot: Vector3 | null): KeypointSeed[] {
  const seeds: KeypointSeed[] = [
    { name: "top_up", near: [0, d / 2, h], parts: ["top"] },
    { name: "top_down", near: [0, -d / 2, h], parts: ["top"] },
    { name: "top_left", near: [w / 2, 0, h], parts: ["top"] },
    { name: "top_right", near: [-w / 2, 0, h], parts: ["top"] },
  ];
  for (const [side, x] of [["left", 1], ["right", -1]] as const) {
    for (const [end, y] of [["upper", 1], ["lower", -1]] as const) {
      if (!curved) seeds.push({ name: `top_${end}_${side}`, near: [(x * w) / 2, (y * d) / 2, h], parts: ["top"] });
      if (foot !== null) seeds.push({ name: `leg_${end}_${side}`, near: [x * foot[0], -y * foot[1], 0], parts: [`leg_${y > 0 ? "back" : "front"}_${side}`, "foot"] });
    }
  }
  return seeds;
}

const TURNS: Record<number, Matrix4> = {
  90: [0, -1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1],
  180: [-1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1],
  270: [0, 1, 0, 0, -1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1],
};

/** Turns about z that leave shape and materials as they were: the grain of wood allows no more than half a turn. */
function symmetryOf(parameters: Parameters): Symmetry {
  const grain = textOf(parameters, "top") === "wood" || textOf(parameters, "frame") === "wood";
  const half: Symmetry = { ...NO_SYMMETRY, discrete: [TURNS[180]!] };
  const quarter: Symmetry = { ...NO_SYMMETRY, discrete: [TURNS[90]!, TURNS[180]!, TURNS[270]!] };
  const base = textOf(parameters, "base");
  const style = textOf(parameters, "style");
  if (grain || (style !== "round" && style !== "square")) return half;
  if (base === "disc" || base === "tulip") return { discrete: [], continuous: [{ axis: [0, 0, 1], offset: [0, 0, 0] }] };
  // Slanted legs are not turned with their place.
  return base === "legs" && numberOf(parameters, "splay") > 0 ? half : quarter;
}

export const table: BuiltinShape = { category: "table", sampleParameters, build };
