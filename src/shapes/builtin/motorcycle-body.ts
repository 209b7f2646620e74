/** Tanks, seats, tails and fairings of motorcycles, and all of a scooter's body. */
import type { Vector3 } from "../../geometry/vector.js";
import { numberOf, textOf, type Parameters } from "./builtin-shape.js";
import { mudguard, rod, saddle } from "./cycle-parts.js";
import { loft, softBox } from "./loft.js";
import type { MotorPlaces } from "./motorcycle.js";
import { superellipse } from "./profile.js";
import type { ClosedMesh, Finish, Solid, Workshop } from "./solid.js";

/** A body along y: stations of (y, half width, bottom, top) with rounded sections. */
function pod(stations: readonly (readonly [number, number, number, number])[], exponent = 2.6): ClosedMesh {
  return loft(stations.map(([y, half, low, high]) => superellipse(half, (high - low) / 2, exponent, 24).map(([x, z]): Vector3 => [x, y, (low + high) / 2 - z])));
}

const paint: Finish = { part: "body", material: "paint" };

/** @returns the ends of the seat */
export function addBodywork(workshop: Workshop, parameters: Parameters, at: MotorPlaces, solids: Solid[]): { front: Vector3; back: Vector3 } {
  const style = textOf(parameters, "style");
  if (style === "scooter") return scooterBody(workshop, parameters, at, solids);
  const h = at.seatHeight;
  const neckY = at.steer(at.barHeight - 0.12)[1] + 0.04;
  const wide = numberOf(parameters, "tank");
  const seatFront = at.engine[1] + (style === "cruiser" ? 0.2 : 0.16);
  const tankLength = seatFront - neckY + 0.06;
  const tall = style === "offroad" ? 0.16 : style === "cruiser" ? 0.22 : 0.26;
  const tankStations = ([[0, 0.5, 0.25, 0.62], [0.05, 0.72, 0.08, 0.8], [0.2, 0.95, 0, 0.96], [0.42, 1, 0, 1], [0.65, 0.82, 0, 0.88], [0.85, 0.58, 0.02, 0.62], [0.97, 0.42, 0.05, 0.4], [1, 0.3, 0.1, 0.32]] as const).map(
    ([t, w, low, high]): [number, number, number, number] => [neckY + tankLength * t, wide * 1.15 * w, h - 0.06 + tall * low, h - 0.06 + tall * high],
  );
  solids.push(workshop.mesh(pod(tankStations), { part: "tank", material: "paint" }, 60));
  solids.push(workshop.cylinder(0.02, 0.035, 0.03, 18, { part: "tank", material: "chrome" }).translate(0, neckY + tankLength * 0.36, h - 0.07 + tall));
  const end = at.rear[1] + (style === "cruiser" ? 0.02 : style === "offroad" ? 0.1 : 0.06);
  const back: Vector3 = [0, end, h + (style === "sport" ? 0.1 : 0.03)];
  const seat: Finish = { part: "seat", material: "seat" };
  if (style === "cruiser") {
    solids.push(saddle(workshop, [[seatFront - 0.02, 0.07, h - 0.06, h], [seatFront + 0.05, 0.13, h - 0.08, h - 0.02], [seatFront + 0.2, 0.18, h - 0.09, h - 0.03], [seatFront + 0.32, 0.17, h - 0.06, h + 0.07], [seatFront + 0.36, 0.12, h - 0.02, h + 0.11], [end - 0.06, 0.12, h + 0.01, h + 0.11], [end + 0.02, 0.09, h + 0.03, h + 0.1]], seat));
    solids.push(mudguard(workshop, numberOf(parameters, "rearRadius") + 0.025, numberOf(parameters, "tyreWidth") + 0.04, -12, 125, { part: "mudguard", material: "paint" }).translate(...at.rear));
  } else if (style === "offroad") {
    solids.push(saddle(workshop, [[neckY + tankLength * 0.55, 0.05, h - 0.02, h + 0.06], [neckY + tankLength * 0.75, 0.075, h - 0.06, h + 0.04], [seatFront + 0.1, 0.09, h - 0.08, h], [seatFront + 0.3, 0.085, h - 0.06, h + 0.01], [end - 0.08, 0.07, h - 0.03, h + 0.03], [end, 0.05, h, h + 0.035]], seat));
    solids.push(workshop.mesh(pod([[end - 0.25, 0.07, h - 0.08, h - 0.02], [end, 0.085, h - 0.03, h + 0.015], [end + 0.22, 0.07, h + 0.02, h + 0.05], [end + 0.27, 0.05, h + 0.035, h + 0.05]]), { part: "mudguard", material: "paint" }, 60));
    for (const side of [1, -1]) solids.push(workshop.hull([[side * 0.09, neckY - 0.02, h + 0.06], [side * 0.15, neckY + 0.03, h - 0.12], [side * 0.14, neckY + 0.05, h - 0.3], [side * 0.12, neckY + 0.3, h - 0.06], [side * 0.08, neckY + 0.1, h + 0.02], [side * 0.13, neckY + 0.2, h - 0.14]], { part: "body", material: "accent" }, 30));
  } else {
    const lift = style === "sport" ? 0.09 : 0.02;
    solids.push(saddle(workshop, [[seatFront - 0.03, 0.07, h - 0.05, h + 0.005], [seatFront + 0.06, 0.1, h - 0.07, h - 0.005], [seatFront + 0.2, 0.13, h - 0.07, h], [seatFront + 0.32, 0.115, h - 0.05, h + 0.02 + lift * 0.4], [seatFront + 0.36, 0.1, h - 0.02, h + 0.045 + lift], [end - 0.04, 0.09, h + 0.01 + lift * 0.7, h + 0.05 + lift], [end + 0.02, 0.06, h + 0.02 + lift, h + 0.045 + lift]], seat));
    solids.push(workshop.mesh(pod([[seatFront + 0.12, 0.1, h - 0.16, h - 0.05], [seatFront + 0.3, 0.105, h - 0.1, h + 0.01], [end, 0.09, h - 0.03 + lift * 0.6, h + 0.035 + lift], [end + 0.12, 0.05, h + 0.02 + lift * 0.7, h + 0.04 + lift]]), paint, 60));
    solids.push(workshop.box([0, end + 0.14, h - 0.13], [0.16, 0.012, 0.14], { part: "number_plate", material: "plate" }), rod(workshop, [0, end + 0.04, h], [0, end + 0.14, h - 0.08], 0.02, { part: "number_plate", material: "black_plastic" }));
  }
  const lampY = end + (style === "offroad" ? 0.24 : style === "cruiser" ? 0.2 : 0.11);
  const lampZ = h + (style === "sport" ? 0.1 : style === "cruiser" ? -0.14 : 0.02);
  solids.push(workshop.mesh(softBox([0, lampY, lampZ], [0.11, 0.06, 0.05], 0.02, 0.015, 2), { part: "tail_light", material: "tail_light" }, 50));
  for (const side of [1, -1]) solids.push(workshop.ellipsoid([0.03, 0.03, 0.02], 8, { part: "indicator", material: "indicator" }).translate(side * 0.13, lampY - 0.03, lampZ - 0.02), rod(workshop, [0, lampY - 0.05, lampZ - 0.02], [side * 0.12, lampY - 0.03, lampZ - 0.02], 0.007, { part: "indicator", material: "black_plastic" }, 1, 8));
  // Panels under the seat.
  for (const side of [1, -1]) solids.push(workshop.mesh(softBox([side * 0.105, at.engine[1] + 0.3, h - 0.18], [0.05, 0.24, 0.18], 0.022, 0.02, 2), { part: "body", material: style === "naked" ? "black_plastic" : "paint" }, 50));
  if (style === "sport") addFairing(workshop, at, neckY, solids);
  if (textOf(parameters, "bags") === "yes") for (const side of [1, -1]) solids.push(workshop.mesh(softBox([side * 0.27, at.rear[1] + 0.02, 0.5], [0.16, 0.46, 0.3], 0.06, 0.05, 2), { part: "bag", material: "seat" }, 50));
  if (textOf(parameters, "screen") === "yes") addScreen(workshop, at, 0.24, 0.4, solids);
  return { front: [0, seatFront - 0.02, h + 0.02], back: [0, back[1] + 0.03, back[2] + 0.05] };
}

function addScreen(workshop: Workshop, at: MotorPlaces, half: number, tall: number, solids: Solid[]): void {
  const z = at.barHeight - 0.06;
  const [, y] = at.steer(z);
  const rings = [0, 0.3, 0.7, 1].map((t) => {
    const w = half * (1 - 0.25 * t * t);
    const row = (offset: number): Vector3[] => Array.from({ length: 9 }, (_, index): Vector3 => {
      const u = index / 4 - 1;
      return [u * w, y - 0.12 + t * tall * 0.35 + 0.09 * u * u + offset, z + t * tall];
    });
    return [...row(-0.004), ...row(0.004).toReversed()];
  });
  solids.push(workshop.mesh(loft(rings), { part: "windshield", material: "glass" }, 45));
}

/** Nose, side panels and screen of a sports machine. */
function addFairing(workshop: Workshop, at: MotorPlaces, neckY: number, solids: Solid[]): void {
  const z = at.barHeight - 0.08;
  const nose = at.steer(z)[1] - 0.34;
  solids.push(workshop.mesh(pod([[nose, 0.04, z - 0.05, z + 0.02], [nose + 0.03, 0.11, z - 0.09, z + 0.06], [nose + 0.1, 0.17, z - 0.14, z + 0.1], [nose + 0.22, 0.2, z - 0.18, z + 0.12], [nose + 0.32, 0.2, z - 0.2, z + 0.08]], 2.3), paint, 60));
  const screen = pod([[nose + 0.07, 0.07, z + 0.03, z + 0.09], [nose + 0.15, 0.11, z + 0.03, z + 0.17], [nose + 0.27, 0.13, z + 0.02, z + 0.25], [nose + 0.33, 0.125, z + 0.02, z + 0.26]], 2.2);
  solids.push(workshop.mesh(screen, { part: "windshield", material: "glass" }, 60));
  const [ey, ez] = [at.engine[1], at.engine[2]];
  for (const side of [1, -1]) {
    const panel: Vector3[] = [[0.17, nose + 0.16, z - 0.02], [0.2, nose + 0.3, z + 0.03], [0.15, neckY + 0.12, z - 0.1], [0.19, neckY - 0.02, z - 0.3], [0.21, ey - 0.14, ez - 0.04], [0.19, ey + 0.14, ez - 0.08], [0.12, ey - 0.28, 0.22], [0.1, ey + 0.2, 0.18], [0.15, nose + 0.3, z - 0.3]];
    const outer = workshop.hull(panel.flatMap(([x, y, h]): Vector3[] => [[side * x, y, h], [side * (x - 0.03), y, h]]), { part: "fairing", material: "paint" }, 28);
    const vent = workshop.hull([[0.1, ey - 0.2, ez + 0.1], [0.1, ey - 0.02, ez + 0.02], [0.1, ey - 0.16, ez - 0.02], [0.3, ey - 0.2, ez + 0.1], [0.3, ey - 0.02, ez + 0.02], [0.3, ey - 0.16, ez - 0.02]].map(([x, y, h]): Vector3 => [side * x!, y!, h!]), { part: "fairing", material: "black_plastic" });
    solids.push(outer.subtract(vent));
  }
}

/** Leg shield, footboard, rounded tail, seat. */
function scooterBody(workshop: Workshop, parameters: Parameters, at: MotorPlaces, solids: Solid[]): { front: Vector3; back: Vector3 } {
  const h = at.seatHeight;
  const floor = 0.3;
  const shieldY = at.steer(0.6)[1] + 0.09;
  const rings = ([[0.26, 0.12, 0.02], [0.34, 0.19, 0.01], [0.5, 0.22, 0], [0.7, 0.21, 0.02], [0.84, 0.16, 0.06], [0.92, 0.1, 0.08]] as const).map(([z, half, back]) => {
    const row = (offset: number): Vector3[] => Array.from({ length: 9 }, (_, index): Vector3 => {
      const u = index / 4 - 1;
      return [u * half, shieldY + back + 0.1 * u * u + offset, z];
    });
    return [...row(-0.03), ...row(0.02).toReversed()];
  });
  solids.push(workshop.mesh(loft(rings), { part: "leg_shield", material: "paint" }, 50));
  solids.push(workshop.mesh(pod([[shieldY - 0.12, 0.05, 0.5, 0.66], [shieldY - 0.09, 0.085, 0.46, 0.82], [shieldY, 0.1, 0.44, 0.9], [shieldY + 0.08, 0.08, 0.46, 0.92]]), { part: "leg_shield", material: "accent" }, 60));
  const tailStart = at.engine[1] + 0.14;
  solids.push(workshop.mesh(softBox([0, (shieldY + tailStart) / 2 + 0.05, floor - 0.02], [0.38, tailStart - shieldY + 0.16, 0.1], 0.06, 0.03, 3), { part: "footboard", material: "paint" }, 45));
  solids.push(workshop.mesh(softBox([0, (shieldY + tailStart) / 2 + 0.03, floor + 0.032], [0.3, tailStart - shieldY - 0.04, 0.014], 0.04, 0.004, 3), { part: "footboard", material: "rubber" }, 45));
  const end = at.rear[1] + 0.26;
  solids.push(workshop.mesh(pod([[tailStart - 0.03, 0.1, floor - 0.02, h - 0.1], [tailStart + 0.03, 0.16, floor - 0.04, h - 0.04], [tailStart + 0.2, 0.2, floor + 0.02, h - 0.02], [at.rear[1], 0.2, 0.36, h - 0.01], [at.rear[1] + 0.15, 0.16, 0.45, h + 0.01], [end, 0.07, 0.56, h - 0.02]], 2.8), paint, 60));
  solids.push(saddle(workshop, [[tailStart - 0.06, 0.08, h - 0.06, h - 0.005], [tailStart + 0.04, 0.13, h - 0.06, h + 0.02], [tailStart + 0.25, 0.15, h - 0.05, h + 0.01], [tailStart + 0.36, 0.15, h - 0.04, h + 0.05], [at.rear[1] + 0.12, 0.13, h - 0.03, h + 0.06], [at.rear[1] + 0.18, 0.09, h - 0.01, h + 0.05]], { part: "seat", material: "seat" }));
  // Engine and wheel arm on one side, exhaust on the other.
  solids.push(workshop.mesh(softBox([0.14, at.rear[1] - 0.12, at.rear[2] + 0.02], [0.12, 0.5, 0.17], 0.05, 0.04, 2), { part: "engine", material: "dark_metal" }, 45));
  solids.push(rod(workshop, [-0.15, at.rear[1] - 0.25, 0.24], [-0.17, at.rear[1] + 0.2, 0.3], 0.055, { part: "exhaust", material: "steel" }, 1, 18));
  solids.push(workshop.mesh(softBox([0, end - 0.02, 0.64], [0.16, 0.06, 0.07], 0.03, 0.02, 2), { part: "tail_light", material: "tail_light" }, 50), workshop.box([0, end + 0.01, 0.48], [0.16, 0.012, 0.13], { part: "number_plate", material: "plate" }));
  solids.push(mudguard(workshop, numberOf(parameters, "rearRadius") + 0.02, numberOf(parameters, "tyreWidth") + 0.03, -20, 60, { part: "mudguard", material: "black_plastic" }).translate(...at.rear));
  // The steering head's cover carries the lamp.
  const head = at.steer(at.barHeight - 0.04);
  solids.push(workshop.mesh(pod([[head[1] - 0.13, 0.06, head[2] - 0.08, head[2] + 0.04], [head[1] - 0.06, 0.11, head[2] - 0.1, head[2] + 0.06], [head[1] + 0.05, 0.11, head[2] - 0.08, head[2] + 0.055], [head[1] + 0.1, 0.06, head[2] - 0.04, head[2] + 0.03]]), paint, 60));
  if (textOf(parameters, "screen") === "yes") addScreen(workshop, at, 0.19, 0.34, solids);
  if (textOf(parameters, "topCase") === "yes") solids.push(workshop.mesh(softBox([0, at.rear[1] + 0.3, h + 0.2], [0.38, 0.36, 0.28], 0.1, 0.07), { part: "top_case", material: "paint" }, 50), workshop.box([0, at.rear[1] + 0.2, h + 0.03], [0.16, 0.34, 0.04], { part: "carrier", material: "dark_metal" }));
  return { front: [0, tailStart - 0.08, h], back: [0, at.rear[1] + 0.2, h + 0.06] };
}
