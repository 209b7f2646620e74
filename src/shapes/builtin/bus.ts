/** Buses: city bus, coach, school bus, double-decker, minibus. Doors are on the right, as where traffic keeps right. */
import type { Random } from "../../core/random.js";
import type { Vector3 } from "../../geometry/vector.js";
import { NO_SYMMETRY, type Material } from "../../sample/shape.js";
import { addBusFittings, heavyWheel } from "./bus-fittings.js";
import { busRegions } from "./bus-regions.js";
import { numberOf, rounded, textOf, type Built, type BuiltinShape, type KeypointSeed, type Parameters } from "./builtin-shape.js";
import { coachSkin, cutAtHeights, type Rib } from "./coach-body.js";
import { inlay } from "./inlay.js";
import { blackPlastic, chrome, darkMetal, glass, material, rubber, steel, varyColor } from "./materials.js";
import type { Finish, Solid, Workshop } from "./solid.js";

/** Ranges of lengths in metres. */
type Ranges = Record<"length" | "width" | "height" | "rake" | "windowLow" | "windowDrop" | "frontAxle" | "rearAxle" | "wheelRadius" | "roofCorner", readonly [number, number]>;

const STYLES: Record<string, Ranges> = {
  city: { length: [10.2, 12.6], width: [2.45, 2.55], height: [2.9, 3.2], rake: [0.05, 0.25], windowLow: [1.2, 1.4], windowDrop: [0.5, 0.65], frontAxle: [2.3, 2.8], rearAxle: [3, 3.5], wheelRadius: [0.46, 0.5], roofCorner: [0.22, 0.4] },
  coach: { length: [11.8, 13.8], width: [2.5, 2.55], height: [3.5, 3.85], rake: [0.35, 0.8], windowLow: [1.75, 2], windowDrop: [0.4, 0.55], frontAxle: [2.4, 2.8], rearAxle: [3.2, 3.8], wheelRadius: [0.5, 0.54], roofCorner: [0.35, 0.5] },
  school: { length: [8, 10.8], width: [2.4, 2.5], height: [2.9, 3.15], rake: [0.05, 0.12], windowLow: [1.75, 1.85], windowDrop: [0.4, 0.5], frontAxle: [0.9, 1.05], rearAxle: [2.6, 3.2], wheelRadius: [0.48, 0.52], roofCorner: [0.5, 0.65] },
  double: { length: [9.8, 11.4], width: [2.5, 2.55], height: [4.2, 4.5], rake: [0.1, 0.4], windowLow: [1.15, 1.3], windowDrop: [0.32, 0.42], frontAxle: [2.1, 2.6], rearAxle: [2.5, 3], wheelRadius: [0.48, 0.52], roofCorner: [0.25, 0.45] },
  mini: { length: [5.9, 7.6], width: [1.98, 2.15], height: [2.5, 2.75], rake: [0.8, 1.15], windowLow: [1.25, 1.4], windowDrop: [0.4, 0.5], frontAxle: [1, 1.2], rearAxle: [1.5, 2], wheelRadius: [0.36, 0.4], roofCorner: [0.3, 0.45] },
};

/** Colours of operators. */
const COLORS = ["#b01f24", "#1f4e9c", "#1d7a4a", "#d98a1c", "#0f7f8c", "#6b1f3a", "#2b3550", "#5a8f2e", "#e0c22b", "#4b2f7d"];

/** Length of a school bus's bonnet. */
const BONNET = 1.35;

function sampleParameters(random: Random): Parameters {
  const style = random.pick(["city", "city", "city", "coach", "coach", "school", "double", "mini"] as const);
  const parameters: Parameters = { style };
  for (const [name, [low, high]] of Object.entries(STYLES[style]!)) parameters[name] = rounded(random.uniform(low, high), 3);
  const strong = varyColor(random, random.pick(COLORS), 0.14);
  const light = varyColor(random, random.pick(["#f2f3f2", "#e7eaec", "#d5d9dc", "#efe6cf"]), 0.04);
  const swap = random.next() < 0.5;
  const color = { city: swap ? light : strong, coach: swap ? light : strong, school: varyColor(random, "#f2a900", 0.06), double: random.next() < 0.45 ? varyColor(random, "#b3141b", 0.12) : strong, mini: swap ? light : strong }[style];
  return {
    ...parameters,
    bodyColor: color,
    accentColor: style === "school" ? "#16171a" : style === "double" ? light : swap ? strong : random.next() < 0.5 ? light : varyColor(random, random.pick(COLORS), 0.14),
    livery: style === "school" ? "rails" : random.pick(style === "double" ? (["plain", "band", "band"] as const) : (["plain", "skirt", "belt", "roof"] as const)),
    doors: style === "city" ? 2 + random.integer(2) : style === "double" ? 1 + random.integer(2) : 1,
    windowWidth: rounded(style === "school" ? random.uniform(0.7, 0.8) : random.uniform(1.15, 1.85), 3),
    pillar: rounded(style === "coach" ? 0.035 : random.uniform(0.06, 0.16), 3),
    headlights: random.pick(["round", "wide", "twin"] as const),
    climate: style === "school" ? "no" : random.pick(["long", "short", "no"] as const),
    sign: style === "coach" || style === "mini" ? (random.next() < 0.3 ? "yes" : "no") : "yes",
  };
}

function busMaterials(parameters: Parameters): Material[] {
  return [
    material("paint", textOf(parameters, "bodyColor"), 0, 0.25),
    material("accent", textOf(parameters, "accentColor"), 0, 0.28),
    material("sign", textOf(parameters, "style") === "school" ? "#e8e9e4" : "#c98512", 0, 0.4),
    material("headlight", "#dfe6ea", 0.5, 0.1),
    material("tail_light", "#a30d12", 0, 0.15),
    material("plate", "#e9ebe8", 0, 0.4),
    { ...steel(), name: "rim" },
    glass("glass", "#141b20"), chrome(), rubber(), blackPlastic(), darkMetal(),
  ];
}

/** Measures that every piece of a bus is placed by; the bus stands on z = 0. */
export interface BusBody {
  halfWidth: number;
  height: number;
  sillZ: number;
  /** Foremost and rearmost y of the box in which people sit, and of the whole. */
  front: number;
  rear: number;
  nose: number;
  frontWheelY: number;
  rearWheelY: number;
  wheelRadius: number;
  /** Heights of the side windows. */
  windowLow: number;
  windowHigh: number;
}

function measures(parameters: Parameters): BusBody {
  const of = (name: string): number => numberOf(parameters, name);
  const style = textOf(parameters, "style");
  const [nose, rear] = [-of("length") / 2, of("length") / 2];
  return {
    halfWidth: of("width") / 2, height: of("height"), sillZ: style === "school" ? 0.5 : 0.3,
    front: style === "school" ? nose + BONNET : nose, rear, nose,
    frontWheelY: nose + of("frontAxle"), rearWheelY: rear - of("rearAxle"), wheelRadius: of("wheelRadius"),
    windowLow: of("windowLow"), windowHigh: of("height") - of("windowDrop"),
  };
}

function ribs(body: BusBody, corner: number): Rib[] {
  const { halfWidth, front, rear, sillZ, height } = body;
  const rib = (y: number, share: number, drop: number): Rib => ({ y, halfWidth: halfWidth * share, bottom: sillZ, top: height - drop, corner });
  return [
    rib(front, 0.86, 0.13), rib(front + 0.025, 0.905, 0.07), rib(front + 0.09, 0.95, 0.025), rib(front + 0.22, 0.985, 0.004), rib(front + 0.5, 1, 0), rib(front + 1.2, 1, 0),
    rib(rear - 0.5, 1, 0), rib(rear - 0.12, 0.985, 0.02), rib(rear - 0.03, 0.955, 0.06), rib(rear, 0.91, 0.12),
  ];
}

function build(workshop: Workshop, parameters: Parameters): Built {
  const body = measures(parameters);
  const solids: Solid[] = [];
  const rake = numberOf(parameters, "rake");
  const slant = (y: number, z: number): number => {
    const fade = Math.max(0, 1 - (y - body.front) / 1.2);
    return (rake * fade * (z - body.sillZ)) / (body.height - body.sillZ);
  };
  const shell = ribs(body, numberOf(parameters, "roofCorner"));
  const dark: Finish = { part: "body", material: "black_plastic" };
  const bands = paintBands(parameters, body);
  const paint = (center: Vector3): Finish => ({ part: "body", material: bands.find((band) => center[2] < band.below)?.material ?? "paint" });
  const skin = workshop.mesh(coachSkin(shell, 0, slant), paint, 40);
  const inner = coachSkin(shell, 0.02, slant);
  const cut = inlay(workshop, skin, inner, busRegions(parameters, body, rake), dark).subtract(workshop.group(arches(workshop, body)));
  solids.push(...cutAtHeights(cut, bands.map((band) => band.below)));
  addBusFittings(workshop, parameters, body, solids);
  for (const piece of heavyWheel(workshop, body.wheelRadius)) {
    for (const y of [body.frontWheelY, body.rearWheelY]) {
      const left = piece.translate(body.halfWidth - 0.17, y, body.wheelRadius);
      solids.push(left, left.mirrorX());
    }
  }
  return { solids, materials: busMaterials(parameters), keypoints: keypoints(body, rake), symmetry: NO_SYMMETRY };
}

/** Colours from below: each up to a height. */
function paintBands(parameters: Parameters, body: BusBody): { below: number; material: string }[] {
  const { windowLow, windowHigh, sillZ, height } = body;
  switch (textOf(parameters, "livery")) {
    case "skirt":
      return [{ below: (sillZ + windowLow) * 0.52, material: "accent" }];
    case "belt":
      return [{ below: windowLow - 0.34, material: "paint" }, { below: windowLow - 0.1, material: "accent" }];
    case "roof":
      return [{ below: windowHigh + 0.06, material: "paint" }, { below: height + 1, material: "accent" }];
    case "band":
      return [{ below: height * 0.53, material: "paint" }, { below: height * 0.575, material: "accent" }];
    case "rails":
      return [0.85, 1.2, 1.55].flatMap((z) => [{ below: z, material: "paint" }, { below: z + 0.05, material: "accent" }]);
    default:
      return [];
  }
}

/** Cutters for the wheel wells. A school bus's front wheels are under its bonnet. */
function arches(workshop: Workshop, body: BusBody): Solid[] {
  const well = workshop.cylinder(0.9, body.wheelRadius * 1.18, body.wheelRadius * 1.18, 28, { part: "body", material: "black_plastic" }).rotate(0, 90, 0);
  const places = body.front > body.nose ? [body.rearWheelY] : [body.frontWheelY, body.rearWheelY];
  return places.flatMap((y) => {
    const left = well.translate(body.halfWidth - 0.42, y, body.wheelRadius * 1.05);
    return [left, left.mirrorX()];
  });
}

/** PASCAL3D+ names: the eight corners of the body and the wheels' hubs. */
function keypoints(body: BusBody, rake: number): KeypointSeed[] {
  const seeds: KeypointSeed[] = [];
  const pair = (name: (side: string) => string, at: Vector3, parts: (side: string) => string[]): void => {
    seeds.push({ name: name("left"), near: at, parts: parts("left") }, { name: name("right"), near: [-at[0], at[1], at[2]], parts: parts("right") });
  };
  const w = body.halfWidth;
  pair((side) => `body_front_${side}_upper`, [w, body.front + rake, body.height], () => ["body"]);
  pair((side) => `body_front_${side}_lower`, [w, body.nose, body.sillZ], () => ["body", "bonnet"]);
  pair((side) => `body_back_${side}_upper`, [w, body.rear, body.height], () => ["body"]);
  pair((side) => `body_back_${side}_lower`, [w, body.rear, body.sillZ], () => ["body"]);
  pair((side) => `${side}_front_wheel`, [w, body.frontWheelY, body.wheelRadius], (side) => [`wheel_front_${side}`]);
  pair((side) => `${side}_back_wheel`, [w, body.rearWheelY, body.wheelRadius], (side) => [`wheel_back_${side}`]);
  return seeds;
}

export const bus: BuiltinShape = { category: "bus", sampleParameters, build };
