/** Boats: rowing boat, motor boat, sailing yacht, fishing boat, cargo ship. */
import type { Random } from "../../core/random.js";
import { NO_SYMMETRY, type Material } from "../../sample/shape.js";
import { makeHull, type Hull, type HullForm } from "./boat-hull.js";
import { addCargo, addFishing, addMotor, addRowing, addSailing } from "./boat-forms.js";
import { numberOf, rounded, textOf, type Built, type BuiltinShape, type KeypointSeed, type Parameters } from "./builtin-shape.js";
import { cutAtHeights } from "./coach-body.js";
import { blackPlastic, chrome, darkMetal, glass, hexColor, material, steel, varyColor } from "./materials.js";
import type { Solid, Workshop } from "./solid.js";
import { woodTexture } from "./texture.js";

type Form = Record<"length" | "slenderness" | "depthRatio" | "sheerBow" | "sheerStern" | "transom" | "fullness" | "rakeRatio" | "entry", readonly [number, number]>;

/** Ranges: the length in metres, others as shares of length, beam or depth. */
const STYLES: Record<string, Form> = {
  rowing: { length: [3, 4.8], slenderness: [2.7, 3.4], depthRatio: [0.36, 0.44], sheerBow: [0.35, 0.6], sheerStern: [0.1, 0.3], transom: [0.45, 0.72], fullness: [0.3, 0.6], rakeRatio: [0.3, 0.7], entry: [0.42, 0.5] },
  motor: { length: [5.5, 10.5], slenderness: [2.7, 3.4], depthRatio: [0.44, 0.54], sheerBow: [0.15, 0.35], sheerStern: [-0.05, 0.05], transom: [0.82, 0.94], fullness: [0.15, 0.4], rakeRatio: [0.8, 1.5], entry: [0.4, 0.5] },
  sailing: { length: [7, 13], slenderness: [3, 3.6], depthRatio: [0.42, 0.5], sheerBow: [0.1, 0.22], sheerStern: [0, 0.08], transom: [0.5, 0.72], fullness: [0.1, 0.3], rakeRatio: [0.3, 0.8], entry: [0.48, 0.54] },
  fishing: { length: [9, 18], slenderness: [2.8, 3.5], depthRatio: [0.5, 0.62], sheerBow: [0.4, 0.65], sheerStern: [0.05, 0.15], transom: [0.75, 0.9], fullness: [0.45, 0.75], rakeRatio: [0.35, 0.7], entry: [0.32, 0.42] },
  cargo: { length: [80, 160], slenderness: [5.6, 6.8], depthRatio: [0.55, 0.7], sheerBow: [0.2, 0.35], sheerStern: [0.02, 0.08], transom: [0.8, 0.92], fullness: [0.85, 1], rakeRatio: [0.3, 0.6], entry: [0.2, 0.26] },
};

function sampleParameters(random: Random): Parameters {
  const style = random.pick(["rowing", "motor", "motor", "sailing", "sailing", "fishing", "cargo"] as const);
  const parameters: Parameters = { style };
  for (const [name, [low, high]] of Object.entries(STYLES[style]!)) parameters[name] = rounded(random.uniform(low, high), 4);
  const strong = random.pick([hexColor(random.uniform(0.55, 0.64), random.uniform(0.6, 0.9), random.uniform(0.3, 0.6)), hexColor(random.uniform(0.97, 1.02), 0.8, random.uniform(0.5, 0.75)), hexColor(random.uniform(0.35, 0.5), 0.7, random.uniform(0.3, 0.5)), "#1c2024"]);
  const white = varyColor(random, "#f0f1ef", 0.05);
  const wood = varyColor(random, random.pick(["#a8713f", "#8a5a33", "#c79a62", "#6b4226"]), 0.12);
  const wooden = style === "rowing" && random.next() < 0.6;
  return {
    ...parameters,
    hullLook: wooden ? "wood" : "paint",
    hullColor: wooden ? wood : style === "motor" || style === "sailing" ? (random.next() < 0.65 ? white : strong) : strong,
    bottomColor: random.pick(["#7d1f1c", "#1d2a44", "#23262a", "#a33a22"]),
    deckColor: style === "cargo" ? random.pick(["#7a3326", "#40594a", "#6d7072"]) : style === "fishing" ? "#8d9a96" : white,
    houseColor: white,
    accentColor: hexColor(random.next(), random.uniform(0.6, 0.9), random.uniform(0.4, 0.85)),
    woodColor: wood,
    sail: random.pick(["up", "up", "furled"] as const),
    sailColor: random.next() < 0.75 ? "#efece2" : hexColor(random.next(), random.uniform(0.3, 0.8), random.uniform(0.6, 0.9)),
    mast: rounded(random.uniform(1.15, 1.4), 3),
    boom: rounded(random.uniform(8, 24), 1),
    oars: random.next() < 0.7 ? "yes" : "no",
    cabin: random.pick(["open", "cuddy", "flybridge"] as const),
    outboard: random.next() < 0.5 ? "yes" : "no",
    house: random.pick(["front", "rear"] as const),
    load: random.pick(["containers", "containers", "hatches"] as const),
    loadSeed: random.integer(1000),
  };
}

function boatMaterials(parameters: Parameters): Material[] {
  const wood = textOf(parameters, "hullLook") === "wood";
  return [
    material("hull", textOf(parameters, "hullColor"), 0, wood ? 0.35 : 0.22, wood ? woodTexture() : null),
    material("bottom", textOf(parameters, "bottomColor"), 0, 0.5),
    material("deck", textOf(parameters, "deckColor"), 0, 0.5),
    material("house", textOf(parameters, "houseColor"), 0, 0.3),
    material("accent", textOf(parameters, "accentColor"), 0, 0.4),
    material("wood", textOf(parameters, "woodColor"), 0, 0.4, woodTexture()),
    material("sail", textOf(parameters, "sailColor"), 0, 0.85),
    material("rust", "#8a3d22", 0, 0.6), material("ochre", "#c98a25", 0, 0.5), material("blue", "#27517f", 0, 0.5), material("grey", "#a3a8aa", 0, 0.5),
    glass("glass", "#12181d"), chrome(), steel(), darkMetal(), blackPlastic(),
  ];
}

function form(parameters: Parameters): HullForm {
  const of = (name: string): number => numberOf(parameters, name);
  const beam = of("length") / of("slenderness");
  const depth = beam * of("depthRatio");
  return { length: of("length"), beam, depth, sheerBow: of("sheerBow") * depth, sheerStern: of("sheerStern") * depth, transom: of("transom"), fullness: of("fullness"), rake: of("rakeRatio") * depth, entry: of("entry") };
}

function build(workshop: Workshop, parameters: Parameters): Built {
  const hull = makeHull(form(parameters));
  const solids: Solid[] = [];
  const { length, beam, depth } = hull.form;
  const style = textOf(parameters, "style");
  const open = style === "rowing";
  // Paint below the waterline, and a stripe under the edge of the deck.
  const water = depth * (style === "cargo" ? 0.38 : 0.3);
  const wall = open ? 0.035 : Math.min(0.09, beam * 0.035);
  // What the deck lies below the edge.
  const sunk = open ? 0 : style === "cargo" ? depth * 0.1 : style === "motor" ? depth * 0.06 : depth * (style === "fishing" ? 0.2 : 0.05);
  const skin = workshop.mesh(hull.skin(0), (center) => ({ part: "hull", material: center[2] < water && !open ? "bottom" : "hull", grain: "y" }), 40);
  const inner = open ? hull.skin(wall, depth * 0.22, 0.6) : deckCut(hull, wall, sunk);
  const hollow = workshop.mesh(inner, { part: open ? "inside" : "deck", material: open ? "wood" : "deck", grain: "y" }, 40);
  solids.push(...cutAtHeights(skin.subtract(hollow), [water]));
  const add = { rowing: addRowing, motor: addMotor, sailing: addSailing, fishing: addFishing, cargo: addCargo }[style]!;
  add(workshop, parameters, hull, sunk, solids);
  const [bowY, sternY] = [-length / 2 - hull.form.rake * 0.5, length / 2];
  return { solids, materials: boatMaterials(parameters), keypoints: keypoints(hull, bowY, sternY), symmetry: NO_SYMMETRY };
}

/** What is taken away above the deck, within the bulwark. */
function deckCut(hull: Hull, wall: number, sunk: number): ReturnType<Hull["skin"]> {
  const { depth } = hull.form;
  return hull.skin(wall, depth - sunk, depth * 2, true);
}

/** PASCAL3D+ names: the bow above and below, the widest place in front, and the stern. */
function keypoints(hull: Hull, bowY: number, sternY: number): KeypointSeed[] {
  const { length, depth, beam, transom } = hull.form;
  const shoulder = -length / 2 + length * hull.form.entry * 0.8;
  const seeds: KeypointSeed[] = [
    { name: "head", near: [0, bowY, hull.edgeAt(-length / 2) + 0.1 * depth], parts: ["hull"] },
    { name: "head_down", near: [0, -length * 0.42, 0], parts: ["hull"] },
    { name: "tail", near: [0, sternY, depth * 0.5], parts: ["hull"] },
  ];
  for (const [side, sign] of [["left", 1], ["right", -1]] as const) {
    seeds.push({ name: `head_${side}`, near: [sign * hull.halfWidthAt(shoulder), shoulder, hull.edgeAt(shoulder)], parts: ["hull"] });
    seeds.push({ name: `tail_${side}`, near: [sign * (beam / 2) * transom, sternY, hull.edgeAt(sternY)], parts: ["hull"] });
  }
  return seeds;
}

export const boat: BuiltinShape = { category: "boat", sampleParameters, build };
