/** Chairs: dining, office, armchair, shell, bar stool with a back. */
import { radians, tan } from "../../core/math.js";
import type { Random } from "../../core/random.js";
import { NO_SYMMETRY, type Material } from "../../sample/shape.js";
import type { Vector3 } from "../../geometry/vector.js";
import { numberOf, rounded, textOf, type Built, type BuiltinShape, type KeypointSeed, type Parameters } from "./builtin-shape.js";
import { chairBack } from "./chair-back.js";
import { LEGS, bar, bentTube, leg, paddedBack, seatOutline, seatPad, seatShell, starBase, type LegStyle } from "./chair-parts.js";
import { softBox, tube } from "./loft.js";
import { blackPlastic, chrome, darkMetal, hexColor, material, steel, varyColor } from "./materials.js";
import { circle, roundedRectangle } from "./profile.js";
import type { Finish, Solid, Workshop } from "./solid.js";
import { leatherTexture, wovenTexture, woodTexture } from "./texture.js";

const WOODS = ["#a8713f", "#c79a62", "#6b4226", "#4a2c1a", "#8a5a33", "#d8b98a", "#2f2119"];
const CLOTHS = ["#7d8a94", "#2f3640", "#8c2f2b", "#31507a", "#5a6b43", "#b8a583", "#c78f3d", "#4b3b55", "#1f6f6a", "#d9d3c7"];

function sampleParameters(random: Random): Parameters {
  const style = random.pick(["dining", "dining", "dining", "office", "office", "armchair", "shell", "stool"] as const);
  const between = (low: number, high: number): number => rounded(random.uniform(low, high), 3);
  const frame = random.next() < 0.72 ? "wood" : random.next() < 0.5 ? "paint" : "metal";
  const common: Parameters = {
    style,
    seatWidth: between(0.4, 0.5),
    seatDepth: between(0.38, 0.47),
    seatHeight: between(0.43, 0.48),
    backHeight: between(0.36, 0.56),
    reclineDegrees: between(5, 15),
    legStyle: random.pick(["round", "square", "turned", "round"] as const),
    legRadius: between(0.016, 0.026),
    splay: between(0, 0.05),
    backStyle: random.pick(["slats", "ladder", "panel", "spindles", "padded", "cross"] as const),
    slatCount: 3 + random.integer(4),
    stretchers: random.pick(["none", "sides", "box"] as const),
    arms: random.next() < 0.3 ? "yes" : "no",
    seatStyle: random.next() < 0.45 ? "board" : "cushion",
    cover: random.pick(["cloth", "cloth", "leather"] as const),
    frame,
    frameColor: frame === "wood" ? varyColor(random, random.pick(WOODS), 0.15) : frame === "paint" ? hexColor(random.next(), random.uniform(0, 0.6), random.uniform(0.2, 0.95)) : "#b4b6b8",
    coverColor: varyColor(random, random.pick(CLOTHS), 0.25),
  };
  if (style === "office") {
    return { ...common, seatWidth: between(0.46, 0.54), seatDepth: between(0.45, 0.52), backHeight: between(0.45, 0.75), backGap: between(0.04, 0.14), starArms: random.next() < 0.9 ? 5 : 4, starReach: between(0.29, 0.36), arms: random.next() < 0.7 ? "yes" : "no" };
  }
  if (style === "armchair") {
    return { ...common, seatWidth: between(0.52, 0.66), seatDepth: between(0.52, 0.62), seatHeight: between(0.38, 0.44), backHeight: between(0.38, 0.62), armWidth: between(0.09, 0.17), armHeight: between(0.14, 0.24), reclineDegrees: between(6, 14), arms: "yes" };
  }
  if (style === "shell") {
    return { ...common, seatWidth: between(0.45, 0.52), seatDepth: between(0.4, 0.46), backHeight: between(0.33, 0.44), reclineDegrees: between(10, 22), curl: between(0.03, 0.11), legStyle: random.pick(["round", "tube"] as const), splay: between(0.05, 0.1), coverColor: random.next() < 0.35 ? random.pick(["#f1efe9", "#202226"]) : hexColor(random.next(), random.uniform(0.45, 0.9), random.uniform(0.5, 0.95)) };
  }
  if (style === "stool") {
    return { ...common, seatWidth: between(0.34, 0.42), seatDepth: between(0.33, 0.4), seatHeight: between(0.6, 0.76), backHeight: between(0.2, 0.36), splay: between(0.03, 0.08), stretchers: "box", backStyle: random.pick(["ladder", "panel", "padded", "slats"] as const), arms: "no" };
  }
  return common;
}

function chairMaterials(parameters: Parameters): Material[] {
  const frame = textOf(parameters, "frame");
  const color = textOf(parameters, "frameColor");
  const leather = textOf(parameters, "cover") === "leather";
  return [
    frame === "metal" ? { ...steel(), name: "frame" } : material("frame", color, 0, frame === "wood" ? 0.45 : 0.3, frame === "wood" ? woodTexture() : null),
    material("cover", textOf(parameters, "coverColor"), 0, leather ? 0.42 : 0.88, leather ? leatherTexture() : wovenTexture()),
    material("shell", textOf(parameters, "coverColor"), 0, 0.35),
    chrome(),
    blackPlastic(),
    darkMetal(),
  ];
}

/** Where the corners of a chair are, for its keypoints. */
interface Corners {
  backTop: Vector3;
  seatBack: Vector3;
  seatFront: Vector3;
  feet: { front: Vector3; back: Vector3 } | null;
}

/**
 * PASCAL3D+ names: "upper" seat corners and legs are the rear ones, "lower" the front ones; legs are marked at the
 * floor. Star bases have no legs to mark.
 */
function keypoints(corners: Corners): KeypointSeed[] {
  const pair = (name: string, at: Vector3, parts: (side: string) => string[]): KeypointSeed[] => [
    { name: `${name}_left`, near: at, parts: parts("left") },
    { name: `${name}_right`, near: [-at[0], at[1], at[2]], parts: parts("right") },
  ];
  const seeds = [
    ...pair("back_upper", corners.backTop, () => ["back"]),
    ...pair("seat_upper", corners.seatBack, () => ["seat"]),
    ...pair("seat_lower", corners.seatFront, () => ["seat"]),
  ];
  if (corners.feet !== null) {
    seeds.push(...pair("leg_upper", corners.feet.back, (side) => [`leg_back_${side}`]));
    seeds.push(...pair("leg_lower", corners.feet.front, (side) => [`leg_front_${side}`]));
  }
  return seeds;
}

function build(workshop: Workshop, parameters: Parameters): Built {
  const solids: Solid[] = [];
  const style = textOf(parameters, "style");
  const make = style === "office" ? buildOffice : style === "armchair" ? buildArmchair : style === "shell" ? buildShell : buildDining;
  const corners = make(workshop, parameters, solids);
  return { solids, materials: chairMaterials(parameters), keypoints: keypoints(corners), symmetry: NO_SYMMETRY };
}

/** Tilts something built upright at y = 0, z = 0 backwards and puts it at the rear edge of the seat. */
function lean(solid: Solid, degrees: number, y: number, z: number): Solid {
  return solid.rotate(-degrees, 0, 0).translate(0, y, z);
}

function buildDining(workshop: Workshop, parameters: Parameters, solids: Solid[]): Corners {
  const [w, d, h] = [numberOf(parameters, "seatWidth"), numberOf(parameters, "seatDepth"), numberOf(parameters, "seatHeight")];
  const [r, splay] = [numberOf(parameters, "legRadius"), numberOf(parameters, "splay")];
  const recline = numberOf(parameters, "reclineDegrees");
  const backHeight = numberOf(parameters, "backHeight");
  const legStyle = textOf(parameters, "legStyle") as LegStyle;
  const frame = (part: string, grain: "x" | "y" | "z" = "z"): Finish => ({ part, material: "frame", grain });
  const backWidth = w * 0.9;
  const cushion = textOf(parameters, "seatStyle") === "cushion";

  const board = cushion ? 0.022 : 0.03;
  const top = cushion ? h - 0.035 : h;
  solids.push(seatPad(workshop, seatOutline(w, backWidth, d, cushion ? 0.03 : 0.05), top - board, top, 0, frame("seat", "y")));
  if (cushion) {
    const outline = seatOutline(w - 0.012, backWidth - 0.012, d - 0.012, 0.05);
    solids.push(seatPad(workshop, outline, top - 0.002, h - 0.012, 0.014, { part: "seat", material: "cover" }));
  }
  const under = top - board + 0.004;

  const feet: Vector3[] = [];
  const starts: Vector3[] = [];
  for (const [part, sideX, sideY] of LEGS) {
    const x = sideX * ((sideY < 0 ? w : backWidth) / 2 - r - 0.012);
    const y = sideY * (d / 2 - r - 0.008);
    const from: Vector3 = [x, y, under];
    const to: Vector3 = [x + sideX * splay, y + sideY * splay * 0.9, 0];
    starts.push(from);
    feet.push(to);
    solids.push(leg(workshop, from, to, legStyle, r, frame(part)));
  }
  const along = (index: number, z: number): Vector3 => {
    const t = (under - z) / under;
    const [a, b] = [starts[index]!, feet[index]!];
    return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, z];
  };
  const stretcher = (a: number, b: number, z: number, grain: "x" | "y"): void => {
    solids.push(bar(workshop, along(a, z), along(b, z), r * 0.55, frame("stretcher", grain)));
  };
  const stretchers = textOf(parameters, "stretchers");
  const low = textOf(parameters, "style") === "stool" ? h * 0.33 : h * 0.36;
  if (stretchers !== "none") {
    stretcher(0, 2, low, "y");
    stretcher(1, 3, low, "y");
  }
  if (stretchers === "box") {
    stretcher(0, 1, low * 0.85, "x");
    stretcher(2, 3, low * 1.2, "x");
  }
  if (splay < 0.025 && legStyle !== "turned") {
    const apron = (center: Vector3, size: Vector3, grain: "x" | "y"): void => {
      solids.push(workshop.box(center, size, frame("apron", grain)));
    };
    const z = under - 0.026;
    apron([0, -d / 2 + r + 0.012, z], [w - 0.05, 0.018, 0.056], "x");
    apron([0, d / 2 - r - 0.012, z], [backWidth - 0.05, 0.018, 0.056], "x");
    for (const side of [1, -1]) apron([side * (backWidth / 2 - r - 0.012), 0, z], [0.018, d - 0.06, 0.056], "y");
  }

  const rear = d / 2 - r - 0.006;
  const back = chairBack(workshop, parameters, backWidth, frame("back"), { part: "back", material: "cover" });
  for (const solid of back) solids.push(lean(solid, recline, rear, top - 0.01));
  const topY = rear + tan(radians(recline)) * backHeight;

  if (textOf(parameters, "arms") === "yes") {
    for (const side of [1, -1]) {
      const x = side * (backWidth / 2 - r);
      const front: Vector3 = [side * (w / 2 - r * 0.6), -d * 0.32, under];
      const armZ = h + 0.2;
      solids.push(
        bar(workshop, front, [front[0], front[1] - 0.01, armZ], r * 0.7, frame("arm"), [1, 0, 0]),
        workshop.mesh(tube([{ at: [front[0], -d * 0.4, armZ] }, { at: [x, rear + tan(radians(recline)) * (armZ - top), armZ] }], roundedRectangle([0, 0], 0.045, 0.022, 0.009, 2), [1, 0, 0]), frame("arm", "y"), 50),
      );
    }
  }
  return {
    backTop: [backWidth / 2, topY, top + backHeight],
    seatBack: [backWidth / 2, d / 2, h],
    seatFront: [w / 2, -d / 2, h],
    feet: { front: feet[0]!, back: feet[2]! },
  };
}

function buildOffice(workshop: Workshop, parameters: Parameters, solids: Solid[]): Corners {
  const [w, d, h] = [numberOf(parameters, "seatWidth"), numberOf(parameters, "seatDepth"), numberOf(parameters, "seatHeight")];
  const recline = numberOf(parameters, "reclineDegrees");
  const backHeight = numberOf(parameters, "backHeight");
  const gap = numberOf(parameters, "backGap");
  const metal: Finish = { part: "base", material: textOf(parameters, "frame") === "wood" ? "black_plastic" : "chrome" };
  const dark: Finish = { part: "base", material: "black_plastic" };
  const cover = (part: string): Finish => ({ part, material: "cover" });
  solids.push(...starBase(workshop, numberOf(parameters, "starArms"), numberOf(parameters, "starReach"), h - 0.1, metal, dark));
  solids.push(workshop.mesh(softBox([0, 0.02, h - 0.11], [0.2, 0.26, 0.035], 0.03, 0.01), dark));
  solids.push(seatPad(workshop, seatOutline(w, w * 0.92, d, 0.11), h - 0.095, h - 0.012, 0.014, cover("seat")));
  const rear = d / 2 - 0.015;
  const back = paddedBack(workshop, { width: w * 0.94, height: backHeight, thickness: 0.075, sag: 0.045, waist: 0.05, lumbar: 0.03 }, cover("back"));
  solids.push(lean(back, recline, rear, h + gap));
  solids.push(bentTube(workshop, [[0, 0.06, h - 0.11], [0, rear + 0.03, h - 0.1], [0, rear + 0.075, h + gap * 0.5], [0, rear + 0.075, h + gap + 0.18]], 0.02, { part: "back_support", material: "black_plastic" }, [1, 0, 0]));
  if (textOf(parameters, "arms") === "yes") {
    for (const side of [1, -1]) {
      const x = side * (w / 2 + 0.03);
      const arm: Finish = { part: "arm", material: "black_plastic" };
      solids.push(
        bentTube(workshop, [[side * w * 0.3, 0.02, h - 0.1], [x - side * 0.01, 0.02, h - 0.09], [x + side * 0.012, 0.02, h + 0.04], [x, 0.02, h + 0.2]], 0.017, arm, [0, 1, 0]),
        workshop.mesh(softBox([x, -0.01, h + 0.21], [0.075, 0.26, 0.032], 0.03, 0.012), arm),
      );
    }
  }
  const lift = tan(radians(recline));
  return {
    backTop: [w * 0.4, rear + lift * backHeight, h + gap + backHeight * 0.97],
    seatBack: [w * 0.46, d / 2, h - 0.02],
    seatFront: [w / 2, -d / 2, h - 0.02],
    feet: null,
  };
}

function buildArmchair(workshop: Workshop, parameters: Parameters, solids: Solid[]): Corners {
  const [w, d, h] = [numberOf(parameters, "seatWidth"), numberOf(parameters, "seatDepth"), numberOf(parameters, "seatHeight")];
  const [armWidth, armHeight] = [numberOf(parameters, "armWidth"), numberOf(parameters, "armHeight")];
  const recline = numberOf(parameters, "reclineDegrees");
  const backHeight = numberOf(parameters, "backHeight");
  const cover = (part: string): Finish => ({ part, material: "cover" });
  const legs = 0.12;
  const thick = 0.16;
  const base = h - 0.15;
  solids.push(workshop.mesh(softBox([0, thick / 2, (legs + base) / 2], [w + armWidth, d + thick, base - legs], 0.05, 0.02), cover("base")));
  solids.push(seatPad(workshop, seatOutline(w - 0.005, w - 0.005, d + 0.03, 0.05), base - 0.005, h - 0.03, 0.03, cover("seat")).translate(0, -0.015, 0));
  for (const side of [1, -1]) {
    const x = side * (w / 2 + armWidth / 2);
    solids.push(workshop.mesh(softBox([x, thick * 0.35, (legs + h + armHeight) / 2], [armWidth, d + thick * 0.7, h + armHeight - legs], Math.min(0.06, armWidth * 0.45), Math.min(0.045, armWidth * 0.4)), cover("arm"), 50));
  }
  const back = workshop.mesh(softBox([0, thick / 2, (h + backHeight - base) / 2], [w + armWidth * 0.9, thick, h + backHeight - base], 0.07, 0.06, 5), cover("back"), 50);
  solids.push(lean(back, recline, d / 2 - 0.02, base));
  const total = h + backHeight - base;
  const feet: Vector3[] = [];
  for (const [part, sideX, sideY] of LEGS) {
    const y = sideY < 0 ? -d / 2 + 0.07 : d / 2 + thick - 0.08;
    const from: Vector3 = [sideX * (w / 2), y, legs + 0.02];
    const to: Vector3 = [sideX * (w / 2 + 0.02), y + sideY * 0.02, 0];
    feet.push(to);
    solids.push(leg(workshop, from, to, "round", 0.026, { part, material: "frame", grain: "z" }));
  }
  return {
    backTop: [w / 2 + armWidth * 0.4, d / 2 + tan(radians(recline)) * total, h + backHeight],
    seatBack: [w / 2, d / 2, h],
    seatFront: [w / 2, -d / 2, h - 0.02],
    feet: { front: feet[0]!, back: feet[2]! },
  };
}

function buildShell(workshop: Workshop, parameters: Parameters, solids: Solid[]): Corners {
  const [w, d, h] = [numberOf(parameters, "seatWidth"), numberOf(parameters, "seatDepth"), numberOf(parameters, "seatHeight")];
  const recline = numberOf(parameters, "reclineDegrees");
  const backHeight = numberOf(parameters, "backHeight");
  const splay = numberOf(parameters, "splay");
  const split = h + 0.07;
  const shape = { width: w, depth: d, seatHeight: h, backHeight, recline, curl: numberOf(parameters, "curl"), thickness: 0.012 };
  solids.push(seatShell(workshop, shape, (center) => ({ part: center[2] > split && center[1] > 0 ? "back" : "seat", material: "shell" })));
  const tubes = textOf(parameters, "legStyle") === "tube";
  const frameMaterial = tubes ? "chrome" : "frame";
  const feet: Vector3[] = [];
  const starts: Vector3[] = [];
  for (const [part, sideX, sideY] of LEGS) {
    const from: Vector3 = [sideX * w * 0.24, sideY * d * 0.26 + 0.02, h - 0.028];
    const to: Vector3 = [sideX * (w * 0.36 + splay), sideY * (d * 0.42 + splay) + 0.02, 0];
    starts.push(from);
    feet.push(to);
    solids.push(leg(workshop, from, to, tubes ? "tube" : "round", tubes ? 0.014 : 0.02, { part, material: frameMaterial, grain: "z" }));
  }
  const brace: Finish = { part: "base", material: tubes ? "chrome" : "dark_metal" };
  for (const [a, b] of [[0, 1], [2, 3], [0, 2], [1, 3], [0, 3], [1, 2]] as const) {
    const high = (index: number, t: number): Vector3 => {
      const [from, to] = [starts[index]!, feet[index]!];
      return [from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t, from[2] + (to[2] - from[2]) * t];
    };
    const diagonal = a + b === 3 && a !== 1 + b;
    solids.push(bar(workshop, high(a, diagonal ? 0.03 : 0.05), high(b, diagonal ? 0.35 : 0.05), 0.005, brace));
  }
  solids.push(workshop.extrude([circle(0.05, 16)], 0.02, { part: "base", material: "black_plastic" }).translate(0, 0.01, h - 0.045));
  const leanY = d / 2 + tan(radians(recline)) * backHeight;
  return {
    backTop: [w * 0.34, leanY, h + backHeight],
    seatBack: [w * 0.46, d / 2 - 0.03, h + 0.04],
    seatFront: [w * 0.44, -d / 2, h],
    feet: { front: feet[0]!, back: feet[2]! },
  };
}

export const chair: BuiltinShape = { category: "chair", sampleParameters, build };
