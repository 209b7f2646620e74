/** Wheels, handlebars and cranks of bicycles. Metres; the wheels stand on z = 0, front −y. */
import { cos, radians, sin } from "../../core/math.js";
import type { Vector3 } from "../../geometry/vector.js";
import { numberOf, textOf, type Parameters } from "./builtin-shape.js";
import { bentTube } from "./chair-parts.js";
import { ringAboutX, rod, tyre, wireSpokes } from "./cycle-parts.js";
import type { Finish, Solid, Vector2, Workshop } from "./solid.js";

/** Joints of a frame. */
export interface Places {
  radius: number;
  front: Vector3;
  rear: Vector3;
  crank: Vector3;
  cluster: Vector3;
  seatTop: Vector3;
  headLow: Vector3;
  headHigh: Vector3;
  /** Where the handlebar is clamped. */
  bar: Vector3;
}

/** A wheel about the x axis at the origin. */
export function cycleWheel(workshop: Workshop, parameters: Parameters, part: string): Solid[] {
  const radius = numberOf(parameters, "wheelRadius");
  const width = numberOf(parameters, "tyreWidth");
  const metal = textOf(parameters, "rim");
  const rim = radius - width * 0.8;
  const section: Vector2[] = [[rim - 0.022, -0.006], [rim - 0.022, 0.006], [rim - 0.006, width * 0.36], [rim + 0.006, width * 0.36], [rim + 0.006, -width * 0.36], [rim - 0.006, -width * 0.36]];
  return [
    tyre(workshop, radius, width, width * 1.02, part, "tyre"),
    ringAboutX(workshop, section.toReversed(), 40, { part, material: metal }, 40),
    wireSpokes(workshop, rim - 0.018, 0.022, 0.028, numberOf(parameters, "spokes"), 0.0016, { part, material: "steel" }),
    workshop.cylinder(0.1, 0.009, 0.009, 12, { part, material: "dark_metal" }).translate(0, 0, -0.05).rotate(0, 90, 0),
    ...[-0.032, 0.024].map((x) => workshop.cylinder(0.008, 0.028, 0.028, 16, { part, material: metal }).rotate(0, 90, 0).translate(x, 0, 0)),
    workshop.cylinder(0.056, 0.016, 0.016, 12, { part, material: metal }).translate(0, 0, -0.028).rotate(0, 90, 0),
  ];
}

/** @returns the middle of the left grip */
export function addHandlebar(workshop: Workshop, parameters: Parameters, at: Places, solids: Solid[]): Vector3 {
  const half = numberOf(parameters, "barWidth") / 2;
  const style = textOf(parameters, "style");
  const [, y, z] = at.bar;
  const metal: Finish = { part: "handlebar", material: style === "mountain" || style === "road" ? "dark_metal" : "chrome" };
  const forward = style === "road" ? 0.09 : style === "mountain" ? 0.06 : 0.03;
  const clamp: Vector3 = [0, y - forward, z + 0.005];
  solids.push(rod(workshop, at.bar, clamp, 0.015, { part: "stem", material: "steel" }));
  const knots = (side: number): Vector3[] => {
    const [, cy, cz] = clamp;
    const p = (x: number, dy: number, dz: number): Vector3 => [side * x, cy + dy, cz + dz];
    switch (style) {
      case "road":
        return [p(0, 0, 0), p(half * 0.85, 0, 0), p(half, -0.03, -0.002), p(half, -0.09, -0.012), p(half, -0.115, -0.06), p(half, -0.08, -0.12), p(half, -0.01, -0.135), p(half, 0.04, -0.135)];
      case "bmx":
        return [p(0, 0, 0), p(0.05, 0, 0.01), p(0.13, 0.005, 0.18), p(0.17, 0.01, 0.21), p(half - 0.12, 0.02, 0.215), p(half, 0.05, 0.21)];
      case "mountain":
        return [p(0, 0, 0), p(half * 0.3, 0, 0.01), p(half * 0.6, 0.02, 0.018), p(half, 0.05, 0.018)];
      default:
        return [p(0, 0, 0), p(half * 0.35, -0.01, 0.03), p(half * 0.75, 0.03, 0.06), p(half, 0.11, 0.055), p(half * 1.02, 0.23, 0.03)];
    }
  };
  let grip: Vector3 = [0, 0, 0];
  for (const side of [1, -1]) {
    const path = knots(side);
    solids.push(bentTube(workshop, path, 0.011, metal, [0, 0.3, 1]));
    const [end, before] = [path.at(-1)!, path.at(-2)!];
    const length = style === "road" ? 0.95 : style === "mountain" ? 0.42 : 0.6;
    const start: Vector3 = [end[0] + (before[0] - end[0]) * length, end[1] + (before[1] - end[1]) * length, end[2] + (before[2] - end[2]) * length];
    solids.push(rod(workshop, start, end, 0.016, { part: "grip", material: "rubber" }, 1, 12));
    if (side > 0) grip = [end[0], end[1], end[2]];
    // Brake levers and hoods.
    const dark: Finish = { part: "brake_lever", material: "black_plastic" };
    if (style === "road") {
      const hood = path[3]!;
      solids.push(rod(workshop, [hood[0], hood[1] + 0.03, hood[2] + 0.004], [hood[0], hood[1] - 0.035, hood[2] + 0.03], 0.017, dark, 0.8), rod(workshop, [hood[0], hood[1] - 0.03, hood[2] + 0.02], [hood[0], hood[1] - 0.015, hood[2] - 0.09], 0.007, dark));
    } else if (style !== "bmx" || side < 0) {
      const lean: Vector3 = [start[0] - side * 0.02, start[1] - 0.045, start[2] - 0.02];
      solids.push(rod(workshop, start, lean, 0.009, dark), rod(workshop, lean, [end[0] - side * 0.015, end[1] - 0.05, end[2] - 0.025], 0.0055, dark));
    }
  }
  return grip;
}

/** Chainring, cranks, pedals, chain. @returns the middle of the left pedal's outer face */
export function addDrive(workshop: Workshop, parameters: Parameters, at: Places, solids: Solid[]): Vector3 {
  const angle = radians(numberOf(parameters, "crankDegrees"));
  const length = Math.min(0.17, at.crank[2] - 0.1);
  const [, cy, cz] = at.crank;
  const metal: Finish = { part: "crank", material: "steel" };
  const dark: Finish = { part: "chain", material: "dark_metal" };
  solids.push(workshop.cylinder(0.11, 0.021, 0.021, 16, { part: "frame", material: "frame" }).translate(0, 0, -0.055).rotate(0, 90, 0).translate(0, cy, cz));
  const ring = textOf(parameters, "style") === "bmx" ? 0.06 : 0.088;
  const x = -0.058;
  const gear = (radius: number, y: number, z: number): Solid => ringAboutX(workshop, [[radius * 0.82, -0.003], [radius, -0.002], [radius, 0.002], [radius * 0.82, 0.003]], 28, dark).translate(x, y, z);
  solids.push(gear(ring, cy, cz));
  for (let arm = 0; arm < 4; arm++) solids.push(workshop.box([0, 0, ring * 0.45], [0.006, 0.014, ring * 0.9], metal).rotate(arm * 90 + 20, 0, 0).translate(x, cy, cz));
  const small = 0.036;
  for (const [radius, shift] of [[small, 0], [small * 0.8, 0.012]] as const) solids.push(workshop.cylinder(0.01, radius, radius, 18, dark).rotate(0, 90, 0).translate(x + shift - 0.005, at.rear[1], at.rear[2]));
  for (const side of [1, -1]) {
    const links: Finish = dark;
    solids.push(rod(workshop, [x, cy, cz + side * ring * 0.97], [x, at.rear[1], at.rear[2] + side * small], 0.004, links, 1, 6));
  }
  let pedal: Vector3 = [0, 0, 0];
  for (const [side, sign] of [["left", 1], ["right", -1]] as const) {
    const [ey, ez] = [cy + sign * length * cos(angle), cz + sign * length * sin(angle)];
    solids.push(rod(workshop, [sign * 0.066, cy, cz], [sign * 0.078, ey, ez], 0.011, metal, 0.8));
    solids.push(workshop.box([sign * 0.128, ey, ez], [0.085, 0.075, 0.02], { part: `pedal_${side}`, material: "black_plastic" }), rod(workshop, [sign * 0.07, ey, ez], [sign * 0.12, ey, ez], 0.007, metal));
    if (sign > 0) pedal = [0.2, ey, ez];
  }
  return pedal;
}
