/** Sofas: boxy, rolled arms, slim with wooden frame, daybed, with a chaise. */
import type { Random } from "../../core/random.js";
import type { Vector3 } from "../../geometry/vector.js";
import { NO_SYMMETRY, type Material } from "../../sample/shape.js";
import { numberOf, rounded, textOf, type Built, type BuiltinShape, type KeypointSeed, type Parameters } from "./builtin-shape.js";
import { LEGS, leg } from "./chair-parts.js";
import { softBox } from "./loft.js";
import { darkMetal, hexColor, material, varyColor } from "./materials.js";
import { circle } from "./profile.js";
import type { Finish, Solid, Vector2, Workshop } from "./solid.js";
import { leatherTexture, wovenTexture, woodTexture } from "./texture.js";

const CLOTHS = ["#7d8a94", "#2f3640", "#8c2f2b", "#31507a", "#5a6b43", "#b8a583", "#c78f3d", "#4b3b55", "#1f6f6a", "#d9d3c7", "#9a9388", "#6b4a3a"];
const LEATHERS = ["#5a2f1b", "#2a1c16", "#8a5a34", "#1c1b1d", "#b08a63", "#e2dbcf"];

function sampleParameters(random: Random): Parameters {
  const style = random.pick(["boxy", "boxy", "rolled", "rolled", "slim", "slim", "daybed", "chaise"] as const);
  const between = (low: number, high: number): number => rounded(random.uniform(low, high), 3);
  const cover = style === "rolled" ? random.pick(["leather", "cloth"] as const) : random.pick(["cloth", "cloth", "leather"] as const);
  const seats = style === "daybed" ? 1 : style === "chaise" ? 3 : 2 + random.integer(2);
  return {
    style, seats, cover,
    seatWidth: style === "daybed" ? between(1.5, 1.9) : between(0.55, 0.76),
    seatDepth: between(0.54, 0.68),
    seatHeight: style === "daybed" ? between(0.38, 0.44) : between(0.4, 0.47),
    backHeight: style === "daybed" ? 0.3 : between(0.34, 0.5),
    reclineDegrees: between(6, 14),
    armWidth: style === "slim" ? between(0.05, 0.09) : between(0.12, 0.26),
    armHeight: between(0.14, 0.24),
    legHeight: style === "slim" || style === "daybed" ? between(0.14, 0.2) : between(0.04, 0.11),
    legs: style === "slim" ? "tapered" : random.pick(["block", "round", "metal"] as const),
    pillows: random.integer(3),
    side: random.pick(["left", "right"] as const),
    woodColor: varyColor(random, random.pick(["#a8713f", "#6b4226", "#3a2416", "#c79a62"]), 0.12),
    coverColor: varyColor(random, random.pick(cover === "leather" ? LEATHERS : CLOTHS), 0.2),
    pillowColor: hexColor(random.next(), random.uniform(0.2, 0.75), random.uniform(0.35, 0.9)),
  };
}

function sofaMaterials(parameters: Parameters): Material[] {
  const leather = textOf(parameters, "cover") === "leather";
  return [
    material("cover", textOf(parameters, "coverColor"), 0, leather ? 0.38 : 0.9, leather ? leatherTexture() : wovenTexture(), leather ? 2 : 4),
    material("pillow", textOf(parameters, "pillowColor"), 0, 0.9, wovenTexture(), 5),
    material("wood", textOf(parameters, "woodColor"), 0, 0.42, woodTexture()),
    darkMetal(),
  ];
}

/** Measures that the pieces are placed by. */
interface Frame {
  /** Width and depth of the seat, height of its top and of the base's bottom. */
  w: number;
  d: number;
  h: number;
  low: number;
  arm: number;
  armTop: number;
  top: number;
  /** Thickness of the back. */
  thick: number;
}

const cover = (part: string): Finish => ({ part, material: "cover" });

function build(workshop: Workshop, parameters: Parameters): Built {
  const of = (name: string): number => numberOf(parameters, name);
  const solids: Solid[] = [];
  const style = textOf(parameters, "style");
  const h = of("seatHeight");
  const frame: Frame = { w: of("seatWidth") * of("seats"), d: of("seatDepth"), h, low: of("legHeight"), arm: style === "daybed" ? 0 : of("armWidth"), armTop: h + of("armHeight"), top: h + of("backHeight"), thick: style === "slim" ? 0.13 : 0.2 };
  addSeat(workshop, parameters, frame, solids);
  addBack(workshop, parameters, frame, solids);
  if (style === "rolled") addRolledArms(workshop, frame, solids);
  else if (style !== "daybed") addArms(workshop, frame, style === "slim", solids);
  addLegs(workshop, parameters, frame, solids);
  addPillows(workshop, parameters, frame, solids);
  return { solids, materials: sofaMaterials(parameters), keypoints: keypoints(parameters, frame), symmetry: NO_SYMMETRY };
}

function addSeat(workshop: Workshop, parameters: Parameters, frame: Frame, solids: Solid[]): void {
  const { w, d, h, low, arm, thick } = frame;
  const style = textOf(parameters, "style");
  const wooden = style === "slim" || style === "daybed";
  const cushion = wooden ? 0.14 : 0.17;
  const base = h - cushion;
  const outer = w + 2 * arm * 0.96;
  if (wooden) solids.push(workshop.mesh(softBox([0, thick * 0.4, (low + base) / 2], [outer, d + thick * 0.8, Math.max(0.05, base - low)], 0.02, 0.012), { part: "base", material: "wood", grain: "x" }, 40));
  else solids.push(workshop.mesh(softBox([0, thick / 2, (low + base) / 2], [outer, d + thick, base - low], 0.04, 0.02), cover("base"), 45));
  const seats = numberOf(parameters, "seats");
  const each = w / seats;
  for (let seat = 0; seat < seats; seat++) {
    const x = -w / 2 + each * (seat + 0.5);
    solids.push(workshop.mesh(softBox([x, -0.015, base + cushion / 2], [each - 0.008, d + 0.03, cushion], 0.05, 0.045, 4), cover("seat"), 60));
  }
  if (style !== "chaise") return;
  const x = (textOf(parameters, "side") === "left" ? 1 : -1) * (w / 2 - each / 2);
  const reach = 0.72;
  solids.push(workshop.mesh(softBox([x, -d / 2 - reach / 2 + 0.02, (low + base) / 2], [each - 0.01, reach, base - low], 0.04, 0.02), cover("chaise"), 45));
  solids.push(workshop.mesh(softBox([x, -d / 2 - reach / 2 + 0.01, base + cushion / 2], [each - 0.012, reach, cushion], 0.06, 0.045, 4), cover("chaise"), 60));
}

function addBack(workshop: Workshop, parameters: Parameters, frame: Frame, solids: Solid[]): void {
  const { w, d, h, low, arm, top, thick } = frame;
  const style = textOf(parameters, "style");
  const lean = (solid: Solid, y: number, z: number): Solid => solid.rotate(-numberOf(parameters, "reclineDegrees"), 0, 0).translate(0, y, z);
  if (style === "daybed") {
    // A low rail behind and bolsters at both ends.
    solids.push(workshop.mesh(softBox([0, d / 2 + thick * 0.3, (low + top) / 2], [w, 0.05, top - low], 0.02, 0.015), { part: "back", material: "wood", grain: "x" }, 40));
    for (const side of [1, -1]) {
      const bolster = workshop.revolve(rounding(0.11, d * 0.92), 24, cover("bolster"), 50).rotate(90, 0, 0);
      solids.push(bolster.translate(side * (w / 2 - 0.12), d * 0.46, h + 0.09));
    }
    for (let index = -1; index <= 1; index++) solids.push(lean(workshop.mesh(softBox([index * w * 0.28, 0, 0.19], [w * 0.27, 0.14, 0.38], 0.06, 0.06, 4), cover("cushion"), 60), d / 2 - 0.1, h - 0.02));
    return;
  }
  const slab = style === "rolled" ? 0.07 : 0.05;
  const shell = workshop.mesh(softBox([0, 0, (top - low - 0.02) / 2], [w + arm * (style === "slim" ? 0.5 : 1.7), thick, top - low - 0.02], 0.06, slab, 5), cover("back"), 50);
  solids.push(lean(shell, d / 2 + thick * 0.35, low + 0.02));
  const seats = numberOf(parameters, "seats");
  const each = w / seats;
  if (style === "rolled") {
    // Buttons in rows.
    const rise = top - h;
    for (let row = 0; row < 2; row++) {
      for (let column = 0; column < seats * 3; column++) {
        const x = -w / 2 + (w * (column + 0.5)) / (seats * 3);
        const button = workshop.ellipsoid([0.016, 0.012, 0.016], 10, cover("button")).translate(x, -thick * 0.5, h - low + rise * (0.35 + row * 0.35));
        solids.push(lean(button, d / 2 + thick * 0.35, low + 0.02));
      }
    }
    return;
  }
  for (let seat = 0; seat < seats; seat++) {
    const x = -w / 2 + each * (seat + 0.5);
    const height = top - h + 0.01;
    solids.push(lean(workshop.mesh(softBox([x, -thick * 0.2, height / 2], [each - 0.012, 0.17, height], 0.07, 0.06, 4), cover("cushion"), 60), d / 2 - 0.06, h - 0.01));
  }
}

/** The outline of a roll of given radius and length, for turning. */
function rounding(radius: number, length: number): Vector2[] {
  return [[0, 0], [radius * 0.7, 0.004], [radius * 0.92, 0.02], [radius, 0.05], [radius, length - 0.05], [radius * 0.92, length - 0.02], [radius * 0.7, length - 0.004], [0, length]];
}

function addArms(workshop: Workshop, frame: Frame, slim: boolean, solids: Solid[]): void {
  const { w, d, low, arm, armTop, thick } = frame;
  for (const side of [1, -1]) {
    const x = side * (w / 2 + arm / 2);
    const corner = slim ? 0.015 : Math.min(0.05, arm * 0.4);
    if (slim) {
      // An open wooden frame.
      const finish: Finish = { part: "arm", material: "wood", grain: "y" };
      solids.push(workshop.mesh(softBox([x, thick * 0.2, armTop - 0.018], [arm, d + thick * 0.6, 0.036], corner, 0.01), finish, 40));
      for (const y of [-d * 0.44, d / 2 + thick * 0.3]) solids.push(workshop.box([x, y, (low + armTop) / 2 - 0.015], [0.035, 0.05, armTop - low - 0.02], { part: "arm", material: "wood", grain: "z" }));
    } else solids.push(workshop.mesh(softBox([x, thick * 0.35, (low + armTop) / 2], [arm, d + thick * 0.7, armTop - low], corner, Math.min(0.045, arm * 0.35)), cover("arm"), 50));
  }
}

function addRolledArms(workshop: Workshop, frame: Frame, solids: Solid[]): void {
  const { w, d, low, arm, armTop, thick } = frame;
  const radius = Math.max(0.075, arm * 0.5);
  const length = d + thick * 0.8;
  for (const side of [1, -1]) {
    const x = side * (w / 2 + arm / 2);
    solids.push(workshop.mesh(softBox([x, thick * 0.4, (low + armTop - radius) / 2], [arm * 0.85, length - 0.02, armTop - radius - low], 0.03, 0.02), cover("arm"), 50));
    const roll = workshop.revolve(rounding(radius, length), 28, cover("arm"), 50).rotate(90, 0, 0).translate(x + side * arm * 0.08, -d / 2 + length, armTop - radius);
    solids.push(roll);
    const disc = workshop.extrude([circle(radius * 0.45, 20)], 0.012, { part: "arm", material: "cover" }).rotate(90, 0, 0).translate(x + side * arm * 0.08, -d / 2 + 0.003, armTop - radius);
    solids.push(disc);
  }
}

function addLegs(workshop: Workshop, parameters: Parameters, frame: Frame, solids: Solid[]): void {
  const { w, d, low, arm, thick } = frame;
  const kind = textOf(parameters, "legs");
  for (const [part, sideX, sideY] of LEGS) {
    const x = sideX * (w / 2 + arm - 0.08);
    const y = sideY < 0 ? -d / 2 + 0.08 : d / 2 + thick - 0.1;
    const from: Vector3 = [x, y, low + 0.02];
    const out = kind === "tapered" || kind === "round" ? 0.03 : 0;
    const to: Vector3 = [x + sideX * out, y + sideY * out, 0];
    const wooden: Finish = { part, material: "wood", grain: "z" };
    if (kind === "block") solids.push(workshop.box([x, y, (low + 0.02) / 2], [0.07, 0.07, low + 0.02], wooden));
    else solids.push(leg(workshop, from, to, kind === "metal" ? "tube" : "round", kind === "metal" ? 0.022 : 0.026, kind === "metal" ? { part, material: "dark_metal" } : wooden));
  }
  if (textOf(parameters, "style") === "chaise") {
    const x = (textOf(parameters, "side") === "left" ? 1 : -1) * (w / 2 - numberOf(parameters, "seatWidth") / 2);
    for (const side of [1, -1]) solids.push(workshop.box([x + side * 0.22, -d / 2 - 0.6, (low + 0.02) / 2], [0.06, 0.06, low + 0.02], { part: "leg_chaise", material: "dark_metal" }));
  }
}

/** Loose pillows against the ends of the back. */
function addPillows(workshop: Workshop, parameters: Parameters, frame: Frame, solids: Solid[]): void {
  const { w, d, h } = frame;
  const count = numberOf(parameters, "pillows");
  for (let index = 0; index < count; index++) {
    const side = index === 0 ? 1 : -1;
    const block = workshop.mesh(softBox([0, 0, 0], [0.42, 0.42, 0.13], 0.05, 0.06, 5), { part: "pillow", material: "pillow" }, 70);
    solids.push(block.rotate(68, 0, 0).rotate(0, 0, side * 24).translate(side * (w / 2 - 0.28), d / 2 - 0.32, h + 0.17));
  }
}

/**
 * PASCAL3D+ names: lower front corners, lower rear corners, upper corners of the back; "top" seat corners are the rear
 * ones, "bottom" the front ones.
 */
function keypoints(parameters: Parameters, frame: Frame): KeypointSeed[] {
  const { w, d, h, low, arm, top, thick } = frame;
  const outer = w / 2 + arm;
  const daybed = textOf(parameters, "style") === "daybed";
  const seeds: KeypointSeed[] = [];
  for (const [side, sign] of [["left", 1], ["right", -1]] as const) {
    const add = (name: string, x: number, y: number, z: number, parts: string[]): void => void seeds.push({ name, near: [sign * x, y, z], parts });
    add(`front_bottom_${side}`, outer, -d / 2, low, ["base", "arm"]);
    add(`seat_bottom_${side}`, w / 2, -d / 2 - 0.03, h, ["seat"]);
    add(`seat_top_${side}`, w / 2, d / 2, h, ["seat"]);
    add(`top_${side}_corner`, daybed ? outer : w / 2 + arm * 0.85, d / 2 + thick, top, ["back"]);
    add(`${side}_bottom_back`, outer, d / 2 + thick, low, ["base", "arm"]);
  }
  return seeds;
}

export const sofa: BuiltinShape = { category: "sofa", sampleParameters, build };
