/** Motorcycles: naked, sport, cruiser, off-road, scooter. */
import { radians, tan } from "../../core/math.js";
import type { Random } from "../../core/random.js";
import type { Vector3 } from "../../geometry/vector.js";
import { NO_SYMMETRY, type Material } from "../../sample/shape.js";
import { numberOf, rounded, textOf, type Built, type BuiltinShape, type KeypointSeed, type Parameters } from "./builtin-shape.js";
import { blackPlastic, chrome, darkMetal, glass, hexColor, material, rubber, steel, varyColor } from "./materials.js";
import { addBodywork } from "./motorcycle-body.js";
import { addEngine, addFront, motorWheel } from "./motorcycle-parts.js";
import type { Solid, Workshop } from "./solid.js";

type Ranges = Record<"wheelbase" | "frontRadius" | "rearRadius" | "tyreWidth" | "forkDegrees" | "seatHeight" | "barHeight" | "barWidth" | "tank", readonly [number, number]>;

/** Lengths in metres. */
const STYLES: Record<string, Ranges> = {
  naked: { wheelbase: [1.36, 1.46], frontRadius: [0.29, 0.31], rearRadius: [0.3, 0.32], tyreWidth: [0.12, 0.17], forkDegrees: [24, 27], seatHeight: [0.77, 0.83], barHeight: [1.0, 1.08], barWidth: [0.68, 0.76], tank: [0.11, 0.14] },
  sport: { wheelbase: [1.36, 1.44], frontRadius: [0.29, 0.3], rearRadius: [0.3, 0.32], tyreWidth: [0.13, 0.18], forkDegrees: [23, 25], seatHeight: [0.8, 0.85], barHeight: [0.88, 0.94], barWidth: [0.58, 0.64], tank: [0.11, 0.14] },
  cruiser: { wheelbase: [1.55, 1.72], frontRadius: [0.31, 0.34], rearRadius: [0.31, 0.33], tyreWidth: [0.13, 0.19], forkDegrees: [30, 36], seatHeight: [0.66, 0.71], barHeight: [1.04, 1.2], barWidth: [0.78, 0.9], tank: [0.1, 0.13] },
  offroad: { wheelbase: [1.42, 1.5], frontRadius: [0.34, 0.36], rearRadius: [0.32, 0.34], tyreWidth: [0.085, 0.115], forkDegrees: [25, 28], seatHeight: [0.88, 0.95], barHeight: [1.14, 1.22], barWidth: [0.76, 0.84], tank: [0.07, 0.09] },
  scooter: { wheelbase: [1.24, 1.36], frontRadius: [0.215, 0.25], rearRadius: [0.215, 0.25], tyreWidth: [0.095, 0.12], forkDegrees: [24, 27], seatHeight: [0.74, 0.79], barHeight: [1.0, 1.08], barWidth: [0.6, 0.68], tank: [0.1, 0.12] },
};

function sampleParameters(random: Random): Parameters {
  const style = random.pick(["naked", "naked", "sport", "sport", "cruiser", "cruiser", "offroad", "scooter"] as const);
  const parameters: Parameters = { style };
  for (const [name, [low, high]] of Object.entries(STYLES[style]!)) parameters[name] = rounded(random.uniform(low, high), 4);
  const vivid = hexColor(random.next(), random.uniform(0.65, 0.95), random.uniform(0.45, 0.95));
  return {
    ...parameters,
    color: random.next() < 0.25 ? "#17181a" : style === "scooter" && random.next() < 0.5 ? hexColor(random.next(), random.uniform(0.15, 0.45), random.uniform(0.75, 0.95)) : vivid,
    accentColor: random.pick(["#f0f0ee", "#1a1b1d", "#c0c3c5", hexColor(random.next(), 0.8, 0.8)]),
    seatColor: varyColor(random, random.pick(["#141416", "#141416", "#4a2a18", "#5d4632"]), 0.1),
    wheel: style === "offroad" ? "wire" : style === "cruiser" ? random.pick(["wire", "cast"] as const) : "cast",
    spokes: 3 + random.integer(4),
    rimColor: random.pick(["#1b1c1e", "#c3c6c8", "#a98437"]),
    engine: style === "cruiser" ? "twin" : random.pick(["four", "single"] as const),
    exhaust: random.pick(["left", "right", "right"] as const),
    lamp: style === "sport" ? "double" : "round",
    bags: style === "cruiser" && random.next() < 0.45 ? "yes" : "no",
    screen: style === "cruiser" || style === "scooter" ? random.pick(["yes", "no"] as const) : "no",
    topCase: style === "scooter" && random.next() < 0.4 ? "yes" : "no",
  };
}

function motorcycleMaterials(parameters: Parameters): Material[] {
  return [
    material("paint", textOf(parameters, "color"), 0, 0.16),
    material("accent", textOf(parameters, "accentColor"), 0, 0.25),
    material("seat", textOf(parameters, "seatColor"), 0, 0.55),
    material("rim", textOf(parameters, "rimColor"), 0.7, 0.35),
    material("plate", "#e9ebe8", 0, 0.4),
    material("headlight", "#e2e8ec", 0.4, 0.08),
    material("tail_light", "#a30d12", 0, 0.15),
    material("indicator", "#d8801a", 0, 0.2),
    glass("glass", "#202a30"), rubber(), blackPlastic(), chrome(), steel(), darkMetal(),
  ];
}

/** Where the joints are; the wheels stand on z = 0. */
export interface MotorPlaces {
  front: Vector3;
  rear: Vector3;
  /** The steering axis at a height. */
  steer(z: number): Vector3;
  seatHeight: number;
  barHeight: number;
  /** Middle of the engine. */
  engine: Vector3;
}

function places(parameters: Parameters): MotorPlaces {
  const of = (name: string): number => numberOf(parameters, name);
  const [frontY, rearY] = [-of("wheelbase") / 2, of("wheelbase") / 2];
  const lean = tan(radians(of("forkDegrees")));
  return {
    front: [0, frontY, of("frontRadius")], rear: [0, rearY, of("rearRadius")],
    steer: (z) => [0, frontY + 0.02 + (z - of("frontRadius")) * lean, z],
    seatHeight: of("seatHeight"), barHeight: of("barHeight"),
    engine: [0, (frontY + rearY) / 2 - 0.02, textOf(parameters, "style") === "offroad" ? 0.5 : 0.42],
  };
}

function build(workshop: Workshop, parameters: Parameters): Built {
  const at = places(parameters);
  const solids: Solid[] = [];
  const width = numberOf(parameters, "tyreWidth");
  for (const piece of motorWheel(workshop, parameters, numberOf(parameters, "frontRadius"), width * 0.78, "wheel_front")) solids.push(piece.translate(...at.front));
  for (const piece of motorWheel(workshop, parameters, numberOf(parameters, "rearRadius"), width, "wheel_back")) solids.push(piece.translate(...at.rear));
  const front = addFront(workshop, parameters, at, solids);
  if (textOf(parameters, "style") !== "scooter") addEngine(workshop, parameters, at, solids);
  const seat = addBodywork(workshop, parameters, at, solids);
  return { solids, materials: motorcycleMaterials(parameters), keypoints: keypoints(at, front, seat), symmetry: NO_SYMMETRY };
}

/** PASCAL3D+ names: the ends of the seat, the middle of the handlebar's clamp, headlight, grips, both sides of the hubs. */
function keypoints(at: MotorPlaces, front: { grip: Vector3; lamp: Vector3; clamp: Vector3 }, seat: { front: Vector3; back: Vector3 }): KeypointSeed[] {
  const seeds: KeypointSeed[] = [
    { name: "front_seat", near: seat.front, parts: ["seat"] },
    { name: "back_seat", near: seat.back, parts: ["seat"] },
    { name: "head_center", near: front.clamp, parts: ["handlebar", "clamp"] },
    { name: "headlight_center", near: front.lamp, parts: ["headlight"] },
  ];
  for (const [side, sign] of [["left", 1], ["right", -1]] as const) {
    seeds.push({ name: `${side}_front_wheel`, near: [sign * 0.2, at.front[1], at.front[2]], parts: ["wheel_front"] });
    seeds.push({ name: `${side}_back_wheel`, near: [sign * 0.2, at.rear[1], at.rear[2]], parts: ["wheel_back"] });
    seeds.push({ name: `${side}_handle_center`, near: [sign * front.grip[0], front.grip[1], front.grip[2]], parts: ["grip"] });
  }
  return seeds;
}

export const motorcycle: BuiltinShape = { category: "motorcycle", sampleParameters, build };
