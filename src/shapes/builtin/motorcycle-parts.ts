/** Wheels, forks, handlebars and engines of motorcycles. */
import { cos, radians, sin } from "../../core/math.js";
import type { Vector3 } from "../../geometry/vector.js";
import { numberOf, textOf, type Parameters } from "./builtin-shape.js";
import { bentTube } from "./chair-parts.js";
import { mudguard, ringAboutX, rod, tyre, wireSpokes } from "./cycle-parts.js";
import { softBox } from "./loft.js";
import type { MotorPlaces } from "./motorcycle.js";
import { circle } from "./profile.js";
import type { Finish, Solid, Vector2, Workshop } from "./solid.js";

/** A wheel about the x axis at the origin. */
export function motorWheel(workshop: Workshop, parameters: Parameters, radius: number, width: number, part: string): Solid[] {
  const high = Math.min(width * 0.78, radius * 0.34);
  const rim = radius - high * 0.82;
  const finish: Finish = { part, material: "rim" };
  const half = width * 0.4;
  const section: Vector2[] = [[rim - 0.028, -half * 0.5], [rim - 0.028, half * 0.5], [rim + 0.004, half], [rim + 0.016, half], [rim + 0.016, -half], [rim + 0.004, -half]];
  const solids = [
    tyre(workshop, radius, width, high, part),
    ringAboutX(workshop, section.toReversed(), 40, finish, 40),
    workshop.cylinder(0.15, 0.038, 0.038, 18, finish).translate(0, 0, -0.075).rotate(0, 90, 0),
    workshop.cylinder(0.19, 0.014, 0.014, 12, { part, material: "steel" }).translate(0, 0, -0.095).rotate(0, 90, 0),
  ];
  const disc: Vector2[] = [[rim * 0.46, -0.003], [rim * 0.72, -0.003], [rim * 0.72, 0.003], [rim * 0.46, 0.003]];
  for (const x of [-0.062, 0.062]) {
    solids.push(ringAboutX(workshop, disc, 24, { part: "brake", material: "steel" }, 40).translate(x, 0, 0));
    for (let arm = 0; arm < 5; arm++) solids.push(workshop.box([x, 0, rim * 0.25], [0.008, 0.016, rim * 0.5], { part: "brake", material: "dark_metal" }).rotate(arm * 72, 0, 0));
  }
  if (textOf(parameters, "wheel") === "wire") return [...solids, wireSpokes(workshop, rim - 0.02, 0.04, 0.045, 36, 0.003, { part, material: "steel" })];
  const spokes = numberOf(parameters, "spokes");
  for (let index = 0; index < spokes; index++) {
    for (const lean of [-1, 1]) {
      const angle = radians((360 * index) / spokes);
      const tip = angle + lean * 0.16;
      const flat = (r: number, a: number, across: number, x: number): Vector3 => [x, r * cos(a) - across * sin(a), r * sin(a) + across * cos(a)];
      const points = [0.012, -0.012].flatMap((across) => [flat(0.025, angle, across, 0.03), flat(0.025, angle, across, -0.03), flat(rim - 0.02, tip, across, 0.016), flat(rim - 0.02, tip, across, -0.016)]);
      solids.push(workshop.hull(points, finish, 30));
    }
  }
  return solids;
}

/** Fork, mudguard, headlight, handlebar, mirrors. @returns the left grip's end, the headlight's middle, the clamp */
export function addFront(workshop: Workshop, parameters: Parameters, at: MotorPlaces, solids: Solid[]): { grip: Vector3; lamp: Vector3; clamp: Vector3 } {
  const style = textOf(parameters, "style");
  const scooter = style === "scooter";
  const apart = numberOf(parameters, "tyreWidth") * 0.39 + 0.055;
  const top = at.steer(at.barHeight - (style === "cruiser" ? 0.16 : style === "sport" ? 0.02 : 0.1));
  const inverted = style === "sport" || style === "offroad";
  for (const side of [1, -1]) {
    const tip: Vector3 = [side * apart, at.front[1], at.front[2]];
    const head: Vector3 = [side * (scooter ? 0.05 : apart), top[1], top[2]];
    const mix = (t: number): Vector3 => [tip[0] + (head[0] - tip[0]) * t, tip[1] + (head[1] - tip[1]) * t, tip[2] + (head[2] - tip[2]) * t];
    const fork = (name: string): Finish => ({ part: "fork", material: name });
    const joint = mix(0.42);
    solids.push(rod(workshop, tip, joint, inverted ? 0.02 : 0.027, fork(inverted ? "chrome" : "dark_metal"), 1, 14), rod(workshop, joint, head, inverted ? 0.028 : 0.02, fork(inverted ? "black_plastic" : "chrome"), 1, 14));
    solids.push(workshop.mesh(softBox([side * 0.062, at.front[1] + 0.06, at.front[2] + numberOf(parameters, "frontRadius") * 0.36], [0.05, 0.06, 0.1], 0.015, 0.01, 2), { part: "brake", material: "dark_metal" }, 45));
  }
  for (const z of [top[2] - 0.02, top[2] - 0.2]) {
    const [, y] = at.steer(z);
    solids.push(workshop.mesh(softBox([0, y, z], [apart * 2 + 0.05, 0.07, 0.035], 0.02, 0.01, 2), { part: "clamp", material: "dark_metal" }, 45));
  }
  solids.push(rod(workshop, at.steer(top[2] - 0.22), at.steer(top[2]), 0.03, { part: "frame", material: "dark_metal" }, 1, 14));
  const radius = numberOf(parameters, "frontRadius");
  const guard: Finish = { part: "mudguard", material: "paint" };
  if (style === "offroad") {
    const [, y, z] = at.steer(radius * 2 + 0.12);
    solids.push(workshop.mesh(softBox([0, y - 0.13, z], [0.13, 0.62, 0.035], 0.06, 0.015, 2), guard, 45));
  } else solids.push(mudguard(workshop, radius + 0.018, numberOf(parameters, "tyreWidth") * 0.78 + 0.035, style === "cruiser" || scooter ? 15 : 45, style === "cruiser" || scooter ? 140 : 122, guard).translate(...at.front));

  const clamp = at.steer(top[2] + 0.01);
  const half = numberOf(parameters, "barWidth") / 2;
  const metal: Finish = { part: "handlebar", material: style === "cruiser" || scooter ? "chrome" : "black_plastic" };
  const rise = at.barHeight - clamp[2];
  let grip: Vector3 = clamp;
  for (const side of [1, -1]) {
    const p = (x: number, dy: number, dz: number): Vector3 => [side * x, clamp[1] + dy, clamp[2] + dz];
    const path = style === "sport" ? [p(apart, 0, -0.01), p(half * 0.7, 0.01, -0.02), p(half, 0.06, -0.04)] : style === "cruiser" ? [p(0, 0, 0), p(0.07, 0, 0.01), p(0.16, 0.03, rise), p(half * 0.75, 0.1, rise + 0.01), p(half, 0.24, rise - 0.03)] : [p(0, 0, 0), p(0.08, 0, 0.005), p(0.18, 0.02, rise), p(half, 0.08, rise)];
    solids.push(bentTube(workshop, path, 0.0125, metal, [0, 0.3, 1]));
    const [end, before] = [path.at(-1)!, path.at(-2)!];
    const length = Math.sqrt((end[0] - before[0]) * (end[0] - before[0]) + (end[1] - before[1]) * (end[1] - before[1]) + (end[2] - before[2]) * (end[2] - before[2]));
    const share = Math.min(0.9, 0.13 / length);
    const start: Vector3 = [end[0] + (before[0] - end[0]) * share, end[1] + (before[1] - end[1]) * share, end[2] + (before[2] - end[2]) * share];
    solids.push(rod(workshop, start, end, 0.019, { part: "grip", material: "rubber" }, 1, 14));
    if (side > 0) grip = end;
    const lever: Finish = { part: "lever", material: "steel" };
    solids.push(rod(workshop, [start[0] - side * 0.01, start[1] - 0.03, start[2]], [end[0] - side * 0.01, end[1] - 0.065, end[2] - 0.01], 0.007, lever, 0.8, 8));
    if (style !== "offroad") {
      const mirror: Vector3 = [start[0] + side * 0.05, start[1] - 0.05, start[2] + (style === "sport" ? 0.14 : 0.17)];
      solids.push(rod(workshop, start, mirror, 0.006, { part: "mirror", material: "black_plastic" }, 1, 8));
      solids.push(workshop.ellipsoid([0.062, 0.016, 0.042], 16, { part: "mirror", material: "black_plastic" }).translate(mirror[0] + side * 0.02, mirror[1], mirror[2] + 0.01));
    }
  }
  const lampZ = style === "sport" ? at.barHeight - 0.08 : scooter ? at.barHeight - 0.05 : top[2] - 0.1;
  const lampY = at.steer(lampZ)[1] - (style === "sport" ? 0.32 : scooter ? 0.14 : 0.11);
  const lens: Finish = { part: "headlight", material: "headlight" };
  if (style === "sport") for (const side of [1, -1]) solids.push(workshop.ellipsoid([0.06, 0.05, 0.032], 16, lens).translate(side * 0.075, lampY + 0.01, lampZ));
  else if (style === "offroad") {
    solids.push(workshop.hull([[-0.1, lampY + 0.02, lampZ - 0.12], [0.1, lampY + 0.02, lampZ - 0.12], [-0.13, lampY, lampZ + 0.12], [0.13, lampY, lampZ + 0.12], [-0.09, lampY - 0.035, lampZ - 0.1], [0.09, lampY - 0.035, lampZ - 0.1], [-0.1, lampY - 0.04, lampZ + 0.09], [0.1, lampY - 0.04, lampZ + 0.09]], { part: "number_plate", material: "accent" }, 30));
    solids.push(workshop.ellipsoid([0.06, 0.02, 0.045], 16, lens).translate(0, lampY - 0.036, lampZ - 0.03));
  } else {
    const size = style === "cruiser" ? 0.095 : 0.08;
    solids.push(workshop.ellipsoid([size, size * 1.15, size], 22, { part: "headlight_bowl", material: scooter ? "paint" : style === "cruiser" ? "chrome" : "black_plastic" }).trim([0, 1, 0], -size * 0.35).translate(0, lampY + 0.05, lampZ));
    solids.push(workshop.ellipsoid([size * 0.93, size * 0.45, size * 0.93], 22, lens).translate(0, lampY + 0.05 - size * 0.3, lampZ));
  }
  if (style !== "offroad") for (const side of [1, -1]) solids.push(workshop.ellipsoid([0.035, 0.03, 0.02], 8, { part: "indicator", material: "indicator" }).translate(side * (style === "sport" ? 0.17 : 0.16), lampY + (style === "sport" ? 0.12 : 0.06), lampZ - 0.01), rod(workshop, [0, lampY + 0.1, lampZ - 0.01], [side * 0.15, lampY + 0.08, lampZ - 0.01], 0.007, { part: "indicator", material: "black_plastic" }, 1, 8));
  return { grip, lamp: [0, lampY - 0.3, lampZ], clamp: [0, clamp[1], clamp[2] + 0.06] };
}

/** Crankcase, cylinders with fins, exhaust, frame tubes, swinging arm, springs, pegs, chain. */
export function addEngine(workshop: Workshop, parameters: Parameters, at: MotorPlaces, solids: Solid[]): void {
  const style = textOf(parameters, "style");
  const [, ey, ez] = at.engine;
  const metal: Finish = { part: "engine", material: style === "cruiser" ? "chrome" : "steel" };
  const dark: Finish = { part: "engine", material: "dark_metal" };
  solids.push(workshop.mesh(softBox([0, ey + 0.06, ez - 0.1], [0.3, 0.46, 0.24], 0.09, 0.06, 2), dark, 45));
  for (const side of [1, -1]) {
    solids.push(workshop.cylinder(0.05, 0.105, 0.09, 24, metal).rotate(0, 90, 0).scale(side, 1, 1).translate(side * 0.14, ey + 0.16, ez - 0.09));
    solids.push(workshop.cylinder(0.045, 0.075, 0.065, 20, metal).rotate(0, 90, 0).scale(side, 1, 1).translate(side * 0.14, ey - 0.06, ez - 0.11));
  }
  const block = (tilt: number, y: number, wide: number): void => {
    const place = (solid: Solid): Solid => solid.rotate(tilt, 0, 0).translate(0, y, ez - 0.02);
    solids.push(place(workshop.box([0, 0, 0.13], [wide * 0.8, 0.15, 0.28], dark)));
    for (let fin = 0; fin < 6; fin++) solids.push(place(workshop.box([0, 0, 0.06 + fin * 0.03], [wide, 0.2, 0.012], metal)));
    solids.push(place(workshop.mesh(softBox([0, 0, 0.27], [wide * 0.94, 0.17, 0.08], 0.03, 0.02, 2), metal, 45)));
  };
  if (textOf(parameters, "engine") === "twin") {
    block(24, ey - 0.03, 0.2);
    block(-24, ey + 0.07, 0.2);
  } else block(18, ey - 0.06, textOf(parameters, "engine") === "four" ? 0.38 : 0.2);

  const side = textOf(parameters, "exhaust") === "left" ? 1 : -1;
  const pipe: Finish = { part: "exhaust", material: "chrome" };
  const raised = style === "offroad" ? 0.36 : style === "sport" ? 0.24 : 0;
  const low = style === "cruiser" ? 0.24 : 0.22;
  for (const x of textOf(parameters, "engine") === "four" ? [-0.12, -0.04, 0.04, 0.12] : [side * 0.05]) {
    solids.push(bentTube(workshop, [[x, ey - 0.17, ez + 0.15], [x, ey - 0.29, ez + 0.02], [x, ey - 0.25, low + 0.02], [side * 0.1, ey + 0.02, low - 0.02]], 0.02, pipe, [1, 0, 0]));
  }
  solids.push(bentTube(workshop, [[side * 0.1, ey, low - 0.02], [side * 0.14, ey + 0.22, low], [side * 0.19, at.rear[1] - 0.36, low + 0.04 + raised * 0.4]], 0.026, pipe, [1, 0, 0]));
  solids.push(rod(workshop, [side * 0.19, at.rear[1] - 0.38, low + 0.03 + raised * 0.4], [side * 0.21, at.rear[1] + 0.12, low + 0.1 + raised], 0.05, { part: "exhaust", material: style === "offroad" || style === "sport" ? "steel" : "chrome" }, 1.05, 18));
  addFrame(workshop, parameters, at, -side, solids);
}

function addFrame(workshop: Workshop, parameters: Parameters, at: MotorPlaces, chainSide: number, solids: Solid[]): void {
  const style = textOf(parameters, "style");
  const [, ey, ez] = at.engine;
  const frame: Finish = { part: "frame", material: style === "sport" || style === "naked" ? "dark_metal" : "black_plastic" };
  const neck = at.steer(at.barHeight - 0.22);
  const pivot = ey + 0.27;
  const arm = numberOf(parameters, "tyreWidth") / 2 + 0.035;
  for (const side of [1, -1]) {
    const x = side * 0.1;
    solids.push(bentTube(workshop, [[side * 0.03, neck[1], neck[2]], [x, ey - 0.05, at.seatHeight - 0.1], [x, pivot, at.seatHeight - 0.16], [x * 0.9, at.rear[1] - 0.02, at.seatHeight - 0.02]], 0.021, frame, [1, 0, 0]));
    solids.push(bentTube(workshop, [[side * 0.03, neck[1] + 0.02, neck[2] - 0.1], [x, ey - 0.27, ez], [x, ey - 0.18, 0.24], [x, pivot - 0.05, 0.26], [x, pivot, at.seatHeight - 0.16]], 0.017, frame, [1, 0, 0]));
    const mount: Vector3 = [side * arm, at.rear[1], at.rear[2]];
    solids.push(workshop.hull([[side * 0.07, pivot, 0.4], [side * 0.11, pivot, 0.4], [side * 0.07, pivot, 0.33], [side * 0.11, pivot, 0.33], [mount[0] - 0.016, mount[1] + 0.03, mount[2] + 0.025], [mount[0] + 0.016, mount[1] + 0.03, mount[2] + 0.025], [mount[0] - 0.016, mount[1] + 0.03, mount[2] - 0.025], [mount[0] + 0.016, mount[1] + 0.03, mount[2] - 0.025]], { part: "swing_arm", material: style === "sport" ? "steel" : "dark_metal" }, 30));
    if (style !== "sport") {
      const upper: Vector3 = [side * (arm + 0.02), at.rear[1] - 0.16, at.seatHeight - 0.1];
      const lower: Vector3 = [side * (arm + 0.02), at.rear[1] - 0.05, at.rear[2] + 0.03];
      solids.push(rod(workshop, upper, lower, 0.012, { part: "shock", material: "chrome" }));
      for (let coil = 0; coil < 6; coil++) {
        const t = 0.08 + coil * 0.12;
        solids.push(workshop.cylinder(0.014, 0.031, 0.031, 10, { part: "shock", material: coil === 0 ? "black_plastic" : "dark_metal" }).translate(upper[0], upper[1] + (lower[1] - upper[1]) * t, upper[2] + (lower[2] - upper[2]) * t));
      }
    }
    solids.push(rod(workshop, [side * 0.12, pivot - 0.06, 0.33], [side * 0.27, pivot - 0.06, 0.33], 0.014, { part: "peg", material: "rubber" }));
  }
  const x = chainSide * (arm - 0.02);
  for (const rise of [0.08, -0.08]) solids.push(workshop.mesh(softBox([0, 0, 0], [0.016, at.rear[1] - pivot, 0.018], 0.004, 0.003, 2), { part: "chain", material: "dark_metal" }, 45).translate(x, (at.rear[1] + pivot) / 2, (at.rear[2] + 0.37) / 2 + rise * 0.8));
  solids.push(workshop.extrude([circle(0.085, 20)], 0.008, { part: "chain", material: "steel" }).rotate(0, 90, 0).translate(x, at.rear[1], at.rear[2]));
}
