/** Light propeller planes (high or low wing) and gliders. */
import type { Vector3 } from "../../geometry/vector.js";
import type { AirplanePoints } from "./airplane.js";
import { bothSides, gearLeg, hullLoft, propeller, wing, type Rib, type Section } from "./airplane-parts.js";
import { numberOf, textOf, type Parameters } from "./builtin-shape.js";
import { inlay, mirrored, type Region } from "./inlay.js";
import { tube } from "./loft.js";
import { roundedPolygon, smoothFunction, superellipse } from "./profile.js";
import type { Finish, Solid, Vector2, Workshop } from "./solid.js";

/** Outlines along the fuselage as (share of the length, metres for a plane of 8 m). */
interface Outline {
  top: readonly Vector2[];
  bottom: readonly Vector2[];
  halfWidth: readonly Vector2[];
  stations: readonly number[];
}

const CABIN: Outline = {
  top: [[0.055, -0.02], [0.075, 0.1], [0.12, 0.16], [0.23, 0.2], [0.26, 0.27], [0.335, 0.6], [0.37, 0.66], [0.48, 0.64], [0.58, 0.42], [0.66, 0.3], [0.85, 0.19], [1, 0.14]],
  bottom: [[0.055, -0.22], [0.075, -0.38], [0.12, -0.47], [0.22, -0.55], [0.46, -0.55], [0.7, -0.24], [1, -0.02]],
  halfWidth: [[0.055, 0.2], [0.075, 0.36], [0.12, 0.43], [0.22, 0.5], [0.4, 0.56], [0.55, 0.47], [0.8, 0.19], [1, 0.05]],
  stations: [0.055, 0.06, 0.068, 0.08, 0.1, 0.14, 0.19, 0.225, 0.245, 0.265, 0.29, 0.315, 0.335, 0.355, 0.38, 0.43, 0.48, 0.52, 0.56, 0.61, 0.7, 0.85, 0.97, 1],
};

const POD: Outline = {
  top: [[0, -0.06], [0.02, 0.05], [0.08, 0.22], [0.16, 0.38], [0.24, 0.4], [0.34, 0.3], [0.46, 0.16], [1, 0.13]],
  bottom: [[0, -0.1], [0.02, -0.2], [0.08, -0.31], [0.2, -0.4], [0.34, -0.32], [0.5, -0.06], [1, 0]],
  halfWidth: [[0, 0.02], [0.02, 0.12], [0.08, 0.24], [0.2, 0.33], [0.34, 0.26], [0.5, 0.11], [1, 0.06]],
  stations: [0, 0.004, 0.012, 0.025, 0.045, 0.07, 0.1, 0.14, 0.18, 0.22, 0.27, 0.32, 0.38, 0.44, 0.5, 0.75, 0.97, 1],
};

export function buildLight(workshop: Workshop, parameters: Parameters, solids: Solid[]): AirplanePoints {
  const length = numberOf(parameters, "length");
  const glider = textOf(parameters, "style") === "glider";
  const high = glider || textOf(parameters, "wingPlace") === "high";
  const m = length / 8;
  const at = (t: number): number => (t - 0.5) * length;
  const outline = glider ? POD : CABIN;
  const [top, bottom, halfWidth] = [smoothFunction(outline.top), smoothFunction(outline.bottom), smoothFunction(outline.halfWidth)];
  const sections = outline.stations.map((t): Section => ({ y: at(t), halfWidth: halfWidth(t) * m, bottom: bottom(t) * m, top: top(t) * m, exponent: glider ? 2.1 : 3 }));
  const stripe = glider || textOf(parameters, "livery") === "plain" ? null : { low: -0.12 * m, high: 0.02 * m };
  const paint = (center: Vector3): Finish => {
    const striped = stripe !== null && center[2] > stripe.low && center[2] < stripe.high;
    return { part: "fuselage", material: striped ? "accent" : "body" };
  };
  const skin = workshop.mesh(hullLoft(sections, 0, 32), paint, 55);
  const body = inlay(workshop, skin, hullLoft(sections, 0.02 * m, 32), glider ? canopy(at, m) : cabinWindows(at, m), { part: "fuselage", material: "body" });
  if (stripe === null) solids.push(body);
  else {
    solids.push(body.trim([0, 0, 1], stripe.high), body.trim([0, 0, -1], -stripe.low));
    solids.push(body.trim([0, 0, 1], stripe.low).trim([0, 0, -1], -stripe.high));
  }

  const half = (length * numberOf(parameters, "spanRatio")) / 2;
  const wingZ = (glider ? 0.3 : high ? 0.6 : -0.42) * m;
  const rootY = at(glider ? 0.27 : 0.3);
  const chord = (glider ? 0.9 : 1.55) * m;
  const rise = half * (glider ? 0.06 : high ? 0.025 : 0.09);
  const taper = glider ? 0.4 : numberOf(parameters, "taper");
  const ribs: Rib[] = [
    { at: [0, rootY, wingZ], chord, thickness: 0.15, cantDegrees: 0 },
    { at: [half * 0.5, rootY + chord * (1 - taper) * 0.06, wingZ + rise * 0.4], chord: chord * (glider ? 0.85 : (1 + taper) / 2 + 0.04), thickness: 0.14, cantDegrees: 0 },
    { at: [half, rootY + chord * (1 - taper) * 0.35, wingZ + rise], chord: chord * taper, thickness: 0.12, cantDegrees: 0 },
  ];
  const tip = ribs[2]!;
  if (glider) ribs.push({ at: [half * 1.015, tip.at[1] + tip.chord * 0.5, tip.at[2] + 0.3 * m], chord: tip.chord * 0.45, thickness: 0.1, cantDegrees: 78 });
  const accentTips = glider && textOf(parameters, "tips") === "accent";
  solids.push(
    ...bothSides((side) => {
      const part = `wing_${side}`;
      const whole = wing(workshop, ribs, 0.03, (accentTips ? { part, material: "body" } : { part, material: glider ? "white" : "body" }), 9);
      return whole;
    }),
  );
  if (!glider && high) {
    const strut = (sign: number): Solid =>
      workshop.mesh(tube([{ at: [sign * 0.5 * m, at(0.33), -0.42 * m] }, { at: [sign * half * 0.46, rootY + chord * 0.32, wingZ + rise * 0.4] }], superellipse(0.022 * m, 0.06 * m, 2, 10), [0, 0, 1]), { part: "wing_strut", material: "body" }, 60);
    solids.push(strut(1), strut(-1));
  }

  const finHeight = (glider ? 1.25 : 1.3) * m;
  const finBase = 0.08 * m;
  const finY = at(glider ? 0.87 : 0.82);
  const fin: Rib[] = [
    { at: [0, finY, finBase], chord: (glider ? 0.95 : 1.35) * m, thickness: 0.1, cantDegrees: 90 },
    { at: [0, finY + (glider ? 0.28 : 0.72) * m, finBase + finHeight], chord: (glider ? 0.6 : 0.65) * m, thickness: 0.1, cantDegrees: 90 },
  ];
  solids.push(wing(workshop, fin, 0, { part: "rudder", material: glider || textOf(parameters, "livery") === "plain" ? "body" : "accent" }));
  const tailHalf = (glider ? 1.2 : 1.65) * m;
  const tailChord = (glider ? 0.5 : 0.95) * m;
  const elevator: Rib[] = [
    { at: [0, glider ? finY + 0.3 * m : at(0.865), glider ? finBase + finHeight : 0.1 * m], chord: tailChord, thickness: 0.1, cantDegrees: 0 },
    { at: [tailHalf, (glider ? finY + 0.42 * m : at(0.865) + 0.28 * m), glider ? finBase + finHeight : 0.1 * m], chord: tailChord * 0.66, thickness: 0.09, cantDegrees: 0 },
  ];
  solids.push(...bothSides((side) => wing(workshop, elevator, 0, { part: `elevator_${side}`, material: "body" })));

  const noseParts = glider ? ["fuselage"] : addUndercarriage(workshop, parameters, solids, at, m);
  if (!glider) {
    for (const solid of propeller(workshop, numberOf(parameters, "blades"), 0.98 * m, 0.2 * m, numberOf(parameters, "bladeTurn"))) solids.push(solid.translate(0, at(0.05), -0.12 * m));
  } else {
    solids.push(workshop.revolve([[0, -0.05], [0.19, -0.05], [0.19, 0.05], [0, 0.05]], 20, { part: "gear_main", material: "rubber" }).rotate(0, 90, 0).scale(m, m, m).translate(0, at(0.36), -0.36 * m));
  }
  const nose: Vector3 = glider ? [0, at(0.08), -0.4 * m] : noseParts[0] === "fuselage" ? [0, at(0.12), -0.6 * m] : [0, at(0.13), -1.3 * m];
  const end = ribs.at(-1)!;
  return {
    noseLanding: nose,
    noseParts,
    wingTip: [end.at[0] + m, end.at[1] + end.chord * 0.5, end.at[2] + (glider ? 0.3 * m : 0)],
    elevatorTip: [tailHalf * 1.2, elevator[1]!.at[1] + elevator[1]!.chord * 0.5, elevator[1]!.at[2]],
    rudderLower: [0, fin[0]!.at[1] + fin[0]!.chord, finBase],
    rudderUpper: [0, fin[1]!.at[1] + fin[1]!.chord, fin[1]!.at[2]],
    tail: [0, at(1) + m, 0.07 * m],
  };
}

/** Wheels of a propeller plane. Returns the parts that the nose landing is marked on. */
function addUndercarriage(workshop: Workshop, parameters: Parameters, solids: Solid[], at: (t: number) => number, m: number): string[] {
  const ground = -1.28 * m;
  const tricycle = textOf(parameters, "gear") === "tricycle";
  const spats = textOf(parameters, "spats") === "yes";
  const wheel = 0.2 * m;
  const fairing = (x: number, y: number): void => {
    solids.push(workshop.ellipsoid([0.13 * m, 0.42 * m, 0.19 * m], 18, { part: "gear_fairing", material: "body" }).translate(x, y + 0.06 * m, ground + wheel * 1.25));
  };
  const mainY = at(tricycle ? 0.44 : 0.27);
  for (const side of [1, -1]) {
    const x = side * 1.05 * m;
    solids.push(...gearLeg(workshop, [x, mainY, ground + wheel * 1.4], ground, wheel, false, "gear_main", 0.03 * m));
    solids.push(workshop.mesh(tube([{ at: [side * 0.35 * m, mainY, -0.5 * m] }, { at: [x * 0.86, mainY, ground + wheel * 1.7] }, { at: [x, mainY, ground + wheel] }], superellipse(0.03 * m, 0.075 * m, 2.5, 10), [0, 0, 1]), { part: "gear_main", material: "body" }, 60));
    if (spats) fairing(x, mainY);
  }
  if (tricycle) {
    const y = at(0.13);
    solids.push(...gearLeg(workshop, [0, y, -0.4 * m], ground, wheel * 0.9, false, "gear_nose", 0.04 * m));
    if (spats) fairing(0, y);
    return spats ? ["gear_nose", "gear_fairing"] : ["gear_nose"];
  }
  solids.push(...gearLeg(workshop, [0, at(0.955), 0.02 * m], -0.3 * m, wheel * 0.5, false, "gear_tail", 0.025 * m));
  return ["fuselage"];
}

function cabinWindows(at: (t: number) => number, m: number): Region[] {
  const glass: Finish = { part: "window", material: "glass" };
  const side = (points: readonly Vector2[]): Region => ({
    axis: "x",
    outlines: [roundedPolygon(points.map(([t, z]): Vector2 => [at(t), z * m]), 0.07 * m, 2)],
    from: 0.2 * m,
    to: 1.2 * m,
    finish: glass,
  });
  const front = side([[0.287, 0.12], [0.415, 0.12], [0.415, 0.5], [0.352, 0.5]]);
  const rear = side([[0.428, 0.12], [0.53, 0.16], [0.505, 0.46], [0.428, 0.5]]);
  const windshield: Region = {
    axis: "y",
    outlines: [roundedPolygon([[0.27, -0.44], [0.52, -0.4], [0.52, 0.4], [0.27, 0.44]].map(([z, x]): Vector2 => [z! * m, x! * m]), 0.05 * m, 2)],
    from: at(0.2),
    to: at(0.36),
    finish: glass,
  };
  return [front, mirrored(front), rear, mirrored(rear), windshield];
}

function canopy(at: (t: number) => number, m: number): Region[] {
  const outline = roundedPolygon([[at(0.05), 0.06 * m], [at(0.26), 0.1 * m], [at(0.285), 0.3 * m], [at(0.2), 0.6 * m], [at(0.05), 0.6 * m]], 0.1 * m, 3);
  return [{ axis: "x", outlines: [outline], from: -m, to: m, finish: { part: "window", material: "glass" } }];
}
