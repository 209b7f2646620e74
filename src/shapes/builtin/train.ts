/** Trains: high-speed, commuter, tram, diesel locomotive with coaches or goods wagons, steam locomotive with coaches. */
import type { Random } from "../../core/random.js";
import type { Vector3 } from "../../geometry/vector.js";
import { NO_SYMMETRY, type Material } from "../../sample/shape.js";
import { numberOf, rounded, textOf, type Built, type BuiltinShape, type KeypointSeed, type Parameters } from "./builtin-shape.js";
import { facePane } from "./coach-body.js";
import { mirrored, type Region } from "./inlay.js";
import { blackPlastic, chrome, darkMetal, glass, material, steel, varyColor } from "./materials.js";
import { bellows, bluntRibs, coach, coachSides, runningGear, wagon, type CarBox, type CoachLook } from "./rail-car.js";
import type { Solid, Workshop } from "./solid.js";
import { cabCar, dieselLocomotive } from "./train-head.js";
import { steamLocomotive } from "./train-steam.js";

const COLORS = ["#a81c22", "#1f4a8f", "#1f6b45", "#c9891f", "#23707d", "#5e2030", "#2f3a52", "#d4b52c", "#4d5560", "#7a3b1d"];

function sampleParameters(random: Random): Parameters {
  const style = random.pick(["highspeed", "highspeed", "commuter", "commuter", "tram", "diesel", "freight", "steam"] as const);
  const between = (low: number, high: number): number => rounded(random.uniform(low, high), 3);
  const light = varyColor(random, random.pick(["#eef0f0", "#dfe3e6", "#c4c9ce", "#efe7d2"]), 0.05);
  const strong = varyColor(random, random.pick(COLORS), 0.12);
  const swap = style === "highspeed" || random.next() < 0.35;
  const tram = style === "tram";
  return {
    style,
    carLength: tram ? between(6, 8) : style === "steam" ? between(8, 10.5) : between(9, 13),
    cars: style === "steam" || style === "diesel" || style === "commuter" ? 1 : 1 + random.integer(2),
    width: tram ? between(2.3, 2.5) : between(2.75, 3),
    height: tram ? between(3.2, 3.5) : between(3.6, 4),
    nose: style === "highspeed" ? between(3.4, 5) : between(0.25, 1.1),
    corner: between(0.35, 0.6),
    windowLow: between(1.95, 2.1),
    windowHigh: between(2.85, 3.05),
    windowWidth: style === "highspeed" ? between(1, 1.5) : between(1.2, 2),
    pillar: between(0.08, 0.3),
    doors: style === "commuter" || tram ? 2 + random.integer(2) : 2,
    livery: random.pick(["plain", "skirt", "belt", "windows"] as const),
    split: random.next() < 0.5 ? "yes" : "no",
    pantograph: style === "diesel" || style === "freight" || style === "steam" ? "no" : tram || random.next() < 0.75 ? "yes" : "no",
    wagon: random.pick(["box", "tank", "container"] as const),
    secondWagon: random.pick(["box", "tank", "container"] as const),
    bodyColor: style === "steam" ? random.pick(["#151618", "#12301f", "#1a2a4a", "#5a1418"]) : swap ? light : strong,
    accentColor: swap ? strong : style === "freight" ? varyColor(random, random.pick(COLORS), 0.15) : light,
    coachColor: style === "steam" ? varyColor(random, random.pick(["#6b1c20", "#3d4a2c", "#7a5a34", "#27365a"]), 0.1) : varyColor(random, random.pick(COLORS), 0.15),
  };
}

function trainMaterials(parameters: Parameters): Material[] {
  return [
    material("paint", textOf(parameters, "bodyColor"), 0, 0.28),
    material("accent", textOf(parameters, "accentColor"), 0, 0.3),
    material("coach", textOf(parameters, "coachColor"), 0, 0.35),
    material("door", "#39434b", 0, 0.15),
    material("signal", "#b3261e", 0, 0.35),
    material("headlight", "#e4eaee", 0.4, 0.1),
    material("tail_light", "#a30d12", 0, 0.15),
    material("brass", "#b58a3c", 1, 0.3),
    material("coal", "#101010", 0, 0.9),
    glass("glass", "#10161b"), chrome(), blackPlastic(), darkMetal(), steel(),
  ];
}

/** Where a vehicle's ends are, for keypoints. */
export interface Vehicle {
  part: string;
  /** Left edges: at the front and rear, low and high. */
  front: { bottom: Vector3; top: Vector3 };
  rear: { bottom: Vector3; top: Vector3 };
  /** Middle of the front's upper edge. */
  crown: Vector3;
}

const boxVehicle = (car: CarBox): Vehicle => ({
  part: car.part,
  front: { bottom: [car.halfWidth, car.y0, car.bottom], top: [car.halfWidth, car.y0, car.top] },
  rear: { bottom: [car.halfWidth, car.y1, car.bottom], top: [car.halfWidth, car.y1, car.top] },
  crown: [0, car.y0, car.top],
});

function look(parameters: Parameters): CoachLook {
  const [low, high] = [numberOf(parameters, "windowLow"), numberOf(parameters, "windowHigh")];
  const bands = {
    skirt: [{ below: 1.5, material: "accent" }],
    belt: [{ below: low - 0.4, material: "paint" }, { below: low - 0.15, material: "accent" }],
    windows: [{ below: low - 0.1, material: "paint" }, { below: high + 0.1, material: "accent" }],
    plain: [],
  }[textOf(parameters, "livery")] ?? [];
  return { windowLow: low, windowHigh: high, windowWidth: numberOf(parameters, "windowWidth"), pillar: numberOf(parameters, "pillar"), doors: numberOf(parameters, "doors"), bands };
}

function build(workshop: Workshop, parameters: Parameters): Built {
  const solids: Solid[] = [];
  const style = textOf(parameters, "style");
  const vehicles: Vehicle[] = [];
  const gap = style === "tram" ? 0.35 : 0.6;
  const length = numberOf(parameters, "carLength");
  const [halfWidth, top] = [numberOf(parameters, "width") / 2, numberOf(parameters, "height")];
  const bottom = style === "tram" ? 0.45 : 0.9;
  const box = (part: string, y0: number, y1: number): CarBox => ({ part, y0, y1, halfWidth, bottom, top, corner: numberOf(parameters, "corner") });
  const passenger = look(parameters);
  const wheel = style === "tram" ? 0.3 : 0.44;
  let end = length;
  if (style === "steam") {
    const engine = steamLocomotive(workshop, parameters, solids);
    vehicles.push(...engine.vehicles);
    end = engine.end;
  } else {
    const car = box("car_1", 0, style === "freight" || style === "diesel" ? Math.min(length, 13) : length);
    end = car.y1;
    const nose = style === "freight" || style === "diesel" ? dieselLocomotive(workshop, parameters, car, solids) : cabCar(workshop, parameters, car, passenger, solids);
    solids.push(...runningGear(workshop, { ...car, y0: car.y0 + nose * 0.5 }, wheel));
    vehicles.push({ ...boxVehicle(car), front: { bottom: [halfWidth, 0, bottom], top: [halfWidth, nose, top] }, crown: [0, nose, top] });
  }
  const cars = numberOf(parameters, "cars");
  for (let index = 0; index < cars; index++) {
    const last = index === cars - 1;
    const car = box(`car_${vehicles.length + 1}`, end + gap, end + gap + length);
    solids.push(bellows(workshop, end + gap / 2, gap, car, style !== "freight" && style !== "steam" && style !== "diesel"));
    if (style === "freight") solids.push(...wagon(workshop, car, textOf(parameters, index === 0 ? "wagon" : "secondWagon"), "coach"));
    else if (style === "steam") solids.push(...coach(workshop, car, bluntRibs(car), { ...passenger, bands: [{ below: top - 0.42, material: "coach" }, { below: top + 1, material: "black_plastic" }] }, [...coachSides(car, passenger, car.y0 + 1, car.y1 - 1), ...rearEnd(car, passenger, last)]));
    else solids.push(...coach(workshop, car, bluntRibs(car), passenger, [...coachSides(car, passenger, car.y0 + 0.9, car.y1 - 0.9), ...rearEnd(car, passenger, last)]));
    solids.push(...runningGear(workshop, car, wheel));
    vehicles.push(boxVehicle(car));
    end = car.y1;
  }
  for (const side of [1, -1]) solids.push(workshop.cylinder(0.06, 0.09, 0.09, 12, { part: "tail_light", material: "tail_light" }).rotate(-90, 0, 0).translate(side * halfWidth * 0.75, end - 0.01, bottom + 0.35));
  return { solids, materials: trainMaterials(parameters), keypoints: keypoints(vehicles), symmetry: NO_SYMMETRY };
}

/** The last vehicle's end: a gangway door between two windows. */
function rearEnd(car: CarBox, { windowLow, windowHigh }: CoachLook, last: boolean): Region[] {
  if (!last) return [];
  const pane = facePane(0.22, windowLow, windowHigh, 0.06, car.y1 - 0.4, car.y1 + 0.4, { part: "rear_window", material: "glass" }, car.halfWidth * 0.62);
  return [pane, mirrored(pane), facePane(0.4, car.bottom + 0.2, windowHigh + 0.1, 0.05, car.y1 - 0.4, car.y1 + 0.4, { part: "door", material: "door" })];
}

/** PASCAL3D+ names: the head's, the tail's and two middle sections' corners; the middle ones are at the first and the last joint. */
function keypoints(vehicles: readonly Vehicle[]): KeypointSeed[] {
  const seeds: KeypointSeed[] = [];
  const section = (name: string, vehicle: Vehicle, edge: { bottom: Vector3; top: Vector3 }): void => {
    for (const [height, at] of [["bottom", edge.bottom], ["top", edge.top]] as const) {
      seeds.push({ name: `${name}_left_${height}`, near: at, parts: [vehicle.part] });
      seeds.push({ name: `${name}_right_${height}`, near: [-at[0], at[1], at[2]], parts: [vehicle.part] });
    }
  };
  const [head, tail] = [vehicles[0]!, vehicles.at(-1)!];
  section("head", head, head.front);
  seeds.push({ name: "head_top", near: head.crown, parts: [head.part] });
  section("mid1", head, head.rear);
  section("mid2", tail, tail.front);
  section("tail", tail, tail.rear);
  return seeds;
}

export const train: BuiltinShape = { category: "train", sampleParameters, build };
