/** What stands on the hulls of the five kinds of boats. Metres; bow towards −y. */
import { random } from "../../core/random.js";
import type { Vector3 } from "../../geometry/vector.js";
import type { Hull } from "./boat-hull.js";
import { numberOf, textOf, type Parameters } from "./builtin-shape.js";
import { coachSkin, facePane, panes, sidePane, type Rib } from "./coach-body.js";
import { rod } from "./cycle-parts.js";
import { inlay, mirrored, type Region } from "./inlay.js";
import { loft, softBox } from "./loft.js";
import type { Finish, Solid, Workshop } from "./solid.js";

const wooden = (part: string, grain: "x" | "y" | "z" = "x"): Finish => ({ part, material: "wood", grain });

/** Thwarts, floor and oars. */
export function addRowing(workshop: Workshop, parameters: Parameters, hull: Hull, _sunk: number, solids: Solid[]): void {
  const { length, depth, beam } = hull.form;
  for (const share of [0.24, 0.48, 0.74]) {
    const y = (share - 0.5) * length;
    solids.push(workshop.box([0, y, depth * 0.68], [hull.halfWidthAt(y) * 1.86, length * 0.07, 0.03], wooden("thwart")));
  }
  for (let rib = 0; rib < 6; rib++) {
    const y = (0.24 + rib * 0.11 - 0.5) * length;
    const half = hull.halfWidthAt(y) * 0.9;
    solids.push(workshop.box([0, y, depth * 0.24], [half * 1.2, 0.03, 0.03], wooden("rib")));
  }
  // The rubbing strake.
  for (const side of [1, -1]) {
    const points = Array.from({ length: 13 }, (_, index): Vector3 => {
      const y = (0.03 + (index / 12) * 0.96 - 0.5) * length;
      return [side * (hull.halfWidthAt(y) + 0.004), y + hull.leanAt(y, hull.edgeAt(y)), hull.edgeAt(y) - 0.012];
    });
    for (let index = 0; index + 1 < points.length; index++) solids.push(rod(workshop, points[index]!, points[index + 1]!, 0.022, wooden("strake", "y"), 1, 8));
  }
  if (textOf(parameters, "oars") !== "yes") return;
  for (const side of [1, -1]) {
    const lock: Vector3 = [side * hull.halfWidthAt(0) * 0.98, length * 0.03, hull.edgeAt(0) + 0.05];
    const inner: Vector3 = [side * beam * 0.12, -length * 0.02, lock[2] + 0.12];
    const tip: Vector3 = [lock[0] + side * length * 0.36, length * 0.13, lock[2] - 0.32];
    solids.push(rod(workshop, inner, tip, 0.02, wooden("oar")), rod(workshop, [lock[0], lock[1], lock[2] - 0.07], lock, 0.02, { part: "rowlock", material: "steel" }));
    const blade: Vector3 = [tip[0] + side * 0.3, tip[1] + 0.04, tip[2] - 0.09];
    solids.push(workshop.mesh(loft([ring(tip, 0.03), ring([(tip[0] + blade[0]) / 2, (tip[1] + blade[1]) / 2, (tip[2] + blade[2]) / 2], 0.075), ring(blade, 0.085)].map((points) => (side > 0 ? points.toReversed() : points))), wooden("oar"), 40));
  }
}

/** A flat cross-section across x. */
function ring([x, y, z]: Vector3, half: number): Vector3[] {
  return [[x, y - half, z - 0.012], [x, y - half, z + 0.012], [x, y + half, z + 0.012], [x, y + half, z - 0.012]];
}

/** Cockpit, windscreen, cabin, engine. */
export function addMotor(workshop: Workshop, parameters: Parameters, hull: Hull, sunk: number, solids: Solid[]): void {
  const { length, depth, beam } = hull.form;
  const deck = depth - sunk;
  const cabin = textOf(parameters, "cabin");
  const tall = Math.max(0.9, beam * 0.36);
  const at = (share: number): number => (share - 0.5) * length;
  // A raised foredeck.
  const fore: Rib[] = [0.12, 0.2, 0.3, 0.42].map((share, index) => ({ y: at(share), halfWidth: hull.halfWidthAt(at(share)) * [0.55, 0.68, 0.74, 0.76][index]!, bottom: deck - 0.05, top: deck + depth * [0.08, 0.22, 0.3, 0.33][index]!, corner: depth * 0.12 }));
  solids.push(workshop.mesh(coachSkin(fore, 0), { part: "foredeck", material: "house" }, 50));
  const foot = deck + depth * 0.3;
  if (cabin === "open") {
    // A wrapped windscreen, a helm and seats.
    const screen = [[at(0.36), 0.4, foot - 0.05], [at(0.5), 0.44, foot - 0.05]] as const;
    const plate = (a: Vector3, b: Vector3): Solid => {
      const high = (p: Vector3): Vector3 => [p[0] * 0.9, p[1] + tall * 0.28, p[2] + tall * 0.5];
      const points = [a, b, high(a), high(b)];
      return workshop.hull(points.flatMap((p): Vector3[] => [p, [p[0] * 0.985, p[1] + 0.03, p[2]]]), { part: "windshield", material: "glass" }, 20);
    };
    const [front, back] = [screen[0], screen[1]];
    const corner = (side: number): Vector3 => [side * beam * front[1] * 0.8, front[0], front[2]];
    const wing = (side: number): Vector3 => [side * beam * back[1] * 0.82, back[0] + 0.1, back[2]];
    solids.push(plate(corner(1), corner(-1)), plate(corner(1), wing(1)), plate(corner(-1), wing(-1)));
    solids.push(workshop.mesh(softBox([0, at(0.43), deck + depth * 0.25], [beam * 0.7, length * 0.1, depth * 0.5], 0.06, 0.05), { part: "helm", material: "house" }, 45));
    for (const side of [1, -1]) solids.push(...seat(workshop, [side * beam * 0.2, at(0.6), deck], beam * 0.24));
    solids.push(workshop.mesh(softBox([0, at(0.86), deck + depth * 0.2], [beam * 0.72, length * 0.1, depth * 0.42], 0.08, 0.06), { part: "bench", material: "accent" }, 50));
  } else {
    const house: Rib[] = [0.3, 0.34, 0.42, 0.68, 0.74].map((share, index) => ({ y: at(share), halfWidth: beam * [0.28, 0.32, 0.36, 0.37, 0.35][index]!, bottom: deck - 0.03, top: deck + depth * 0.3 + tall * [0.62, 0.72, 0.8, 0.8, 0.74][index]!, corner: tall * 0.16 }));
    const slant = (y: number, z: number): number => Math.max(0, 1 - (y - at(0.3)) / (length * 0.12)) * Math.max(0, z - deck) * 0.75;
    addHouse(workshop, house, slant, [deck + depth * 0.42, deck + depth * 0.3 + tall * 0.66], length * 0.11, solids);
    if (cabin === "flybridge") {
      const top = deck + depth * 0.3 + tall * 0.8;
      solids.push(workshop.mesh(softBox([0, at(0.58), top + tall * 0.12], [beam * 0.6, length * 0.2, tall * 0.26], 0.08, 0.05), { part: "flybridge", material: "house" }, 45), ...seat(workshop, [0, at(0.63), top + tall * 0.2], beam * 0.26));
      for (const side of [1, -1]) solids.push(rod(workshop, [side * beam * 0.26, at(0.7), top], [side * beam * 0.24, at(0.62), top + tall * 0.85], 0.025, { part: "arch", material: "steel" }));
      solids.push(workshop.mesh(softBox([0, at(0.6), top + tall * 0.87], [beam * 0.56, length * 0.16, 0.05], 0.06, 0.02), { part: "arch", material: "house" }, 45));
    }
  }
  rails(workshop, hull, at(0.03), at(0.34), depth * 0.32, solids);
  if (textOf(parameters, "outboard") === "yes") {
    const y = length / 2 + 0.16;
    const top = depth * 1.18;
    solids.push(workshop.mesh(softBox([0, y, top], [0.3, 0.42, 0.4], 0.1, 0.09), { part: "engine", material: "black_plastic" }, 50));
    solids.push(workshop.box([0, y, depth * 0.5], [0.1, 0.2, depth * 1.2], { part: "engine", material: "dark_metal" }), workshop.box([0, y - 0.12, depth * 0.95], [0.22, 0.3, 0.2], { part: "engine", material: "dark_metal" }));
  } else solids.push(workshop.mesh(softBox([0, length / 2 + length * 0.025, depth * 0.42], [beam * 0.7, length * 0.07, 0.08], 0.06, 0.02), wooden("platform")));
}

function seat(workshop: Workshop, [x, y, z]: Vector3, width: number): Solid[] {
  const finish: Finish = { part: "seat", material: "accent" };
  return [
    workshop.mesh(softBox([x, y, z + 0.28], [width, width * 0.9, 0.42], 0.06, 0.05), finish, 50),
    workshop.mesh(softBox([x, y + width * 0.42, z + 0.62], [width, width * 0.22, 0.5], 0.05, 0.05), finish, 50),
  ];
}

/** A deckhouse with windows all round. @param band heights of the windows */
function addHouse(workshop: Workshop, ribs: readonly Rib[], slant: (y: number, z: number) => number, band: readonly [number, number], wide: number, solids: Solid[]): void {
  const skin = coachSkin(ribs, 0, slant);
  const [first, last] = [ribs[0]!, ribs.at(-1)!];
  const half = Math.max(...ribs.map((rib) => rib.halfWidth));
  const height = band[1] - band[0];
  const glass = (part: string): Finish => ({ part, material: "glass" });
  const regions: Region[] = [];
  const start = first.y + slant(first.y, band[1]) + wide * 0.35;
  for (const [y0, y1] of panes(start, last.y - wide * 0.25, wide, wide * 0.14)) {
    const pane = sidePane(y0, y1, band[0], band[1], height * 0.2, half, glass("side_window"));
    regions.push(pane, mirrored(pane));
  }
  const depthwise = slant(first.y, band[1]) + wide * 0.25;
  const pane = facePane(first.halfWidth * 0.4, band[0], band[1], height * 0.15, first.y - half, first.y + depthwise, glass("windshield"), first.halfWidth * 0.44);
  regions.push(pane, mirrored(pane));
  regions.push(facePane(last.halfWidth * 0.3, last.bottom + height * 0.4, band[1], height * 0.1, last.y - wide * 0.2, last.y + half, glass("door")));
  solids.push(inlay(workshop, workshop.mesh(skin, { part: "house", material: "house" }, 45), coachSkin(ribs, half * 0.02, slant), regions, { part: "house", material: "black_plastic" }));
}

/** A rail along the edge of the foredeck. */
function rails(workshop: Workshop, hull: Hull, from: number, to: number, height: number, solids: Solid[]): void {
  const metal: Finish = { part: "rail", material: "chrome" };
  const { length } = hull.form;
  const radius = Math.max(0.012, length * 0.0014);
  const count = 6;
  const at = (index: number, side: number, rise: number): Vector3 => {
    const y = from + ((to - from) * index) / (count - 1);
    return [side * Math.max(0.02, hull.halfWidthAt(y) - length * 0.006), y + hull.leanAt(y, hull.edgeAt(y)), hull.edgeAt(y) - length * 0.001 + rise];
  };
  for (const side of [1, -1]) {
    for (let index = 0; index < count; index++) {
      solids.push(rod(workshop, at(index, side, 0), at(index, side, height), radius * 0.8, metal, 1, 6));
      if (index > 0) solids.push(rod(workshop, at(index - 1, side, height), at(index, side, height), radius, metal, 1, 6));
    }
  }
  solids.push(rod(workshop, at(0, 1, height), at(0, -1, height), radius, metal, 1, 6));
}

/** Keel, rudder, coachroof, mast, boom and sails. */
export function addSailing(workshop: Workshop, parameters: Parameters, hull: Hull, sunk: number, solids: Solid[]): void {
  const { length, depth, beam } = hull.form;
  const at = (share: number): number => (share - 0.5) * length;
  const deck = depth - sunk;
  const fin: Finish = { part: "keel", material: "bottom" };
  solids.push(workshop.hull([[0.05, at(0.42), 0.1], [-0.05, at(0.42), 0.1], [0.05, at(0.62), 0.1], [-0.05, at(0.62), 0.1], [0.07, at(0.48), -depth * 0.85], [-0.07, at(0.48), -depth * 0.85], [0.05, at(0.62), -depth * 0.85], [-0.05, at(0.62), -depth * 0.85]], fin));
  solids.push(workshop.hull([[0.03, at(0.93), depth * 0.3], [-0.03, at(0.93), depth * 0.3], [0.02, at(0.985), depth * 0.4], [-0.02, at(0.985), depth * 0.4], [0.03, at(0.94), -depth * 0.5], [-0.03, at(0.94), -depth * 0.5], [0, at(0.98), -depth * 0.5]], { part: "rudder", material: "bottom" }));
  const roof: Rib[] = [0.26, 0.3, 0.4, 0.6, 0.62].map((share, index) => ({ y: at(share), halfWidth: beam * [0.16, 0.2, 0.27, 0.29, 0.28][index]!, bottom: deck - 0.05, top: deck + depth * [0.2, 0.3, 0.36, 0.4, 0.38][index]!, corner: depth * 0.1 }));
  const regions: Region[] = [];
  for (const [y0, y1] of panes(at(0.36), at(0.58), length * 0.07, length * 0.02)) {
    const pane = sidePane(y0, y1, deck + depth * 0.16, deck + depth * 0.27, depth * 0.04, beam * 0.29, { part: "side_window", material: "glass" });
    regions.push(pane, mirrored(pane));
  }
  solids.push(inlay(workshop, workshop.mesh(coachSkin(roof, 0), { part: "house", material: "house" }, 45), coachSkin(roof, 0.02), regions, { part: "house", material: "black_plastic" }));
  // The cockpit's benches and wheel.
  for (const side of [1, -1]) solids.push(workshop.mesh(softBox([side * beam * 0.26, at(0.78), deck + depth * 0.1], [beam * 0.14, length * 0.24, depth * 0.26], 0.04, 0.03), wooden("bench", "y"), 45));
  const tall = length * numberOf(parameters, "mast");
  const mastY = at(0.42);
  const metal: Finish = { part: "mast", material: "steel" };
  const thick = length * 0.0065;
  solids.push(rod(workshop, [0, mastY, deck], [0, mastY + length * 0.01, deck + tall], thick, metal, 0.6, 14));
  const swing = numberOf(parameters, "boom");
  const low = deck + depth * 0.75;
  const reach = length * 0.42;
  const boomEnd = (share: number): Vector3 => [share * reach * swing * 0.0165, mastY + share * reach, low + share * length * 0.008];
  solids.push(rod(workshop, [0, mastY, low], boomEnd(1), thick * 0.8, metal, 0.8, 12));
  const wire: Finish = { part: "rigging", material: "dark_metal" };
  const bow: Vector3 = [0, -length * 0.485, hull.edgeAt(-length / 2)];
  const head: Vector3 = [0, mastY + length * 0.01, deck + tall * 0.98];
  const thin = length * 0.0012;
  solids.push(rod(workshop, bow, head, thin, wire, 1, 6), rod(workshop, [0, length * 0.49, hull.edgeAt(length / 2)], head, thin, wire, 1, 6));
  for (const side of [1, -1]) {
    const spread: Vector3 = [side * beam * 0.22, mastY, deck + tall * 0.55];
    solids.push(rod(workshop, [0, mastY, deck + tall * 0.55], spread, thin * 2, metal, 1, 6), rod(workshop, [side * beam * 0.46, mastY + 0.1, deck], spread, thin, wire, 1, 6), rod(workshop, spread, head, thin, wire, 1, 6));
  }
  rails(workshop, hull, at(0.03), at(0.95), depth * 0.42, solids);
  if (textOf(parameters, "sail") === "furled") {
    solids.push(rod(workshop, [0, mastY + 0.1, low + thick * 2.2], [boomEnd(0.95)[0], boomEnd(0.95)[1], boomEnd(0.95)[2] + thick * 2], thick * 2.1, { part: "sail", material: "accent" }, 0.6, 12));
    return;
  }
  const foot = low + thick * 2;
  solids.push(sail(workshop, [0, mastY + thick, foot], [boomEnd(0.97)[0], boomEnd(0.97)[1], boomEnd(0.97)[2] + thick * 2], [0, mastY + length * 0.01 + thick, deck + tall * 0.96], length * 0.03 * Math.sign(swing), 0.05));
  const tack: Vector3 = [0, bow[1] + length * 0.03, bow[2] + depth * 0.15];
  solids.push(sail(workshop, tack, [length * 0.06, mastY + length * 0.06, deck + depth * 0.5], [0, mastY - length * 0.03, deck + tall * 0.86], length * 0.035, 0));
}

/** A triangular sail that bellies to one side: tack, clew, head. @param roach how far the leech stands out, as a share */
function sail(workshop: Workshop, tack: Vector3, clew: Vector3, head: Vector3, belly: number, roach: number): Solid {
  const steps = 9;
  const thickness = 0.012;
  const mix = (a: Vector3, b: Vector3, t: number): Vector3 => [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t];
  const across = 8;
  const rings = Array.from({ length: steps + 1 }, (_, row) => {
    const t = (row / steps) * 0.97;
    const luff = mix(tack, head, t);
    const leech = mix(clew, head, t);
    const out = 1 + (roach * 4 * t * (1 - t)) / Math.max(0.1, 1 - t);
    const points = Array.from({ length: across + 1 }, (_, column): Vector3 => {
      const u = column / across;
      const [x, y, z] = mix(luff, leech, u * out);
      return [x + belly * 4 * u * (1 - u) * (1 - t) * (0.4 + t), y, z];
    });
    return [...points.map(([x, y, z]): Vector3 => [x + thickness, y, z]), ...points.toReversed().map(([x, y, z]): Vector3 => [x - thickness, y, z])];
  });
  return workshop.mesh(loft(rings), { part: "sail", material: "sail" }, 50);
}

/** Wheelhouse, mast, winch, nets. */
export function addFishing(workshop: Workshop, parameters: Parameters, hull: Hull, sunk: number, solids: Solid[]): void {
  const { length, depth, beam } = hull.form;
  const at = (share: number): number => (share - 0.5) * length;
  const deck = depth - sunk;
  const front = textOf(parameters, "house") === "front";
  const from = front ? 0.24 : 0.6;
  const tall = Math.max(2.2, beam * 0.62);
  const house: Rib[] = [0, 0.01, 0.1, 0.25, 0.26].map((share, index) => ({ y: at(from + share), halfWidth: beam * [0.26, 0.28, 0.3, 0.3, 0.29][index]!, bottom: deck - 0.1, top: deck + tall * [0.97, 0.99, 1, 1, 0.98][index]!, corner: tall * 0.06 }));
  const slant = (y: number, z: number): number => -Math.max(0, 1 - (y - at(from)) / (length * 0.1)) * Math.max(0, z - deck - tall * 0.5) * 0.25;
  addHouse(workshop, house, slant, [deck + tall * 0.58, deck + tall * 0.86], length * 0.07, solids);
  solids.push(workshop.mesh(softBox([0, at(from + 0.12), deck + tall + 0.05], [beam * 0.68, length * 0.31, 0.14], 0.1, 0.05), { part: "house", material: "accent" }, 45));
  const mast: Finish = { part: "mast", material: "house" };
  const thick = length * 0.008;
  const foot: Vector3 = [0, at(front ? 0.56 : 0.36), deck];
  const head: Vector3 = [0, foot[1], deck + tall * 2.1];
  solids.push(rod(workshop, foot, head, thick, mast, 0.7, 12));
  const boom: Vector3 = [0, foot[1] + (front ? 1 : -1) * length * 0.26, deck + tall * 1.5];
  solids.push(rod(workshop, [0, foot[1], deck + tall * 0.8], boom, thick * 0.7, mast, 0.7), rod(workshop, head, boom, thick * 0.2, { part: "rigging", material: "dark_metal" }, 1, 6));
  solids.push(rod(workshop, head, [0, -length * 0.48, hull.edgeAt(-length / 2)], thick * 0.2, { part: "rigging", material: "dark_metal" }, 1, 6));
  solids.push(rod(workshop, head, [0, length * 0.47, hull.edgeAt(length / 2) + 0.5], thick * 0.2, { part: "rigging", material: "dark_metal" }, 1, 6));
  // The winch, its drum, fish boxes, a gantry over the stern.
  const winch: Finish = { part: "winch", material: "dark_metal" };
  const winchY = at(front ? 0.66 : 0.46);
  solids.push(workshop.cylinder(beam * 0.3, depth * 0.18, depth * 0.18, 20, { part: "net", material: "ochre" }).translate(0, 0, -beam * 0.15).rotate(0, 90, 0).translate(0, winchY, deck + depth * 0.25));
  for (const side of [1, -1]) solids.push(workshop.cylinder(0.06, depth * 0.26, depth * 0.26, 20, winch).rotate(0, 90, 0).translate(side * beam * 0.16 - 0.03, winchY, deck + depth * 0.25));
  for (let box = 0; box < 4; box++) solids.push(workshop.mesh(softBox([beam * (box % 2 === 0 ? 0.2 : -0.2), at(front ? 0.76 : 0.24) + (box < 2 ? 0 : length * 0.06), deck + 0.22], [beam * 0.16, length * 0.045, 0.46], 0.05, 0.03), { part: "box", material: box % 3 === 0 ? "blue" : "accent" }, 45));
  for (const side of [1, -1]) solids.push(rod(workshop, [side * beam * 0.32, at(0.94), deck], [side * beam * 0.26, at(0.94), deck + tall * 0.8], thick, mast));
  solids.push(rod(workshop, [beam * 0.27, at(0.94), deck + tall * 0.8], [-beam * 0.27, at(0.94), deck + tall * 0.8], thick, mast));
  rails(workshop, hull, at(0.03), at(0.3), depth * 0.25, solids);
  for (const side of [1, -1]) for (const share of [0.4, 0.55, 0.7]) solids.push(fender(workshop, [side * (hull.halfWidthAt(at(share)) + 0.02), at(share), depth * 0.75], length * 0.02));
}

/** A tyre that hangs over the side. */
function fender(workshop: Workshop, place: Vector3, radius: number): Solid {
  const section = [[radius * 0.5, -radius * 0.3], [radius, -radius * 0.2], [radius, radius * 0.2], [radius * 0.5, radius * 0.3]] as const;
  return workshop.revolve(section, 20, { part: "fender", material: "black_plastic" }, 40).rotate(0, 90, 0).translate(...place);
}

/** Superstructure aft, containers or hatches, cranes. */
export function addCargo(workshop: Workshop, parameters: Parameters, hull: Hull, sunk: number, solids: Solid[]): void {
  const { length, depth, beam } = hull.form;
  const at = (share: number): number => (share - 0.5) * length;
  const deck = depth - sunk;
  const tall = beam * 0.95;
  const house = (y0: number, y1: number, half: number, z0: number, z1: number): Rib[] => [y0, y1].map((y) => ({ y, halfWidth: half, bottom: z0, top: z1, corner: 0.4 }));
  const floors = 4;
  for (let floor = 0; floor < floors; floor++) {
    const z0 = deck + (tall * floor) / floors - 0.1;
    const z1 = deck + (tall * (floor + 1)) / floors;
    const bridge = floor === floors - 1;
    const ribs = house(at(0.84 + floor * 0.004), at(0.95 - floor * 0.012), beam * (bridge ? 0.48 : 0.4 - floor * 0.012), z0, z1);
    const rise = z1 - z0;
    addHouse(workshop, ribs, () => 0, [z0 + rise * 0.42, z0 + rise * 0.78], length * (bridge ? 0.02 : 0.014), solids);
  }
  const funnel = workshop.hull([[-beam * 0.12, at(0.955), deck], [beam * 0.12, at(0.955), deck], [-beam * 0.12, at(0.99), deck], [beam * 0.12, at(0.99), deck], [-beam * 0.09, at(0.965), deck + tall * 1.15], [beam * 0.09, at(0.965), deck + tall * 1.15], [-beam * 0.09, at(0.99), deck + tall * 1.15], [beam * 0.09, at(0.99), deck + tall * 1.15]], { part: "funnel", material: "accent" });
  solids.push(funnel, workshop.cylinder(tall * 0.12, beam * 0.05, beam * 0.05, 16, { part: "funnel", material: "black_plastic" }).translate(0, at(0.978), deck + tall * 1.13));
  const mast: Finish = { part: "mast", material: "house" };
  solids.push(rod(workshop, [0, at(0.06), hull.edgeAt(at(0.06)) - sunk], [0, at(0.06), deck + tall * 0.9], length * 0.003, mast), rod(workshop, [0, at(0.88), deck + tall], [0, at(0.88), deck + tall * 1.4], length * 0.003, mast));
  if (textOf(parameters, "load") === "containers") {
    const stream = random(numberOf(parameters, "loadSeed"), "containers", "stack");
    const rows = 8;
    const across = 5;
    const wide = (beam * 0.86) / across;
    const high = wide * 1.05;
    for (let row = 0; row < rows; row++) {
      const y0 = at(0.16) + ((at(0.82) - at(0.16)) * row) / rows;
      const long = (at(0.82) - at(0.16)) / rows - length * 0.006;
      for (let column = 0; column < across; column++) {
        const x = (column - (across - 1) / 2) * wide;
        if (Math.abs(x) + wide / 2 > hull.halfWidthAt(y0) * 0.97) continue;
        const stacked = 1 + stream.integer(3);
        for (let level = 0; level < stacked; level++) {
          const name = stream.pick(["rust", "blue", "ochre", "grey", "accent", "rust", "blue"]);
          solids.push(workshop.box([x, y0 + long / 2, deck + high * (level + 0.5)], [wide * 0.95, long, high * 0.97], { part: "container", material: name }));
        }
      }
    }
    return;
  }
  for (let hatch = 0; hatch < 4; hatch++) {
    const y = at(0.22 + hatch * 0.16);
    solids.push(workshop.mesh(softBox([0, y + length * 0.05, deck + depth * 0.1], [beam * 0.66, length * 0.12, depth * 0.22], 0.5, 0.3), { part: "hatch", material: "rust" }, 40));
    if (hatch === 3) break;
    // A crane between two hatches.
    const foot: Vector3 = [0, y + length * 0.125, deck];
    solids.push(rod(workshop, foot, [0, foot[1], deck + tall * 0.75], beam * 0.05, { part: "crane", material: "ochre" }, 0.9, 14), workshop.box([0, foot[1], deck + tall * 0.75], [beam * 0.16, beam * 0.16, beam * 0.12], { part: "crane", material: "house" }));
    solids.push(rod(workshop, [0, foot[1] - beam * 0.05, deck + tall * 0.76], [0, foot[1] - length * 0.1, deck + tall * 0.95], beam * 0.025, { part: "crane", material: "ochre" }, 0.6));
  }
}
