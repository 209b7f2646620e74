/** Aeroplanes: airliner, business jet, light propeller plane, fighter, glider. */
import type { Random } from "../../core/random.js";
import { NO_SYMMETRY, type Material } from "../../sample/shape.js";
import type { Vector3 } from "../../geometry/vector.js";
import { buildFighter } from "./airplane-fighter.js";
import { buildJet } from "./airplane-jet.js";
import { buildLight } from "./airplane-light.js";
import { rounded, textOf, type Built, type BuiltinShape, type KeypointSeed, type Parameters } from "./builtin-shape.js";
import { blackPlastic, darkMetal, glass, hexColor, material, rubber, varyColor } from "./materials.js";
import type { Solid, Workshop } from "./solid.js";

const LIVERIES = ["#f4f5f6", "#f4f5f6", "#eceff1", "#d9dde0", "#e8eef5", "#f3ead8"];
const MILITARY = ["#7f878d", "#9aa3a8", "#5f6a5a", "#8c8266", "#4d5358", "#6f7d8a"];

function sampleParameters(random: Random): Parameters {
  const style = random.pick(["airliner", "airliner", "airliner", "business", "light", "light", "fighter", "fighter", "glider"] as const);
  const between = (low: number, high: number): number => rounded(random.uniform(low, high), 3);
  const accent = hexColor(random.next(), random.uniform(0.55, 0.95), random.uniform(0.35, 0.9));
  const common: Parameters = { style, accentColor: accent, bodyColor: varyColor(random, random.pick(LIVERIES), 0.05), bellyColor: random.next() < 0.5 ? "#c3c9cf" : "#f0f2f3", livery: random.pick(["tail", "tail", "belly", "sweep", "plain"] as const) };
  switch (style) {
    case "airliner": {
      const rear = random.next() < 0.15;
      const length = between(30, 72);
      return { ...common, length, slenderness: between(9, 12), spanRatio: between(0.88, 1.04), sweepDegrees: between(24, 35), dihedralDegrees: between(4, 7), engines: rear ? 2 : length > 55 && random.next() < 0.5 ? 4 : 2, enginePlace: rear ? "rear" : "wing", engineSize: between(0.5, 0.72), winglets: random.pick(["none", "blended", "blended", "raked"] as const), tailplane: rear ? "high" : "low", windows: random.next() < 0.85 ? "small" : "none", gear: random.next() < 0.45 ? "down" : "up", engineColor: random.next() < 0.5 ? "accent" : "body" };
    }
    case "business":
      return { ...common, length: between(13, 26), slenderness: between(8.2, 10.5), spanRatio: between(0.85, 1), sweepDegrees: between(18, 32), dihedralDegrees: between(2, 5), engines: 2, enginePlace: "rear", engineSize: between(0.5, 0.62), winglets: random.pick(["none", "blended", "blended"] as const), tailplane: "high", windows: "oval", gear: random.next() < 0.45 ? "down" : "up", engineColor: "body", livery: random.pick(["sweep", "belly", "plain"] as const) };
    case "light":
      return { ...common, length: between(6.6, 9), spanRatio: between(1.15, 1.45), wingPlace: random.pick(["high", "low"] as const), blades: 2 + random.integer(3), bladeTurn: between(0, 180), taper: between(0.55, 1), gear: random.pick(["tricycle", "tricycle", "taildragger"] as const), spats: random.next() < 0.5 ? "yes" : "no", bodyColor: random.next() < 0.65 ? "#f1f2f2" : hexColor(random.next(), random.uniform(0.4, 0.9), random.uniform(0.5, 0.95)) };
    case "glider":
      return { ...common, length: between(6.4, 8.2), spanRatio: between(2, 2.6), livery: "plain", tips: random.next() < 0.4 ? "accent" : "body" };
    default: {
      const color = varyColor(random, random.pick(MILITARY), 0.12);
      return { ...common, length: between(14, 20), spanRatio: between(0.58, 0.74), planform: random.pick(["trapezoid", "delta", "swept"] as const), fins: random.pick([1, 2, 2]), finCantDegrees: between(0, 28), nozzles: random.pick([1, 2]), stores: random.pick(["none", "tips", "pylons"] as const), gear: random.next() < 0.35 ? "down" : "up", bodyColor: color, bellyColor: varyColor(random, color, 0.15), accentColor: varyColor(random, color, 0.25) };
    }
  }
}

function airplaneMaterials(parameters: Parameters): Material[] {
  const military = textOf(parameters, "style") === "fighter";
  const roughness = military ? 0.5 : 0.25;
  return [
    material("body", textOf(parameters, "bodyColor"), 0, roughness),
    material("accent", textOf(parameters, "accentColor"), 0, roughness),
    material("belly", textOf(parameters, "bellyColor"), military ? 0 : 0.2, roughness + 0.08),
    material("wing", military ? textOf(parameters, "bodyColor") : "#c9ced3", military ? 0 : 0.25, 0.38),
    material("metal", "#c4c6c8", 1, 0.28),
    material("white", "#eef0f0", 0, 0.4),
    { ...glass(), baseColor: [0.006, 0.009, 0.013, 1] },
    darkMetal(),
    rubber(),
    blackPlastic(),
  ];
}

/** Where the named points of an aeroplane are; the left one of pairs. */
export interface AirplanePoints {
  noseLanding: Vector3;
  noseParts: readonly string[];
  wingTip: Vector3;
  elevatorTip: Vector3;
  rudderLower: Vector3;
  rudderUpper: Vector3;
  tail: Vector3;
}

/**
 * PASCAL3D+ names: wings and elevators are marked at their tips, the rudder at both ends of its trailing edge, the
 * nose landing where the nose gear is or would come out.
 */
function keypoints(points: AirplanePoints): KeypointSeed[] {
  const right = (at: Vector3): Vector3 => [-at[0], at[1], at[2]];
  return [
    { name: "noselanding", near: points.noseLanding, parts: points.noseParts },
    { name: "left_wing", near: points.wingTip, parts: ["wing_left"] },
    { name: "right_wing", near: right(points.wingTip), parts: ["wing_right"] },
    { name: "left_elevator", near: points.elevatorTip, parts: ["elevator_left"] },
    { name: "right_elevator", near: right(points.elevatorTip), parts: ["elevator_right"] },
    { name: "rudder_lower", near: points.rudderLower, parts: ["rudder", "fuselage"] },
    { name: "rudder_upper", near: points.rudderUpper, parts: ["rudder"] },
    { name: "tail", near: points.tail, parts: ["fuselage"] },
  ];
}

function build(workshop: Workshop, parameters: Parameters): Built {
  const solids: Solid[] = [];
  const style = textOf(parameters, "style");
  const make = style === "fighter" ? buildFighter : style === "light" || style === "glider" ? buildLight : buildJet;
  const points = make(workshop, parameters, solids);
  return { solids, materials: airplaneMaterials(parameters), keypoints: keypoints(points), symmetry: NO_SYMMETRY };
}

export const airplane: BuiltinShape = { category: "airplane", sampleParameters, build };
