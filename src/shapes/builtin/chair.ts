/** Chairs: dining, office, armchair, shell, bar stool with a back. */
import type { Random } from "../../core/random.js";
import { NO_SYMMETRY, type Material } from "../../sample/shape.js";
import type { Vector3 } from "../../geometry/vector.js";
import { rounded, textOf, type Built, type BuiltinShape, type KeypointSeed, type Parameters } from "./builtin-shape.js";
import { buildArmchair, buildDining, buildOffice, buildShell, type Corners } from "./chair-forms.js";
import { blackPlastic, chrome, darkMetal, hexColor, material, steel, varyColor } from "./materials.js";
import type { Solid, Workshop } from "./solid.js";
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
    material("cover", textOf(parameters, "coverColor"), 0, leather ? 0.42 : 0.88, leather ? leatherTexture() : wovenTexture(), leather ? 2 : 4),
    material("shell", textOf(parameters, "coverColor"), 0, 0.35),
    chrome(),
    blackPlastic(),
    darkMetal(),
  ];
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

export const chair: BuiltinShape = { category: "chair", sampleParameters, build };
