/** The first vehicles of trains: cars with a driver's cab and diesel locomotives. */
import type { Vector3 } from "../../geometry/vector.js";
import { numberOf, textOf, type Parameters } from "./builtin-shape.js";
import { bar } from "./chair-parts.js";
import { coachSkin, cutAtHeights, sidePane, type Rib } from "./coach-body.js";
import { inlay, mirrored, type Region } from "./inlay.js";
import { softBox } from "./loft.js";
import { circle, smoothFunction } from "./profile.js";
import { cabFace, coach, coachSides, type CarBox, type CoachLook } from "./rail-car.js";
import type { Finish, Solid, Workshop } from "./solid.js";

const lamp = (x: number, z: number, radius: number, from: number, to: number): Region[] => {
  const left: Region = { axis: "y", outlines: [circle(radius, 14, [z, x])], from, to, finish: { part: "headlight", material: "headlight" } };
  return [left, mirrored(left)];
};

/** A multiple unit's or tram's first car. @returns where the nose reaches full height, along y */
export function cabCar(workshop: Workshop, parameters: Parameters, car: CarBox, look: CoachLook, solids: Solid[]): number {
  const nose = numberOf(parameters, "nose");
  const { halfWidth, bottom, top, corner, y0, y1 } = car;
  const fast = textOf(parameters, "style") === "highspeed";
  const rear: Rib[] = [
    { y: y1 - 0.15, halfWidth, bottom, top, corner },
    { y: y1, halfWidth: halfWidth * 0.97, bottom, top: top - 0.05, corner },
  ];
  if (textOf(parameters, "pantograph") === "yes") solids.push(...pantograph(workshop, (y0 + y1) / 2 + 1, top));
  if (fast) {
    const low = bottom - 0.45;
    const width = smoothFunction([[0, 0.34], [0.05, 0.47], [0.2, 0.68], [0.45, 0.86], [0.75, 0.97], [1, 1]]);
    const high = smoothFunction([[0, 0.22], [0.04, 0.29], [0.16, 0.41], [0.4, 0.58], [0.68, 0.84], [0.85, 0.96], [1, 1]]);
    const ribs: Rib[] = [0, 0.02, 0.07, 0.15, 0.26, 0.4, 0.54, 0.66, 0.77, 0.88, 1].map((t) => {
      const rise = low + (top - low) * high(t);
      return { y: y0 + nose * t, halfWidth: halfWidth * width(t), bottom: low + (1 - width(t)) * 0.25, top: rise, corner: Math.min(0.75, (rise - low) * 0.42) * (1 - t) + Math.max(corner, 0.45) * t };
    });
    const all = [...ribs, { ...rear[0]!, bottom: low }, { ...rear[1]!, bottom: low }];
    const regions = [
      ...cabFace(car, low + (top - low) * 0.62, low + (top - low) * 0.83, halfWidth * 0.66, false, y0 - 1, y0 + nose * 0.9),
      ...lamp(halfWidth * 0.38, low + (top - low) * 0.3, 0.13, y0 - 1, y0 + nose * 0.6),
      ...coachSides(car, look, y0 + nose + 0.8, y1 - 0.9),
    ];
    solids.push(...coach(workshop, { ...car, bottom: low }, all, look, regions));
    return y0 + nose;
  }
  const slant = (y: number, z: number): number => Math.max(0, 1 - (y - y0) / 1.6) * nose * Math.max(0, (z - bottom) / (top - bottom));
  const ribs: Rib[] = [
    { y: y0, halfWidth: halfWidth * 0.82, bottom, top: top - 0.2, corner }, { y: y0 + 0.06, halfWidth: halfWidth * 0.9, bottom, top: top - 0.1, corner },
    { y: y0 + 0.2, halfWidth: halfWidth * 0.96, bottom, top: top - 0.03, corner }, { y: y0 + 0.5, halfWidth, bottom, top, corner }, { y: y0 + 1.6, halfWidth, bottom, top, corner }, ...rear,
  ];
  const split = textOf(parameters, "split") === "yes";
  const tram = textOf(parameters, "style") === "tram";
  const regions: Region[] = [
    ...cabFace(car, tram ? 1.35 : look.windowLow - 0.1, look.windowHigh + 0.12, halfWidth * 0.78, split && !tram, y0 - 1, y0 + nose + 0.3),
    ...lamp(halfWidth * 0.62, bottom + 0.42, 0.13, y0 - 1, y0 + nose + 0.2),
    ...coachSides(car, look, y0 + nose + 0.9, y1 - 0.9),
    { axis: "y", outlines: [[[top - 0.52, -0.55], [top - 0.52, 0.55], [top - 0.3, 0.55], [top - 0.3, -0.55]]], from: y0 - 1, to: y0 + nose + 0.3, finish: { part: "sign", material: "black_plastic" } },
  ];
  solids.push(...coach(workshop, car, ribs, look, regions, slant));
  solids.push(workshop.mesh(softBox([0, y0 + 0.12, bottom - 0.05], [halfWidth * 1.5, 0.4, 0.3], 0.1, 0.05), { part: "coupler", material: "black_plastic" }));
  return y0 + nose;
}

/** A diesel locomotive with a blunt cab, grilles and fans. @returns where the nose reaches full height */
export function dieselLocomotive(workshop: Workshop, parameters: Parameters, car: CarBox, solids: Solid[]): number {
  const { halfWidth, bottom, top, corner, y0, y1 } = car;
  const nose = 0.8;
  const slant = (y: number, z: number): number => Math.max(0, 1 - (y - y0) / 1.2) * nose * Math.max(0, (z - 2.1) / (top - 2.1));
  const ribs: Rib[] = [
    { y: y0, halfWidth: halfWidth * 0.9, bottom, top: top - 0.1, corner }, { y: y0 + 0.12, halfWidth: halfWidth * 0.97, bottom, top: top - 0.03, corner },
    { y: y0 + 0.4, halfWidth, bottom, top, corner }, { y: y0 + 1.2, halfWidth, bottom, top, corner }, { y: y1 - 0.15, halfWidth, bottom, top, corner }, { y: y1, halfWidth: halfWidth * 0.97, bottom, top: top - 0.05, corner },
  ];
  const regions: Region[] = [...cabFace(car, 2.35, 3.15, halfWidth * 0.82, true, y0 - 1, y0 + nose + 0.2), ...lamp(halfWidth * 0.6, 1.55, 0.14, y0 - 1, y0 + 0.4)];
  const add = (region: Region): void => void regions.push(region, mirrored(region));
  add(sidePane(y0 + 1.15, y0 + 1.8, 2.35, 3.1, 0.06, halfWidth, { part: "side_window", material: "glass" }));
  add(sidePane(y0 + 2.15, y0 + 2.8, bottom + 0.15, 3.1, 0.05, halfWidth, { part: "door", material: "door" }));
  const grilles = Math.floor((y1 - y0 - 4.2) / 1.5);
  for (let index = 0; index < grilles; index++) {
    for (let slat = 0; slat < 5; slat++) {
      const y = y0 + 3.5 + index * 1.5;
      add(sidePane(y, y + 1.1, 2.3 + slat * 0.16, 2.4 + slat * 0.16, 0.02, halfWidth, { part: "grille", material: "black_plastic" }));
    }
  }
  const bands = [{ below: 1.5, material: "paint" }, { below: 1.8, material: "accent" }];
  const skin = workshop.mesh(coachSkin(ribs, 0, slant), (center) => ({ part: car.part, material: center[2] < 1.5 || center[2] > 1.8 ? "paint" : "accent" }), 35);
  solids.push(...cutAtHeights(inlay(workshop, skin, coachSkin(ribs, 0.03, slant), regions, { part: car.part, material: "black_plastic" }), bands.map((band) => band.below)));
  const fan: Finish = { part: "fan", material: "dark_metal" };
  for (const share of [0.45, 0.58, 0.78]) solids.push(workshop.cylinder(0.14, 0.55, 0.5, 20, fan).translate(0, y0 + (y1 - y0) * share, top - 0.04));
  solids.push(workshop.mesh(softBox([0, y0 + (y1 - y0) * 0.68, top + 0.12], [0.5, 0.7, 0.34], 0.1, 0.05), fan));
  // Plough, steps and buffers.
  solids.push(workshop.hull([[-halfWidth * 0.8, y0 - 0.25, 0.25], [halfWidth * 0.8, y0 - 0.25, 0.25], [-halfWidth * 0.9, y0 + 0.3, bottom], [halfWidth * 0.9, y0 + 0.3, bottom], [-halfWidth * 0.9, y0 + 0.3, 0.3], [halfWidth * 0.9, y0 + 0.3, 0.3], [-halfWidth * 0.8, y0 - 0.05, bottom], [halfWidth * 0.8, y0 - 0.05, bottom]], { part: "plough", material: "signal" }));
  for (const side of [1, -1]) solids.push(workshop.cylinder(0.4, 0.11, 0.19, 16, { part: "buffer", material: "dark_metal" }).rotate(90, 0, 0).translate(side * 0.88, y0 + 0.05, 1.08));
  return y0 + nose;
}

/** A current collector folded up on the roof. */
function pantograph(workshop: Workshop, y: number, top: number): Solid[] {
  const finish: Finish = { part: "pantograph", material: "dark_metal" };
  const [base, knee, head]: [Vector3, Vector3, Vector3] = [[0.35, y + 0.7, top + 0.1], [0.3, y - 0.6, top + 0.5], [0.25, y + 0.2, top + 0.95]];
  const mirror = ([x, a, b]: Vector3): Vector3 => [-x, a, b];
  return [
    workshop.box([0, y + 0.2, top + 0.03], [1, 1.7, 0.14], finish),
    ...[[base, knee], [knee, head]].flatMap(([a, b]) => [bar(workshop, a!, b!, 0.035, finish, [1, 0, 0]), bar(workshop, mirror(a!), mirror(b!), 0.035, finish, [1, 0, 0])]),
    workshop.box([0, y + 0.2, top + 0.97], [1.5, 0.22, 0.06], finish),
  ];
}
