/** Bicycles: road, mountain, city, cruiser, BMX. */
import type { Random } from "../../core/random.js";
import type { Vector3 } from "../../geometry/vector.js";
import { NO_SYMMETRY, type Material } from "../../sample/shape.js";
import { addDrive, addHandlebar, cycleWheel, type Places } from "./bicycle-parts.js";
import { numberOf, rounded, textOf, type Built, type BuiltinShape, type KeypointSeed, type Parameters } from "./builtin-shape.js";
import { mudguard, rod, saddle } from "./cycle-parts.js";
import { blackPlastic, chrome, darkMetal, hexColor, material, rubber, steel, varyColor } from "./materials.js";
import type { Finish, Solid, Workshop } from "./solid.js";

function sampleParameters(random: Random): Parameters {
  const style = random.pick(["road", "road", "mountain", "mountain", "city", "city", "cruiser", "bmx"] as const);
  const between = (low: number, high: number): number => rounded(random.uniform(low, high), 4);
  const small = style === "bmx";
  return {
    style,
    wheelRadius: small ? between(0.24, 0.26) : style === "mountain" ? between(0.335, 0.37) : between(0.33, 0.345),
    tyreWidth: { road: between(0.023, 0.03), mountain: between(0.05, 0.065), city: between(0.034, 0.044), cruiser: between(0.05, 0.06), bmx: between(0.045, 0.055) }[style],
    wheelbase: small ? between(0.93, 0.97) : between(0.99, 1.1),
    crankHeight: between(0.26, 0.29),
    chainStay: small ? between(0.36, 0.38) : between(0.41, 0.46),
    saddleHeight: small ? between(0.62, 0.7) : style === "cruiser" ? between(0.84, 0.9) : between(0.9, 1.02),
    headHeight: small ? between(0.6, 0.64) : between(0.76, 0.86),
    stem: { road: between(0.02, 0.06), mountain: between(0.04, 0.09), city: between(0.12, 0.2), cruiser: between(0.14, 0.2), bmx: between(0.14, 0.18) }[style],
    barWidth: { road: between(0.4, 0.44), mountain: between(0.66, 0.76), city: between(0.54, 0.62), cruiser: between(0.66, 0.76), bmx: between(0.68, 0.74) }[style],
    tubeRadius: style === "road" || style === "city" ? between(0.014, 0.019) : between(0.018, 0.026),
    frame: style === "city" ? random.pick(["step", "step", "diamond"] as const) : style === "cruiser" ? random.pick(["curved", "step"] as const) : "diamond",
    guards: style === "city" ? "yes" : style === "cruiser" ? random.pick(["yes", "no"] as const) : "no",
    carrier: style === "city" && random.next() < 0.7 ? "yes" : "no",
    basket: style === "city" && random.next() < 0.5 ? "yes" : "no",
    crankDegrees: between(0, 360),
    spokes: 4 * (6 + random.integer(3)),
    frameColor: random.next() < 0.2 ? "#1b1c1e" : hexColor(random.next(), random.uniform(0.45, 0.95), random.uniform(0.35, 0.95)),
    saddleColor: varyColor(random, random.pick(["#17171a", "#17171a", "#6a3d20", "#d8d2c4"]), 0.1),
    rim: random.pick(["steel", "dark_metal"] as const),
    tyreColor: style === "cruiser" || (style === "city" && random.next() < 0.25) ? random.pick(["#151515", "#e2d8bf"]) : random.next() < 0.1 ? "#7a5230" : "#151515",
  };
}

function bicycleMaterials(parameters: Parameters): Material[] {
  return [
    material("frame", textOf(parameters, "frameColor"), 0, 0.25),
    material("saddle", textOf(parameters, "saddleColor"), 0, 0.5),
    material("tyre", textOf(parameters, "tyreColor"), 0, 0.85),
    material("wicker", "#9b7544", 0, 0.85),
    material("lamp", "#e4eaee", 0.3, 0.1),
    material("reflector", "#b3121a", 0, 0.2),
    rubber(), blackPlastic(), chrome(), steel(), darkMetal(),
  ];
}

/** Where the joints of the frame are; the wheels stand on z = 0. */
function places(parameters: Parameters): Places {
  const of = (name: string): number => numberOf(parameters, name);
  const radius = of("wheelRadius");
  const [frontY, rearY] = [-of("wheelbase") / 2, of("wheelbase") / 2];
  const drop = radius - of("crankHeight");
  const crankY = rearY - Math.sqrt(of("chainStay") * of("chainStay") - drop * drop);
  const top = of("headHeight");
  // A head angle of about 72 degrees; forks bend forwards a little.
  const lean = 0.32;
  const steer = (z: number): Vector3 => [0, frontY + 0.045 + (z - radius) * lean, z];
  const seatTop: Vector3 = [0, crankY + (of("saddleHeight") - of("crankHeight")) * 0.3, of("saddleHeight")];
  const clusterZ = textOf(parameters, "style") === "bmx" ? of("saddleHeight") - 0.17 : textOf(parameters, "style") === "road" ? Math.min(of("saddleHeight") - 0.14, top - 0.01) : Math.min(of("saddleHeight") - 0.2, top - 0.06);
  const cluster: Vector3 = [0, crankY + (clusterZ - of("crankHeight")) * 0.3, clusterZ];
  return { radius, front: [0, frontY, radius], rear: [0, rearY, radius], crank: [0, crankY, of("crankHeight")], cluster, seatTop, headLow: steer(radius + Math.max(0.09, of("tyreWidth") + 0.05)), headHigh: steer(top), bar: steer(top + of("stem")) };
}

function build(workshop: Workshop, parameters: Parameters): Built {
  const at = places(parameters);
  const solids: Solid[] = [];
  for (const [name, hub] of [["front", at.front], ["back", at.rear]] as const) {
    for (const piece of cycleWheel(workshop, parameters, `wheel_${name}`)) solids.push(piece.translate(...hub));
  }
  addFrame(workshop, parameters, at, solids);
  const grip = addHandlebar(workshop, parameters, at, solids);
  const pedal = addDrive(workshop, parameters, at, solids);
  const [, sy, sz] = at.seatTop;
  const wide = textOf(parameters, "style") === "road" || textOf(parameters, "style") === "bmx" ? 0.065 : textOf(parameters, "style") === "mountain" ? 0.075 : 0.1;
  solids.push(saddle(workshop, [[sy - 0.16, 0.014, sz - 0.03, sz - 0.005], [sy - 0.145, 0.022, sz - 0.04, sz], [sy - 0.06, 0.03, sz - 0.045, sz - 0.004], [sy + 0.03, wide * 0.75, sz - 0.05, sz], [sy + 0.09, wide, sz - 0.045, sz + 0.01], [sy + 0.125, wide * 0.95, sz - 0.03, sz + 0.01], [sy + 0.14, wide * 0.7, sz - 0.02, sz + 0.002]], { part: "saddle", material: "saddle" }));
  addExtras(workshop, parameters, at, solids);
  return { solids, materials: bicycleMaterials(parameters), keypoints: keypoints(at, grip, pedal), symmetry: NO_SYMMETRY };
}

function addFrame(workshop: Workshop, parameters: Parameters, at: Places, solids: Solid[]): void {
  const r = numberOf(parameters, "tubeRadius");
  const frame: Finish = { part: "frame", material: "frame" };
  const toward = (a: Vector3, b: Vector3, t: number): Vector3 => [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t];
  const kind = textOf(parameters, "frame");
  solids.push(rod(workshop, at.crank, toward(at.crank, at.cluster, 1.03), r * 0.95, frame));
  solids.push(rod(workshop, toward(at.headLow, at.headHigh, 0.2), at.crank, r * 1.15, frame));
  if (kind === "diamond") solids.push(rod(workshop, toward(at.headLow, at.headHigh, 0.85), toward(at.crank, at.cluster, 0.97), r, frame));
  else if (kind === "step") solids.push(rod(workshop, toward(at.headLow, at.headHigh, 0.75), toward(at.crank, at.cluster, 0.3), r, frame));
  else {
    solids.push(rod(workshop, toward(at.headLow, at.headHigh, 0.85), toward(at.crank, at.cluster, 0.85), r, frame));
    solids.push(rod(workshop, toward(at.headLow, at.headHigh, 0.6), toward(at.crank, at.cluster, 0.55), r * 0.8, frame));
  }
  solids.push(rod(workshop, toward(at.headHigh, at.headLow, -0.03), at.headLow, r * 1.25, frame, 1, 14));
  const apart = numberOf(parameters, "tyreWidth") / 2 + 0.022;
  for (const side of [1, -1]) {
    const drop: Vector3 = [side * (apart + 0.02), at.rear[1], at.rear[2]];
    const beside = (point: Vector3, x: number): Vector3 => [side * x, point[1], point[2]];
    const inner = toward(at.crank, at.rear, 0.16);
    solids.push(rod(workshop, beside(at.crank, 0.015), beside(inner, apart), r * 0.7, frame), rod(workshop, beside(inner, apart), drop, r * 0.7, frame, 0.8));
    const high = toward(at.cluster, at.rear, 0.12);
    solids.push(rod(workshop, beside(at.cluster, 0.012), beside(high, apart), r * 0.55, frame), rod(workshop, beside(high, apart), drop, r * 0.55, frame, 0.9));
    // The fork: a crown, then blades to the hub.
    const crown: Vector3 = [side * apart, at.headLow[1] - 0.012, at.headLow[2] - 0.015];
    const suspended = textOf(parameters, "style") === "mountain";
    const fork: Finish = { part: "fork", material: suspended ? "dark_metal" : "frame" };
    solids.push(rod(workshop, [0, at.headLow[1] - 0.004, at.headLow[2] + 0.005], crown, r * 0.9, fork));
    const tip: Vector3 = [side * (apart + 0.012), at.front[1], at.front[2]];
    if (suspended) {
      const middle = toward(crown, tip, 0.45);
      solids.push(rod(workshop, crown, middle, r * 0.75, { part: "fork", material: "chrome" }), rod(workshop, middle, tip, r * 1.05, fork));
    } else solids.push(rod(workshop, crown, tip, r * 0.8, fork, 0.65));
  }
  const post: Finish = { part: "seat_post", material: "steel" };
  solids.push(rod(workshop, at.cluster, [0, at.seatTop[1], at.seatTop[2] - 0.03], 0.0135, post));
  solids.push(rod(workshop, toward(at.headLow, at.headHigh, 0.9), at.bar, 0.014, { part: "stem", material: "steel" }));
}

function addExtras(workshop: Workshop, parameters: Parameters, at: Places, solids: Solid[]): void {
  const width = numberOf(parameters, "tyreWidth");
  if (textOf(parameters, "guards") === "yes") {
    const finish: Finish = { part: "mudguard", material: "frame" };
    solids.push(mudguard(workshop, at.radius + 0.016, width + 0.03, -8, 150, finish).translate(...at.rear), mudguard(workshop, at.radius + 0.016, width + 0.03, 20, 150, finish).translate(...at.front));
  }
  const black: Finish = { part: "carrier", material: "dark_metal" };
  if (textOf(parameters, "carrier") === "yes") {
    const z = at.radius * 2 + 0.06;
    const [from, to] = [at.rear[1] - 0.16, at.rear[1] + 0.2];
    for (const x of [-0.06, -0.02, 0.02, 0.06]) solids.push(rod(workshop, [x, from, z], [x, to, z], 0.005, black, 1, 8));
    for (const y of [from, (from + to) / 2, to]) solids.push(rod(workshop, [-0.065, y, z], [0.065, y, z], 0.005, black, 1, 8));
    for (const side of [1, -1]) for (const y of [from + 0.06, to - 0.04]) solids.push(rod(workshop, [side * 0.06, y, z], [side * (width / 2 + 0.045), at.rear[1], at.rear[2]], 0.005, black, 1, 8));
    solids.push(workshop.box([0, to + 0.01, z - 0.04], [0.07, 0.02, 0.045], { part: "reflector", material: "reflector" }));
  }
  if (textOf(parameters, "basket") === "yes") {
    const finish: Finish = { part: "basket", material: "wicker" };
    const [y, z] = [at.bar[1] - 0.21, at.headHigh[2] - 0.03];
    const outer = workshop.hull([[-0.15, y - 0.1, z], [0.15, y - 0.1, z], [-0.15, y + 0.1, z], [0.15, y + 0.1, z], [-0.18, y - 0.13, z + 0.22], [0.18, y - 0.13, z + 0.22], [-0.18, y + 0.12, z + 0.22], [0.18, y + 0.12, z + 0.22]], finish, 30);
    const inner = workshop.hull([[-0.135, y - 0.085, z + 0.015], [0.135, y - 0.085, z + 0.015], [-0.135, y + 0.085, z + 0.015], [0.135, y + 0.085, z + 0.015], [-0.168, y - 0.118, z + 0.24], [0.168, y - 0.118, z + 0.24], [-0.168, y + 0.108, z + 0.24], [0.168, y + 0.108, z + 0.24]], finish, 30);
    solids.push(outer.subtract(inner));
  }
  if (textOf(parameters, "style") === "city" || textOf(parameters, "style") === "cruiser") {
    solids.push(workshop.cylinder(0.06, 0.02, 0.04, 18, { part: "lamp", material: "chrome" }).rotate(90, 0, 0).translate(0, at.headHigh[1] - 0.03, at.headHigh[2] - 0.09));
    solids.push(workshop.cylinder(0.01, 0.037, 0.037, 18, { part: "lamp", material: "lamp" }).rotate(90, 0, 0).translate(0, at.headHigh[1] - 0.088, at.headHigh[2] - 0.09));
  }
}

/** PASCAL3D+ names. Wheels are marked on both sides of their hubs. */
function keypoints(at: Places, grip: Vector3, pedal: Vector3): KeypointSeed[] {
  const seeds: KeypointSeed[] = [
    { name: "head_center", near: [0, at.bar[1] - 0.05, at.bar[2]], parts: ["handlebar", "stem"] },
    { name: "seat_front", near: [0, at.seatTop[1] - 0.17, at.seatTop[2]], parts: ["saddle"] },
    { name: "seat_back", near: [0, at.seatTop[1] + 0.15, at.seatTop[2]], parts: ["saddle"] },
  ];
  for (const [side, sign] of [["left", 1], ["right", -1]] as const) {
    seeds.push({ name: `${side}_front_wheel`, near: [sign * 0.1, at.front[1], at.front[2]], parts: ["wheel_front"] });
    seeds.push({ name: `${side}_back_wheel`, near: [sign * 0.1, at.rear[1], at.rear[2]], parts: ["wheel_back"] });
    seeds.push({ name: `${side}_handle`, near: [sign * grip[0], grip[1], grip[2]], parts: ["grip"] });
    // The right crank stands opposite the left one.
    const turned: Vector3 = sign > 0 ? pedal : [-pedal[0], 2 * at.crank[1] - pedal[1], 2 * at.crank[2] - pedal[2]];
    seeds.push({ name: `${side}_pedal_center`, near: turned, parts: [`pedal_${side}`] });
  }
  return seeds;
}

export const bicycle: BuiltinShape = { category: "bicycle", sampleParameters, build };
