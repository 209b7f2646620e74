/** Steam locomotives with their tender. */
import { cos, radians, sin } from "../../core/math.js";
import type { Vector3 } from "../../geometry/vector.js";
import { numberOf, type Parameters } from "./builtin-shape.js";
import { bar } from "./chair-parts.js";
import { sidePane } from "./coach-body.js";
import { inlay, mirrored } from "./inlay.js";
import { softBox } from "./loft.js";
import { circle } from "./profile.js";
import { bogie, type CarBox } from "./rail-car.js";
import type { Finish, Solid, Vector2, Workshop } from "./solid.js";
import type { Vehicle } from "./train.js";

const GAUGE = 0.76;

export function steamLocomotive(workshop: Workshop, parameters: Parameters, solids: Solid[]): { vehicles: Vehicle[]; end: number } {
  const halfWidth = numberOf(parameters, "width") / 2 - 0.05;
  const top = numberOf(parameters, "height");
  const paint = (part: string): Finish => ({ part, material: "paint" });
  const black: Finish = { part: "car_1", material: "black_plastic" };
  const brass: Finish = { part: "car_1", material: "brass" };
  const radius = 0.78;
  const axis = 2.45;
  const cabY = 7.4;
  // Boiler: outline (radius, along), turned to run along y.
  const along = (outline: readonly Vector2[], finish: Finish, segments = 32): Solid => workshop.revolve(outline, segments, finish, 40).rotate(-90, 0, 0).translate(0, 0, axis);
  solids.push(along([[0, 1.9], [radius, 1.9], [radius * 1.06, cabY + 0.2], [0, cabY + 0.2]], paint("car_1")));
  solids.push(along([[0, 0.42], [0.35, 0.45], [radius * 0.85, 0.55], [radius * 0.9, 0.62], [radius * 1.04, 0.64], [radius * 1.04, 1.92], [0, 1.92]], black));
  for (const y of [3, 4.4, 5.8]) solids.push(along([[radius * 0.9, y], [radius * 1.05, y], [radius * 1.05, y + 0.07], [radius * 0.9, y + 0.07]], brass));
  const upright = (outline: readonly Vector2[], y: number, finish: Finish): Solid => workshop.revolve(outline, 24, finish, 45).translate(0, y, axis);
  solids.push(upright([[0, 0.5], [0.3, 0.5], [0.24, 0.95], [0.26, top - axis + 0.15], [0.34, top - axis + 0.2], [0.34, top - axis + 0.32], [0, top - axis + 0.32]], 1.2, black));
  solids.push(upright([[0, 0.5], [0.36, 0.5], [0.36, 0.95], [0.3, 1.12], [0.16, 1.22], [0, 1.25]], 3.6, brass), upright([[0, 0.5], [0.32, 0.5], [0.32, 0.95], [0.26, 1.1], [0, 1.15]], 5.2, paint("car_1")));
  solids.push(workshop.cylinder(0.22, 0.2, 0.2, 18, { part: "headlight", material: "headlight" }).rotate(90, 0, 0).translate(0, 0.55, axis + 0.45));

  // Running boards, frame, buffer beam.
  solids.push(workshop.box([0, (0.3 + cabY) / 2, 1.52], [halfWidth * 1.9, cabY - 0.3, 0.08], black), workshop.box([0, 4.6, 1.2], [1, 8.2, 0.55], { part: "frame", material: "dark_metal" }));
  solids.push(workshop.box([0, 0.2, 1.1], [halfWidth * 1.9, 0.14, 0.5], { part: "car_1", material: "signal" }));
  for (const side of [1, -1]) {
    solids.push(workshop.cylinder(0.42, 0.1, 0.2, 16, { part: "buffer", material: "dark_metal" }).rotate(90, 0, 0).translate(side * 0.88, 0.2, 1.1));
    solids.push(workshop.cylinder(1.1, 0.3, 0.3, 20, paint("cylinder")).rotate(-90, 0, 0).translate(side * (halfWidth - 0.25), 0.75, 0.95));
  }
  const big = 0.72;
  const places = [3, 4.75, 6.5];
  for (const y of places) for (const wheel of drivingWheel(workshop, big)) solids.push(wheel.translate(GAUGE, y, big), wheel.translate(GAUGE, y, big).mirrorX());
  for (const side of [1, -1]) {
    const x = side * (GAUGE + 0.17);
    const rod: Finish = { part: "rod", material: "steel" };
    solids.push(workshop.box([x, (places[0]! + places[2]!) / 2, big - 0.3], [0.06, places[2]! - places[0]! + 0.3, 0.14], rod));
    solids.push(bar(workshop, [x + side * 0.07, 1.7, 0.95], [x + side * 0.07, places[1]!, big - 0.3], 0.055, rod));
  }
  solids.push(...bogie(workshop, 1.3, 1.3, 0.4));

  const cab: CarBox = { part: "car_1", y0: cabY, y1: cabY + 1.9, halfWidth, bottom: 1.3, top: top - 0.15, corner: 0.1 };
  const inside = workshop.box([0, cab.y1 - 0.2, 2.5], [halfWidth * 2 - 0.16, 1.8, 1.9], { part: "car_1", material: "black_plastic" });
  const pane = sidePane(cabY + 0.35, cabY + 1.05, 2.35, 3.05, 0.08, halfWidth, { part: "side_window", material: "glass" });
  const walls = workshop.box([0, (cab.y0 + cab.y1) / 2, (1.3 + cab.top - 0.25) / 2], [halfWidth * 2, cab.y1 - cab.y0, cab.top - 0.25 - 1.3], paint("car_1")).subtract(inside);
  const inner = softBox([0, (cab.y0 + cab.y1) / 2, 2.2], [halfWidth * 2 - 0.06, 1.84, 2.4], 0.02, 0.01);
  solids.push(inlay(workshop, walls, inner, [pane, mirrored(pane)], black));
  const roof = Array.from({ length: 13 }, (_, index): Vector2 => [halfWidth * 1.08 * cos(radians(index * 15)), 0.36 * sin(radians(index * 15))]);
  solids.push(workshop.extrude([roof], 2.4, black, 40).rotate(90, 0, 0).translate(0, cab.y1 + 0.25, cab.top - 0.27));

  // The tender with its coal.
  const [t0, t1] = [cab.y1 + 0.35, cab.y1 + 5.2];
  solids.push(workshop.mesh(softBox([0, (t0 + t1) / 2, 1.95], [halfWidth * 1.94, t1 - t0, 1.6], 0.12, 0.05), paint("tender"), 40));
  solids.push(workshop.mesh(softBox([0, (t0 + t1) / 2 - 0.4, 2.78], [halfWidth * 1.6, t1 - t0 - 1.2, 0.6], 0.3, 0.28, 4), { part: "tender", material: "coal" }, 60));
  solids.push(...bogie(workshop, t0 + 1.1, 1.5, 0.44), ...bogie(workshop, t1 - 1.1, 1.5, 0.44), workshop.box([0, (t0 + t1) / 2, 1.05], [halfWidth * 1.5, t1 - t0 - 0.2, 0.25], { part: "frame", material: "dark_metal" }));
  const at = (x: number, y: number, z: number): Vector3 => [x, y, z];
  return {
    end: t1,
    vehicles: [
      { part: "car_1", front: { bottom: at(halfWidth, 0.13, 0.85), top: at(radius * 0.75, 0.6, axis + radius * 0.75) }, rear: { bottom: at(halfWidth, cab.y1, 1.3), top: at(halfWidth, cab.y1, cab.top - 0.2) }, crown: at(0, 0.64, axis + radius) },
    ],
  };
}

/** A spoked wheel about the x axis at the origin. */
function drivingWheel(workshop: Workshop, radius: number): Solid[] {
  const finish: Finish = { part: "wheel", material: "signal" };
  const tread: Vector2[] = [[radius * 0.84, -0.07], [radius, -0.07], [radius, 0.05], [radius * 0.84, 0.05]];
  const rim = workshop.revolve(tread, 28, { part: "wheel", material: "steel" }, 40).rotate(0, 90, 0);
  const hub = workshop.cylinder(0.2, radius * 0.2, radius * 0.2, 16, finish).translate(0, 0, -0.1).rotate(0, 90, 0);
  const spokes = Array.from({ length: 10 }, (_, index) => workshop.box([0, 0, radius * 0.5], [0.06, 0.07, radius * 0.74], finish).rotate(index * 36, 0, 0));
  const weight = workshop.extrude([circle(radius * 0.88, 28).filter(([, v]) => v > radius * 0.5)], 0.08, finish).rotate(90, 0, 90);
  return [rim, hub, ...spokes, weight];
}
