/** Cars: saloon, hatchback, SUV, pickup, van, coupe. */
import type { Random } from "../../core/random.js";
import type { Vector3 } from "../../geometry/vector.js";
import { NO_SYMMETRY, type Material } from "../../sample/shape.js";
import { numberOf, rounded, textOf, type Built, type BuiltinShape, type KeypointSeed, type Parameters } from "./builtin-shape.js";
import { carBody, type CarBody } from "./car-body.js";
import { addFittings } from "./car-fittings.js";
import { faceRegions, type Lamps } from "./car-face.js";
import { glassRegions } from "./car-glass.js";
import { carWheel, type RimStyle } from "./car-wheel.js";
import { inlay } from "./inlay.js";
import { blackPlastic, chrome, darkMetal, glass, hexColor, material, rubber, steel, varyColor } from "./materials.js";
import type { Finish, Solid, Workshop } from "./solid.js";

/** Ranges of a body style: [low, high] of lengths in metres and of shares of the car's length. */
type Ranges = Record<
  | "length" | "width" | "height" | "wheelRadius" | "clearance" | "noseHeight" | "cowlHeight" | "beltHeight" | "deckHeight" | "frontAxle" | "wheelbase"
  | "cowl" | "windshieldTop" | "roofEnd" | "rearBase" | "tumblehome" | "cabinExponent" | "roofDrop" | "cladding" | "pillarC",
  readonly [number, number]
>;

const STYLES: Record<string, Ranges> = {
  sedan: { length: [4.45, 5.05], width: [1.78, 1.9], height: [1.41, 1.5], wheelRadius: [0.31, 0.35], clearance: [0.16, 0.19], noseHeight: [0.7, 0.78], cowlHeight: [0.93, 0.98], beltHeight: [0.94, 0.99], deckHeight: [0.98, 1.07], frontAxle: [0.185, 0.2], wheelbase: [0.58, 0.6], cowl: [0.27, 0.295], windshieldTop: [0.41, 0.43], roofEnd: [0.67, 0.71], rearBase: [0.835, 0.87], tumblehome: [0.17, 0.22], cabinExponent: [4.2, 5], roofDrop: [0.03, 0.07], cladding: [0.03, 0.06], pillarC: [0.3, 0.4] },
  hatchback: { length: [3.75, 4.4], width: [1.7, 1.83], height: [1.45, 1.56], wheelRadius: [0.3, 0.34], clearance: [0.16, 0.19], noseHeight: [0.72, 0.82], cowlHeight: [0.95, 1.02], beltHeight: [0.96, 1.03], deckHeight: [1.0, 1.08], frontAxle: [0.195, 0.215], wheelbase: [0.61, 0.635], cowl: [0.25, 0.275], windshieldTop: [0.4, 0.43], roofEnd: [0.85, 0.89], rearBase: [0.955, 0.975], tumblehome: [0.15, 0.2], cabinExponent: [4.6, 5.6], roofDrop: [0.05, 0.11], cladding: [0.03, 0.07], pillarC: [0.28, 0.4] },
  suv: { length: [4.3, 5.05], width: [1.83, 2.0], height: [1.64, 1.84], wheelRadius: [0.36, 0.41], clearance: [0.21, 0.27], noseHeight: [0.92, 1.04], cowlHeight: [1.1, 1.2], beltHeight: [1.12, 1.21], deckHeight: [1.14, 1.22], frontAxle: [0.19, 0.205], wheelbase: [0.59, 0.615], cowl: [0.255, 0.28], windshieldTop: [0.37, 0.4], roofEnd: [0.88, 0.93], rearBase: [0.965, 0.982], tumblehome: [0.13, 0.18], cabinExponent: [5.2, 6.6], roofDrop: [0.02, 0.09], cladding: [0.12, 0.2], pillarC: [0.3, 0.42] },
  pickup: { length: [5.15, 5.9], width: [1.85, 2.03], height: [1.78, 1.94], wheelRadius: [0.38, 0.43], clearance: [0.24, 0.3], noseHeight: [1.0, 1.12], cowlHeight: [1.15, 1.24], beltHeight: [1.16, 1.24], deckHeight: [1.14, 1.22], frontAxle: [0.175, 0.19], wheelbase: [0.59, 0.62], cowl: [0.235, 0.26], windshieldTop: [0.32, 0.345], roofEnd: [0.54, 0.57], rearBase: [0.585, 0.605], tumblehome: [0.13, 0.17], cabinExponent: [5.2, 6.6], roofDrop: [0, 0.02], cladding: [0.06, 0.14], pillarC: [0.24, 0.28] },
  van: { length: [4.6, 5.4], width: [1.88, 2.03], height: [1.88, 2.15], wheelRadius: [0.32, 0.36], clearance: [0.18, 0.22], noseHeight: [0.86, 0.98], cowlHeight: [1.08, 1.18], beltHeight: [1.1, 1.2], deckHeight: [1.1, 1.2], frontAxle: [0.175, 0.195], wheelbase: [0.59, 0.62], cowl: [0.145, 0.175], windshieldTop: [0.27, 0.3], roofEnd: [0.955, 0.97], rearBase: [0.984, 0.99], tumblehome: [0.09, 0.13], cabinExponent: [7, 9], roofDrop: [0, 0.03], cladding: [0.04, 0.12], pillarC: [0.3, 0.4] },
  coupe: { length: [4.2, 4.75], width: [1.8, 1.94], height: [1.25, 1.37], wheelRadius: [0.32, 0.36], clearance: [0.12, 0.15], noseHeight: [0.62, 0.7], cowlHeight: [0.86, 0.91], beltHeight: [0.87, 0.93], deckHeight: [0.9, 0.98], frontAxle: [0.19, 0.21], wheelbase: [0.565, 0.6], cowl: [0.295, 0.33], windshieldTop: [0.45, 0.475], roofEnd: [0.62, 0.67], rearBase: [0.84, 0.89], tumblehome: [0.2, 0.25], cabinExponent: [3.8, 4.5], roofDrop: [0.05, 0.11], cladding: [0.02, 0.05], pillarC: [0.36, 0.48] },
};

/** Paints as sold: mostly white, black, grey, silver; then blue, red and the rest. */
function paint(random: Random): string {
  const draw = random.next();
  if (draw < 0.2) return varyColor(random, "#f2f3f2", 0.03);
  if (draw < 0.33) return varyColor(random, "#15171a", 0.2);
  if (draw < 0.47) return varyColor(random, random.pick(["#74787c", "#4d5155", "#a7abae", "#c9ccce"]), 0.1);
  if (draw < 0.65) return hexColor(random.uniform(0.55, 0.66), random.uniform(0.6, 0.95), random.uniform(0.25, 0.75));
  if (draw < 0.8) return hexColor(random.uniform(0.97, 1.02), random.uniform(0.8, 0.97), random.uniform(0.4, 0.8));
  return hexColor(random.next(), random.uniform(0.5, 0.95), random.uniform(0.3, 0.9));
}

function sampleParameters(random: Random): Parameters {
  const style = random.pick(["sedan", "sedan", "hatchback", "hatchback", "suv", "suv", "pickup", "van", "coupe"] as const);
  const parameters: Parameters = { style };
  for (const [name, [low, high]] of Object.entries(STYLES[style]!)) parameters[name] = rounded(random.uniform(low, high), 4);
  const twoDoors = style === "coupe" || (style === "hatchback" && random.next() < 0.3) || (style === "pickup" && random.next() < 0.3);
  const pillars = {
    sedan: "0.5 0.82", hatchback: twoDoors ? "0.62" : "0.47 0.78", suv: "0.43 0.7", pickup: twoDoors ? "0.9" : "0.53", van: "0.33 0.64", coupe: "0.62",
  }[style];
  const tall = style === "suv" || style === "pickup" || style === "van";
  return {
    ...parameters,
    doors: twoDoors || style === "van" ? 2 : 4,
    pillars,
    sideWindows: style === "van" ? random.pick([1, 1, 3]) : 3,
    color: paint(random),
    metallicPaint: rounded(random.next() < 0.55 ? random.uniform(0.25, 0.6) : 0, 2),
    roof: random.next() < 0.15 && style !== "pickup" ? "black" : "body",
    claddingLook: tall && random.next() < 0.7 ? "plastic" : "body",
    headlights: random.pick(tall ? (["slim", "tall", "tall"] as const) : (["slim", "slim", "tall", "round"] as const)),
    grille: random.pick(tall ? (["slats", "tall", "tall"] as const) : style === "coupe" ? (["slim", "none", "slats"] as const) : (["slats", "slats", "slim", "tall"] as const)),
    fogLights: random.next() < 0.5 ? "yes" : "no",
    tailLights: style === "van" || (tall && random.next() < 0.5) || (style === "hatchback" && random.next() < 0.4) ? "vertical" : random.pick(style === "coupe" ? (["band", "round", "wide"] as const) : (["wide", "wide", "band"] as const)),
    rim: random.pick(["spokes", "spokes", "double", "turbine", ...(style === "van" || style === "hatchback" ? (["cover", "cover"] as const) : (["spokes"] as const))] as const),
    spokes: 5 + random.integer(4),
    rimColor: random.pick(["bright", "bright", "grey", "black"] as const),
    rails: style === "suv" || (style === "van" && random.next() < 0.3) ? random.pick(["yes", "yes", "no"] as const) : "no",
    spoiler: style === "coupe" ? random.pick(["wing", "lip", "none"] as const) : style === "hatchback" || style === "suv" ? "roof" : "none",
    handles: random.next() < 0.35 ? "chrome" : "body",
    plate: random.pick(["white", "white", "yellow"] as const),
  };
}

function carMaterials(parameters: Parameters): Material[] {
  const flakes = numberOf(parameters, "metallicPaint");
  const color = textOf(parameters, "color");
  const rim = textOf(parameters, "rimColor");
  return [
    material("paint", color, flakes, flakes > 0 ? 0.3 : 0.18),
    textOf(parameters, "roof") === "black" ? material("roof", "#0e0f10", 0, 0.15) : material("roof", color, flakes, flakes > 0 ? 0.3 : 0.18),
    textOf(parameters, "claddingLook") === "plastic" ? { ...blackPlastic(), name: "cladding" } : material("cladding", color, flakes, 0.3),
    rim === "bright" ? { ...steel(), name: "rim", roughness: 0.25 } : material("rim", rim === "grey" ? "#6c6f73" : "#1a1b1d", 0.7, 0.35),
    material("plate", textOf(parameters, "plate") === "white" ? "#e9ebe8" : "#e8c63a", 0, 0.4),
    material("headlight", "#dfe6ea", 0.55, 0.08),
    material("tail_light", "#a30d12", 0, 0.12),
    glass(), chrome(), rubber(), blackPlastic(), darkMetal(),
  ];
}

function build(workshop: Workshop, parameters: Parameters): Built {
  const body = carBody(parameters);
  const solids: Solid[] = [];
  const face = faceRegions(body, parameters);
  const gapWalls: Finish = { part: "body", material: "black_plastic" };

  const skin = workshop.mesh(body.lower(0), (center) => ({ part: "body", material: center[2] < body.claddingZ - 0.001 ? (center[2] < body.sillZ + 0.012 ? "black_plastic" : "cladding") : "paint" }), 42);
  let lower = inlay(workshop, skin, body.lower(0.014), face.regions, gapWalls);
  lower = lower.subtract(workshop.group(arches(workshop, body)));
  if (textOf(parameters, "style") === "pickup") lower = lower.subtract(loadBed(workshop, body));
  solids.push(lower);

  const eaves = body.cabin.eavesZ;
  const cabin = workshop.mesh(body.cabin.skin(0), (center) => ({ part: "body", material: center[2] > eaves - numberOf(parameters, "roofDrop") - 0.002 ? "roof" : "paint" }), 45);
  solids.push(inlay(workshop, cabin, body.cabin.skin(0.016), glassRegions(body, parameters), { part: "body", material: "black_plastic" }));

  addWheels(workshop, parameters, body, solids);
  addFittings(workshop, parameters, body, solids);
  return { solids, materials: carMaterials(parameters), keypoints: keypoints(body, face.lamps), symmetry: NO_SYMMETRY };
}

const tyreWidth = (body: CarBody): number => body.wheelRadius * 0.66;

/** Cutters for the wheel wells. */
function arches(workshop: Workshop, body: CarBody): Solid[] {
  const depth = tyreWidth(body) + 0.12;
  const well = workshop.cylinder(depth + 0.4, body.wheelRadius * 1.17, body.wheelRadius * 1.17, 30, { part: "body", material: "black_plastic" }).rotate(0, 90, 0);
  return [body.frontWheelY, body.rearWheelY].flatMap((y) => {
    const left = well.translate(body.halfWidthAt(y) - depth, y, body.wheelRadius * 1.04);
    return [left, left.mirrorX()];
  });
}

function loadBed(workshop: Workshop, body: CarBody): Solid {
  const from = body.cabin.rearAt(body.cabin.beltZ) + 0.06;
  const to = body.length / 2 - 0.07;
  const floor = body.sillZ + 0.42;
  const finish: Finish = { part: "load_bed", material: "black_plastic" };
  const bed = workshop.box([0, (from + to) / 2, floor + 1], [body.halfWidth * 2 - 0.22, to - from, 2], finish);
  // The wheel wells stand up inside.
  const top = body.wheelRadius * 2.3;
  const hump = workshop.box([body.halfWidth, body.rearWheelY, top / 2], [2 * (tyreWidth(body) + 0.16), body.wheelRadius * 2.6, top], finish);
  return bed.subtract(workshop.group([hump, hump.mirrorX()]));
}

function addWheels(workshop: Workshop, parameters: Parameters, body: CarBody, solids: Solid[]): void {
  const width = tyreWidth(body);
  for (const [end, y] of [["front", body.frontWheelY], ["back", body.rearWheelY]] as const) {
    for (const side of ["left", "right"] as const) {
      const pieces = carWheel(workshop, body.wheelRadius, width, textOf(parameters, "rim") as RimStyle, numberOf(parameters, "spokes"), `wheel_${end}_${side}`);
      for (const piece of pieces) {
        const placed = piece.translate(body.halfWidthAt(y) - width / 2 - 0.012, y, body.wheelRadius);
        solids.push(side === "left" ? placed : placed.mirrorX());
      }
    }
  }
}

/** PASCAL3D+ names: wheels at the hub's outer face, windows at their upper corners, the boot at its rear upper corners. */
function keypoints(body: CarBody, lamps: Lamps): KeypointSeed[] {
  const { cabin, length } = body;
  const high = cabin.eavesZ - 0.02;
  const half = cabin.halfWidthAt(high) * 0.84;
  const seeds: KeypointSeed[] = [];
  const pair = (name: (side: string) => string, at: Vector3, parts: (side: string) => string[]): void => {
    seeds.push({ name: name("left"), near: at, parts: parts("left") });
    seeds.push({ name: name("right"), near: [-at[0], at[1], at[2]], parts: parts("right") });
  };
  pair((side) => `${side}_front_wheel`, [body.halfWidth, body.frontWheelY, body.wheelRadius], (side) => [`wheel_front_${side}`]);
  pair((side) => `${side}_back_wheel`, [body.halfWidth, body.rearWheelY, body.wheelRadius], (side) => [`wheel_back_${side}`]);
  pair((side) => `upper_${side}_windshield`, [half, cabin.frontAt(high) + 0.1, high + 0.05], () => ["windshield"]);
  pair((side) => `upper_${side}_rearwindow`, [half, cabin.rearAt(high) - 0.1, high + 0.05], () => ["rear_window"]);
  pair((side) => `${side}_front_light`, [lamps.headlight.x, -length / 2 + 0.05, lamps.headlight.z], (side) => [`headlight_${side}`]);
  pair((side) => `${side}_back_trunk`, [body.halfWidth * 0.72, length / 2, body.topAt(length * 0.48)], () => ["body"]);
  return seeds;
}

export const car: BuiltinShape = { category: "car", sampleParameters, build };
