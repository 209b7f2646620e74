/** Screens: flat televisions on a foot or on two feet, computer monitors, tube televisions, wooden sets. */
import type { Random } from "../../core/random.js";
import type { Vector3 } from "../../geometry/vector.js";
import { NO_SYMMETRY, type Material } from "../../sample/shape.js";
import { numberOf, rounded, textOf, type Built, type BuiltinShape, type KeypointSeed, type Parameters } from "./builtin-shape.js";
import { bar, leg } from "./chair-parts.js";
import { loft, softBox } from "./loft.js";
import { blackPlastic, chrome, darkMetal, material, steel, varyColor } from "./materials.js";
import { roundedRectangle } from "./profile.js";
import type { Finish, Solid, Workshop } from "./solid.js";
import { woodTexture } from "./texture.js";

function sampleParameters(random: Random): Parameters {
  const style = random.pick(["pedestal", "feet", "feet", "monitor", "tube", "wooden"] as const);
  const between = (low: number, high: number): number => rounded(random.uniform(low, high), 4);
  const common: Parameters = {
    style,
    width: { pedestal: between(0.75, 1.3), feet: between(0.9, 1.65), monitor: between(0.42, 0.8), tube: between(0.45, 0.82), wooden: between(0.6, 0.85) }[style],
    aspect: style === "tube" || style === "wooden" ? between(1.15, 1.34) : style === "monitor" ? random.pick([1.6, 1.778, 1.25, 2.35]) : 1.778,
    bezel: { pedestal: between(0.012, 0.05), feet: between(0.006, 0.02), monitor: between(0.008, 0.03), tube: between(0.03, 0.055), wooden: between(0.04, 0.06) }[style],
    chin: style === "tube" ? between(0.02, 0.09) : between(0, 0.03),
    depth: style === "tube" || style === "wooden" ? between(0.38, 0.5) : between(0.025, 0.06),
    lift: style === "monitor" ? between(0.1, 0.2) : style === "wooden" ? between(0.12, 0.4) : between(0.05, 0.11),
    base: random.pick(["round", "square", "vee"] as const),
    panel: random.pick(["bottom", "side"] as const),
    caseColor: style === "tube" ? varyColor(random, random.pick(["#1f2022", "#8b8d8f", "#b9b6ab", "#3a3b3e", "#cfccc0"]), 0.1) : style === "wooden" ? varyColor(random, random.pick(["#7a4a26", "#5b3319", "#9c6b3c"]), 0.12) : varyColor(random, random.pick(["#151618", "#151618", "#26282b", "#b9bcbf", "#eceded"]), 0.1),
    screenColor: varyColor(random, random.pick(style === "tube" || style === "wooden" ? ["#2b3230", "#232a2b", "#39403c"] : ["#08090b", "#0b0d12", "#0c1424"]), 0.15),
  };
  return common;
}

function tvMaterials(parameters: Parameters): Material[] {
  const wooden = textOf(parameters, "style") === "wooden";
  return [
    material("case", textOf(parameters, "caseColor"), 0, wooden ? 0.4 : 0.42, wooden ? woodTexture() : null),
    material("screen", textOf(parameters, "screenColor"), 0, 0.06),
    material("cloth", "#a08a62", 0, 0.9),
    material("lamp", "#c0201c", 0, 0.3),
    blackPlastic(), darkMetal(), chrome(), steel(),
  ];
}

/** The screen's box, for keypoints. */
interface Case {
  width: number;
  low: number;
  high: number;
  front: number;
  back: { y: number; width: number; low: number; high: number };
}

const casing: Finish = { part: "case", material: "case", grain: "x" };
const dark = (part: string): Finish => ({ part, material: "black_plastic" });

function build(workshop: Workshop, parameters: Parameters): Built {
  const solids: Solid[] = [];
  const style = textOf(parameters, "style");
  const box = style === "tube" || style === "wooden" ? deepSet(workshop, parameters, solids) : flatPanel(workshop, parameters, solids);
  return { solids, materials: tvMaterials(parameters), keypoints: keypoints(box), symmetry: NO_SYMMETRY };
}

/** A box from front to back with rings of (y, width, low, high, corner). */
function boxLoft(rings: readonly (readonly [number, number, number, number, number])[]): ReturnType<typeof loft> {
  const ring = ([y, width, low, high, corner]: readonly [number, number, number, number, number]): Vector3[] =>
    roundedRectangle([0, 0], width, high - low, corner, 4).map(([x, z]): Vector3 => [x, y, (low + high) / 2 - z]);
  const [first, last] = [rings[0]!, rings.at(-1)!];
  const within = (of: readonly [number, number, number, number, number]): Vector3[] => {
    const inset = (of[3] - of[2]) * 0.06;
    return ring([of[0], of[1] - 2 * inset, of[2] + inset, of[3] - inset, of[4]]);
  };
  return loft([within(first), ...rings.map(ring), within(last)]);
}

/** The picture: a plate that may bulge, in an opening of the front. */
function screen(workshop: Workshop, width: number, low: number, high: number, y: number, bulge: number, corner: number): Solid {
  const steps = bulge > 0 ? 6 : 1;
  const rings = Array.from({ length: steps + 1 }, (_, step): readonly [number, number, number, number, number] => {
    const t = step / steps;
    const inset = bulge > 0 ? (1 - t) * (high - low) * 0.42 : 0;
    const rise = 1 - (1 - t) * (1 - t);
    return [y - bulge * (1 - rise), width - 2 * inset * (width / (high - low)), low + inset, high - inset, corner];
  });
  return workshop.mesh(boxLoft([...rings, [y + 0.006, width, low, high, corner]]), { part: "screen", material: "screen" }, bulge > 0 ? 60 : 35);
}

function flatPanel(workshop: Workshop, parameters: Parameters, solids: Solid[]): Case {
  const of = (name: string): number => numberOf(parameters, name);
  const [width, bezel, depth, lift] = [of("width"), of("bezel"), of("depth"), of("lift")];
  const style = textOf(parameters, "style");
  const picture = (width - 2 * bezel) / of("aspect");
  const chin = style === "pedestal" || style === "monitor" ? of("chin") : 0;
  const high = lift + picture + 2 * bezel + chin;
  const corner = Math.min(0.012, bezel);
  const slab: readonly (readonly [number, number, number, number, number])[] = [
    [-0.012, width - 0.004, lift + 0.002, high - 0.002, corner], [-0.009, width, lift, high, corner], [0.006, width, lift, high, corner], [0.012, width - 0.01, lift + 0.005, high - 0.005, corner],
  ];
  const hole = workshop.box([0, -0.016, lift + chin + bezel + picture / 2], [width - 2 * bezel, 0.02, picture], { part: "case", material: "case" });
  solids.push(workshop.mesh(boxLoft(slab), casing, 35).subtract(hole), screen(workshop, width - 2 * bezel, lift + chin + bezel, high - bezel, -0.0075, 0, 0.001));
  // Electronics bulge out behind.
  const [w, l, h] = [width * 0.72, lift + (high - lift) * 0.1, lift + (high - lift) * 0.62];
  solids.push(workshop.mesh(boxLoft([[0.008, w, l, h, 0.02], [depth * 0.75, w * 0.97, l + 0.01, h - 0.02, 0.03], [depth, w * 0.9, l + 0.03, h - 0.05, 0.03]]), dark("back"), 35));
  for (let slot = 0; slot < 5; slot++) solids.push(workshop.box([0, depth, l + (h - l) * (0.3 + slot * 0.1)], [w * 0.5, 0.004, 0.006], { part: "vent", material: "dark_metal" }));
  addStand(workshop, parameters, { width, high, depth, lift }, solids);
  solids.push(workshop.box([0, -0.0125, lift + (bezel + chin) * 0.45], [Math.min(0.06, width * 0.08), 0.002, Math.max(0.003, (bezel + chin) * 0.25)], { part: "logo", material: "steel" }));
  return { width, low: lift, high, front: -0.012, back: { y: depth, width: w * 0.9, low: l + 0.03, high: h - 0.05 } };
}

function addStand(workshop: Workshop, parameters: Parameters, of: { width: number; high: number; depth: number; lift: number }, solids: Solid[]): void {
  const { width, high, depth, lift } = of;
  const style = textOf(parameters, "style");
  const metal: Finish = { part: "stand", material: style === "monitor" ? "steel" : "dark_metal" };
  if (style === "feet") {
    for (const side of [1, -1]) {
      const x = side * width * 0.36;
      for (const end of [1, -1]) solids.push(bar(workshop, [x, 0, lift + 0.03], [x + side * 0.02, end * Math.min(0.15, width * 0.11), 0.008], 0.009, metal, [1, 0, 0]));
      solids.push(workshop.box([x, 0.004, lift + 0.02], [0.03, 0.014, 0.06], metal));
    }
    return;
  }
  const reach = Math.min(0.42, width * (style === "monitor" ? 0.42 : 0.44));
  const deep = style === "monitor" ? reach * 0.72 : reach * 0.5;
  const base = textOf(parameters, "base");
  if (base === "vee") {
    for (const side of [1, -1]) solids.push(bar(workshop, [side * 0.01, depth * 0.5 + 0.04, 0.02], [side * reach * 0.5, depth * 0.5 - deep * 0.6, 0.009], 0.009, metal));
  }
  if (base === "round") solids.push(workshop.cylinder(0.014, 0.5, 0.485, 40, metal).scale(reach, deep, 1).translate(0, depth * 0.5, 0));
  else solids.push(workshop.mesh(softBox([0, depth * 0.5, 0.007], [reach * (base === "vee" ? 0.4 : 1), deep, 0.014], 0.02, 0.004), metal, 35));
  const column = lift + (high - lift) * (style === "monitor" ? 0.5 : 0.18);
  solids.push(workshop.mesh(softBox([0, depth * 0.5 + 0.03, column / 2 + 0.004], [style === "monitor" ? 0.055 : width * 0.09, 0.03, column], 0.01, 0.004), metal, 35));
  solids.push(workshop.box([0, depth * 0.5 + 0.015, column - 0.035], [style === "monitor" ? 0.05 : width * 0.08, Math.max(0.03, depth * 0.7), 0.06], metal));
}

function deepSet(workshop: Workshop, parameters: Parameters, solids: Solid[]): Case {
  const of = (name: string): number => numberOf(parameters, name);
  const [width, bezel, depth] = [of("width"), of("bezel"), of("depth")];
  const wooden = textOf(parameters, "style") === "wooden";
  const sidePanel = wooden || textOf(parameters, "panel") === "side" ? width * 0.17 : 0;
  const low = wooden ? of("lift") : 0.015;
  const pictureWidth = width - 2 * bezel - sidePanel;
  const picture = pictureWidth / of("aspect");
  const chin = sidePanel > 0 ? 0 : 0.03 + of("chin");
  const high = low + picture + 2 * bezel + chin;
  const front = -depth / 2;
  const corner = wooden ? 0.012 : 0.03;
  const back = { y: depth / 2, width: wooden ? width * 0.8 : width * 0.52, low: wooden ? low + 0.04 : low + (high - low) * 0.14, high: wooden ? high - 0.06 : high - (high - low) * 0.22 };
  const rings: (readonly [number, number, number, number, number])[] = [
    [front, width - 0.016, low + 0.008, high - 0.008, corner], [front + 0.012, width, low, high, corner],
    [wooden ? depth * 0.3 : front + depth * 0.26, width, low, high, corner],
    [wooden ? depth * 0.32 : front + depth * 0.32, wooden ? width * 0.9 : width * 0.95, low + 0.006, high - 0.012, corner],
    [depth * 0.4, wooden ? width * 0.84 : width * 0.6, wooden ? back.low : low + 0.01, back.high + 0.02, corner], [back.y, back.width, back.low, back.high, corner],
  ];
  const cx = sidePanel / 2;
  const z0 = low + bezel + chin;
  const hollow = workshop.mesh(softBox([cx, 0, 0], [pictureWidth, picture, 0.07], 0.05, 0.004), { part: "case", material: "black_plastic" }, 40).rotate(90, 0, 0).translate(0, front, z0 + picture / 2);
  solids.push(workshop.mesh(boxLoft(rings), casing, 35).subtract(hollow));
  solids.push(screen(workshop, pictureWidth + 0.002, z0 - 0.001, z0 + picture + 0.001, front + 0.026, 0.02, 0.05).translate(cx, 0, 0));
  const knob = (x: number, z: number, radius: number, name: string): void => void solids.push(workshop.cylinder(0.02, radius, radius * 0.85, 20, { part: "knob", material: name }).rotate(90, 0, 0).translate(x, front + 0.002, z));
  if (sidePanel > 0) {
    const x = -width / 2 + bezel * 0.7 + sidePanel / 2;
    knob(x, high - bezel - 0.05, sidePanel * 0.3, wooden ? "chrome" : "black_plastic");
    knob(x, high - bezel - 0.05 - sidePanel * 0.85, sidePanel * 0.22, wooden ? "chrome" : "black_plastic");
    const count = 7;
    for (let slat = 0; slat < count; slat++) solids.push(workshop.box([x, front + 0.001, low + bezel + 0.02 + (slat * (picture * 0.42)) / count], [sidePanel * 0.8, 0.008, (picture * 0.2) / count], { part: "speaker", material: wooden ? "cloth" : "black_plastic" }));
  } else {
    for (let button = 0; button < 4; button++) solids.push(workshop.box([(button - 1.5) * 0.035, front - 0.001, low + chin * 0.5 + bezel * 0.4], [0.022, 0.008, 0.01], dark("button")));
    solids.push(workshop.box([width * 0.36, front - 0.001, low + chin * 0.5 + bezel * 0.4], [0.008, 0.006, 0.008], { part: "button", material: "lamp" }));
    for (const side of [1, -1]) for (let slot = 0; slot < 8; slot++) solids.push(workshop.box([side * (pictureWidth / 2 + bezel * 0.5), front + 0.002, z0 + picture * (0.1 + slot * 0.035)], [bezel * 0.5, 0.006, 0.004], dark("speaker")));
  }
  if (wooden) {
    for (const [x, y] of [[1, -1], [-1, -1], [1, 1], [-1, 1]] as const) solids.push(leg(workshop, [x * width * 0.38, y * depth * 0.25, low + 0.02], [x * width * 0.44, y * depth * 0.36, 0], "round", 0.018, { part: "leg", material: "case", grain: "z" }));
  } else for (const side of [1, -1]) solids.push(workshop.box([side * width * 0.36, front + depth * 0.2, 0.01], [width * 0.12, depth * 0.25, 0.02], dark("foot")));
  for (let slot = 0; slot < 6; slot++) solids.push(workshop.box([0, back.y, back.low + (back.high - back.low) * (0.3 + slot * 0.1)], [back.width * 0.6, 0.006, 0.008], { part: "vent", material: "black_plastic" }));
  if (wooden || textOf(parameters, "panel") === "side") {
    for (const side of [1, -1]) solids.push(bar(workshop, [side * 0.02, 0, high - 0.005], [side * width * 0.28, 0.03, high + width * 0.42], 0.004, { part: "antenna", material: "chrome" }, [0, 1, 0]));
    solids.push(workshop.mesh(softBox([0, 0, high + 0.012], [0.11, 0.07, 0.03], 0.02, 0.01), dark("antenna"), 45));
  }
  return { width, low, high, front, back };
}

/** PASCAL3D+ names: corners of the front and of the back. */
function keypoints(box: Case): KeypointSeed[] {
  const seeds: KeypointSeed[] = [];
  const corners = (end: string, y: number, width: number, low: number, high: number, parts: string[]): void => {
    for (const [height, z] of [["bottom", low], ["top", high]] as const) {
      for (const [side, sign] of [["left", 1], ["right", -1]] as const) seeds.push({ name: `${end}_${height}_${side}`, near: [(sign * width) / 2, y, z], parts });
    }
  };
  corners("front", box.front, box.width, box.low, box.high, ["case"]);
  const { y, width, low, high } = box.back;
  corners("back", y, width, low, high, ["case", "back"]);
  return seeds;
}

export const tv: BuiltinShape = { category: "tv", sampleParameters, build };
