/** Railway vehicles without engines: bogies, coaches, wagons. Metres; rails at z = 0, front −y. */
import { coachSkin, cutAtHeights, facePane, panes, sidePane, type Rib } from "./coach-body.js";
import { inlay, mirrored, type Region } from "./inlay.js";
import { roundedPolygon } from "./profile.js";
import type { Finish, Solid, Vector2, Workshop } from "./solid.js";

/** Half the distance between the rails. */
const GAUGE = 0.74;

/** From, to along y and the sizes of a body. */
export interface CarBox {
  part: string;
  y0: number;
  y1: number;
  halfWidth: number;
  bottom: number;
  top: number;
  corner: number;
}

/** A frame on two axles at y. */
export function bogie(workshop: Workshop, y: number, base: number, radius: number): Solid[] {
  const finish: Finish = { part: "bogie", material: "dark_metal" };
  const tread: Vector2[] = [[0, -0.07], [radius, -0.07], [radius, 0.045], [radius + 0.03, 0.05], [radius + 0.03, 0.07], [0, 0.07]];
  const wheel = workshop.revolve(tread, 18, { part: "wheel", material: "steel" }, 40).rotate(0, -90, 0);
  const solids: Solid[] = [];
  for (const side of [1, -1]) {
    const frame = workshop.extrude([roundedPolygon([[-base * 0.5 - 0.35, -0.12], [base * 0.5 + 0.35, -0.12], [base * 0.5 + 0.3, 0.1], [-base * 0.5 - 0.3, 0.1]], 0.08, 2)], 0.12, finish).rotate(90, 0, 90);
    solids.push(frame.translate(side * (GAUGE + 0.2) - 0.06, y, radius + 0.1));
    for (const end of [1, -1]) {
      const left = wheel.translate(GAUGE, y + (end * base) / 2, radius);
      solids.push(side > 0 ? left : left.mirrorX());
    }
  }
  for (const end of [1, -1]) solids.push(workshop.cylinder(GAUGE * 2, 0.09, 0.09, 10, finish).translate(0, 0, -GAUGE).rotate(0, 90, 0).translate(0, y + (end * base) / 2, radius));
  solids.push(workshop.box([0, y, radius + 0.15], [GAUGE * 2 + 0.3, base * 0.35, 0.3], finish));
  return solids;
}

/** Bogies, underframe and couplers below a body. */
export function runningGear(workshop: Workshop, car: CarBox, radius: number): Solid[] {
  const length = car.y1 - car.y0;
  const inset = Math.min(2.2, length * 0.2);
  const dark: Finish = { part: "underframe", material: "dark_metal" };
  const solids = [...bogie(workshop, car.y0 + inset, 1.9, radius), ...bogie(workshop, car.y1 - inset, 1.9, radius)];
  solids.push(workshop.box([0, (car.y0 + car.y1) / 2, car.bottom - 0.06], [car.halfWidth * 1.7, length - 0.3, 0.2], dark));
  solids.push(workshop.box([0, (car.y0 + car.y1) / 2, car.bottom - 0.3], [car.halfWidth * 1.35, length * 0.3, 0.5], dark));
  return solids;
}

/** What joins two vehicles. */
export function bellows(workshop: Workshop, y: number, gap: number, car: CarBox, passage: boolean): Solid {
  const size = passage ? [car.halfWidth * 1.1, gap + 0.3, (car.top - car.bottom) * 0.74] as const : [0.3, gap + 0.6, 0.26] as const;
  const z = passage ? car.bottom + (car.top - car.bottom) * 0.42 : car.bottom - 0.05;
  return workshop.box([0, y, z], size, { part: "coupling", material: "black_plastic" });
}

/** The cross-sections of a body with blunt ends. */
export function bluntRibs(car: CarBox): Rib[] {
  const rib = (y: number, share: number, drop: number): Rib => ({ y, halfWidth: car.halfWidth * share, bottom: car.bottom, top: car.top - drop, corner: car.corner });
  return [rib(car.y0, 0.96, 0.06), rib(car.y0 + 0.05, 0.985, 0.02), rib(car.y0 + 0.15, 1, 0), rib(car.y1 - 0.15, 1, 0), rib(car.y1 - 0.05, 0.985, 0.02), rib(car.y1, 0.96, 0.06)];
}

/** How a coach looks. */
export interface CoachLook {
  windowLow: number;
  windowHigh: number;
  windowWidth: number;
  pillar: number;
  doors: number;
  /** Heights up to which materials go, from below; above the last it is `paint`. */
  bands: readonly { below: number; material: string }[];
}

/** Windows and doors of one side, both sides alike, between two places. */
export function coachSides(car: CarBox, look: CoachLook, from: number, to: number): Region[] {
  const regions: Region[] = [];
  const add = (region: Region): void => void regions.push(region, mirrored(region));
  const doorHalf = 0.65;
  const count = Math.max(1, Math.min(look.doors, Math.floor((to - from) / 3.6)));
  const doors = Array.from({ length: count }, (_, index) => from + ((to - from) * (index + 0.5)) / count);
  for (const y of doors) {
    for (const side of [-1, 1]) {
      const [a, b] = side < 0 ? [y - doorHalf, y - 0.02] : [y + 0.02, y + doorHalf];
      add(sidePane(a, b, car.bottom + 0.2, look.windowHigh + 0.1, 0.05, car.halfWidth, { part: "door", material: "door" }));
    }
  }
  const edges = [from - doorHalf, ...doors, to + doorHalf];
  for (let index = 0; index + 1 < edges.length; index++) {
    const [a, b] = [edges[index]! + doorHalf + 0.15, edges[index + 1]! - doorHalf - 0.15];
    if (b - a < 0.5) continue;
    for (const [y0, y1] of panes(a, b, look.windowWidth, look.pillar)) add(sidePane(y0, y1, look.windowLow, look.windowHigh, 0.1, car.halfWidth, { part: "side_window", material: "glass" }));
  }
  return regions;
}

/** A body with windows cut in, painted in bands. */
export function coach(workshop: Workshop, car: CarBox, ribs: readonly Rib[], look: CoachLook, regions: readonly Region[], slant?: (y: number, z: number) => number): Solid[] {
  const paint = { part: car.part, material: "paint" };
  const skin = workshop.mesh(coachSkin(ribs, 0, slant), (center) => ({ ...paint, material: look.bands.find((band) => center[2] < band.below)?.material ?? "paint" }), 40);
  const cut = inlay(workshop, skin, coachSkin(ribs, 0.025, slant), regions, { part: car.part, material: "black_plastic" });
  return cutAtHeights(cut, look.bands.map((band) => band.below));
}

/** A goods wagon's load and body. */
export function wagon(workshop: Workshop, car: CarBox, kind: string, color: string): Solid[] {
  const finish: Finish = { part: car.part, material: color };
  const length = car.y1 - car.y0;
  const middle = (car.y0 + car.y1) / 2;
  const deck = workshop.box([0, middle, car.bottom + 0.06], [car.halfWidth * 1.9, length, 0.2], { part: "underframe", material: "dark_metal" });
  if (kind === "tank") {
    const r = car.halfWidth * 0.96;
    const half = length / 2 - 0.25;
    const outline: Vector2[] = [[0, -half], [r * 0.55, -half + 0.08], [r * 0.9, -half + 0.3], [r, -half + 0.6], [r, half - 0.6], [r * 0.9, half - 0.3], [r * 0.55, half - 0.08], [0, half]];
    const tank = workshop.revolve(outline, 32, finish, 50).rotate(90, 0, 0).translate(0, middle, car.bottom + 0.15 + r);
    return [deck, tank, workshop.cylinder(0.4, 0.35, 0.35, 18, finish).translate(0, middle, car.bottom + r * 2)];
  }
  if (kind === "container") {
    const half = length / 2 - 0.12;
    return [deck, ...[-1, 1].map((end) => corrugated(workshop, car, middle + (end * half) / 2, half - 0.1, end < 0 ? finish : { part: car.part, material: "accent" }))];
  }
  return [deck, corrugated(workshop, car, middle, length - 0.1, finish), workshop.box([car.halfWidth * 0.97, middle, (car.bottom + car.top) / 2], [0.06, 2, (car.top - car.bottom) * 0.8], { part: car.part, material: "accent" }), workshop.box([-car.halfWidth * 0.97, middle, (car.bottom + car.top) / 2], [0.06, 2, (car.top - car.bottom) * 0.8], { part: car.part, material: "accent" })];
}

/** A box with upright ribs on its sides, from the deck to the top. */
function corrugated(workshop: Workshop, car: CarBox, y: number, length: number, finish: Finish): Solid {
  const steps = Math.round(length / 0.5);
  const [out, into] = [car.halfWidth * 0.95, car.halfWidth * 0.91];
  const left: Vector2[] = [];
  for (let step = 0; step < steps; step++) {
    const at = (share: number): number => -length / 2 + (length * (step + share)) / steps;
    left.push([out, at(0)], [out, at(0.45)], [into, at(0.55)], [into, at(0.9)]);
  }
  left.push([out, length / 2]);
  const outline = [...left, ...left.map(([x, at]): Vector2 => [-x, at]).toReversed()];
  return workshop.extrude([outline], car.top - car.bottom - 0.1, finish, 30).translate(0, y, car.bottom + 0.1);
}

/** Panes of a cab: the windscreen in one or two pieces, lamps. */
export function cabFace(car: CarBox, low: number, high: number, half: number, split: boolean, from: number, to: number): Region[] {
  const glass: Finish = { part: "windshield", material: "glass" };
  if (!split) return [facePane(half, low, high, 0.12, from, to, glass)];
  const left = facePane(half / 2 - 0.05, low, high, 0.08, from, to, glass, half / 2 + 0.03);
  return [left, mirrored(left)];
}
