/** What is let into a car's lower body: lamps, grille, intakes, and the gaps around doors, bonnet and boot. */
import type { CarBody } from "./car-body.js";
import { numberOf, textOf, type Parameters } from "./builtin-shape.js";
import { glassCuts } from "./car-glass.js";
import { mirrored, type Region } from "./inlay.js";
import { circle, roundedPolygon, roundedRectangle } from "./profile.js";
import type { Finish, Vector2 } from "./solid.js";

/** Places of lamps that keypoints refer to: the left one. */
export interface Lamps {
  headlight: { x: number; z: number };
  tailLight: { x: number; z: number };
}

/** All regions of the lower body and where the lamps ended up. */
export function faceRegions(body: CarBody, parameters: Parameters): { regions: Region[]; lamps: Lamps } {
  const front = frontRegions(body, parameters);
  const rear = rearRegions(body, parameters);
  return {
    regions: [...front.regions, ...rear.regions, ...gaps(body, parameters)],
    lamps: { headlight: front.lamp, tailLight: rear.lamp },
  };
}

/** Corners given as (x, z), turned to the (z, x) that a projection along y takes. */
function facing(corners: readonly Vector2[], radius: number): Vector2[] {
  return roundedPolygon(corners, radius, 3).map(([x, z]): Vector2 => [z, x]);
}

function pairOfLamps(region: Omit<Region, "finish">, part: string, material: string): Region[] {
  const left: Region = { ...region, finish: { part: `${part}_left`, material } };
  return [left, { ...mirrored(left), finish: { part: `${part}_right`, material } }];
}

function frontRegions(body: CarBody, parameters: Parameters): { regions: Region[]; lamp: { x: number; z: number } } {
  const w = body.halfWidth;
  const nose = -body.length / 2;
  const top = numberOf(parameters, "noseHeight") - 0.07;
  const low = body.sillZ + 0.1;
  const grille: Finish = { part: "grille", material: "black_plastic" };
  const across = (outlines: readonly Vector2[][], depth: number, finish: Finish): Region => ({ axis: "y", outlines, from: nose - 0.2, to: nose + depth, finish });
  const regions: Region[] = [];
  const lampStyle = textOf(parameters, "headlights");
  const lampZ = top - 0.055;
  let lampX = w * 0.76;
  if (lampStyle === "round") {
    lampX = w * 0.68;
    const outline = circle(0.1, 18, [lampZ - 0.02, lampX]);
    regions.push(...pairOfLamps({ axis: "y", outlines: [outline], from: nose - 0.2, to: nose + 0.36 }, "headlight", "headlight"));
  } else {
    const tall = lampStyle === "tall" ? 0.16 : 0.095;
    const corners: Vector2[] = [[w * 0.52, lampZ - tall * 0.35], [w * 0.9, lampZ - tall * 0.55], [w * 1.05, lampZ + tall * 0.25], [w * 1.05, lampZ + tall * 0.75], [w * 0.56, lampZ + tall * 0.2]];
    regions.push(...pairOfLamps({ axis: "y", outlines: [facing(corners, 0.025)], from: nose - 0.2, to: nose + 0.36 }, "headlight", "headlight"));
  }
  const grilleStyle = textOf(parameters, "grille");
  const gz = lampZ - 0.03;
  if (grilleStyle === "slats" || grilleStyle === "tall") {
    const half = w * (grilleStyle === "tall" ? 0.36 : 0.45);
    const height = grilleStyle === "tall" ? 0.3 : 0.15;
    const slats = grilleStyle === "tall" ? 6 : 4;
    const pitch = height / slats;
    for (let slat = 0; slat < slats; slat++) {
      const z = gz + 0.04 - pitch * (slat + 0.5);
      const narrow = half * (1 - (0.16 * slat) / slats);
      regions.push(across([roundedRectangle([z, 0], pitch * 0.62, narrow * 2, pitch * 0.2, 2)], 0.12, grille));
    }
    const frame = roundedPolygon([[gz + 0.055, -half - 0.02], [gz + 0.055, half + 0.02], [gz + 0.03 - height, half * 0.84 + 0.02], [gz + 0.03 - height, -half * 0.84 - 0.02]], 0.05, 3);
    const hole = roundedPolygon([[gz + 0.042, -half - 0.008], [gz + 0.042, half + 0.008], [gz + 0.042 - height, half * 0.84 + 0.008], [gz + 0.042 - height, -half * 0.84 - 0.008]], 0.045, 3);
    regions.push(across([frame, hole], 0.12, { part: "grille", material: "chrome" }));
  } else if (grilleStyle === "slim") {
    regions.push(across([roundedRectangle([gz, 0], 0.055, w * 0.86, 0.02, 2)], 0.12, grille));
  }
  const intakeTop = grilleStyle === "tall" ? gz - 0.3 : gz - 0.17;
  if (intakeTop - low > 0.06) {
    regions.push(across([roundedPolygon([[low, -w * 0.42], [intakeTop, -w * 0.56], [intakeTop, w * 0.56], [low, w * 0.42]], 0.035, 3)], 0.12, { part: "bumper_front", material: "black_plastic" }));
  }
  if (textOf(parameters, "fogLights") === "yes") {
    const fog: Region = { axis: "y", outlines: [circle(0.05, 12, [low + 0.08, w * 0.72])], from: nose - 0.2, to: nose + 0.36, finish: { part: "fog_light", material: "headlight" } };
    regions.push(fog, mirrored(fog));
  }
  return { regions, lamp: { x: lampX, z: lampZ } };
}

function rearRegions(body: CarBody, parameters: Parameters): { regions: Region[]; lamp: { x: number; z: number } } {
  const w = body.halfWidth;
  const tail = body.length / 2;
  const top = numberOf(parameters, "deckHeight") - 0.1;
  const style = textOf(parameters, "tailLights");
  const regions: Region[] = [];
  let lamp = { x: w * 0.8, z: top - 0.06 };
  const lamps = (outlines: readonly Vector2[][], depth: number): void => {
    regions.push(...pairOfLamps({ axis: "y", outlines, from: tail - depth, to: tail + 0.2 }, "tail_light", "tail_light"));
  };
  if (style === "vertical") {
    lamp = { x: w * 0.88, z: top - 0.12 };
    lamps([facing([[w * 0.8, top - 0.3], [w * 1.05, top - 0.3], [w * 1.05, top + 0.04], [w * 0.83, top + 0.04]], 0.03)], 0.2);
  } else if (style === "round") {
    lamp = { x: w * 0.7, z: top - 0.07 };
    lamps([circle(0.075, 16, [lamp.z, w * 0.78])], 0.3);
    lamps([circle(0.06, 16, [lamp.z, w * 0.55])], 0.3);
    lamp = { x: w * 0.78, z: lamp.z };
  } else {
    const inner = style === "band" ? 0.3 : 0.52;
    lamps([facing([[w * inner, top - 0.09], [w * 1.05, top - 0.13], [w * 1.05, top + 0.01], [w * inner, top - 0.01]], 0.025)], 0.28);
    if (style === "band") regions.push({ axis: "y", outlines: [roundedRectangle([top - 0.05, 0], 0.03, w * 0.58, 0.01, 2)], from: tail - 0.2, to: tail + 0.2, finish: { part: "tail_light_band", material: "tail_light" } });
  }
  const low = body.sillZ + 0.13;
  regions.push({ axis: "y", outlines: [roundedPolygon([[low, -w * 0.55], [low + 0.1, -w * 0.62], [low + 0.1, w * 0.62], [low, w * 0.55]], 0.03, 3)], from: tail - 0.2, to: tail + 0.2, finish: { part: "bumper_rear", material: "black_plastic" } });
  return { regions, lamp };
}

/** A thin ring: an outline and the same one a little smaller. */
function ring(corners: readonly Vector2[], shrunk: readonly Vector2[], radius: number): Vector2[][] {
  return [roundedPolygon(corners, radius, 2), roundedPolygon(shrunk, radius, 2)];
}

function gaps(body: CarBody, parameters: Parameters): Region[] {
  const dark: Finish = { part: "body", material: "black_plastic" };
  const gap = 0.013;
  const regions: Region[] = [];
  const [start, end] = [body.cabin.frontAt(body.cabin.beltZ), body.cabin.rearAt(body.cabin.beltZ)];
  const doors = numberOf(parameters, "doors");
  const cuts = glassCuts(body, parameters).slice(0, doors === 2 ? 1 : 2);
  const low = Math.max(body.claddingZ, body.sillZ + 0.05) + 0.05;
  const high = body.cabin.beltZ + 0.4;
  const clearFront = body.frontWheelY + body.wheelRadius * 1.3;
  const clearRear = body.rearWheelY - body.wheelRadius * 1.3;
  const door = (from: number, to: number): void => {
    // The lower corners keep clear of the wheel arches.
    const chamfer = (y: number, limit: number, sign: number): Vector2[] => {
      const over = sign * (limit - y);
      return over <= 0 ? [[y, low]] : [[y + sign * over, low], [y, body.wheelRadius * 1.75]];
    };
    const corners: Vector2[] = [...chamfer(from, clearFront, 1).toReversed(), ...chamfer(to, clearRear, -1), [to, high], [from, high]];
    const [cy, cz] = [(from + to) / 2, (low + high) / 2];
    const shrink = ([y, z]: Vector2): Vector2 => [y + (y < cy ? gap : -gap), z + (z < cz ? gap : -gap)];
    const side: Region = { axis: "x", outlines: ring(corners, corners.map(shrink), 0.05), from: body.halfWidth * 0.6, to: body.halfWidth * 1.2, finish: dark };
    regions.push(side, mirrored(side));
  };
  const edges = [Math.max(start + 0.12, clearFront - body.wheelRadius * 0.35), ...cuts];
  const rearEdge = Math.min(end - 0.22, clearRear + body.wheelRadius * 0.75);
  if (cuts.length < (doors === 2 ? 1 : 2)) edges.push(rearEdge);
  for (let index = 0; index + 1 < edges.length; index++) door(edges[index]! + gap * 0.2, Math.min(edges[index + 1]!, rearEdge) - gap * 0.2);

  // Bonnet: from above, (x, y).
  const nose = -body.length / 2 + 0.13;
  const [wide, narrow] = [body.halfWidth * 0.8, body.halfWidth * 0.68];
  const bonnet: Vector2[] = [[-narrow, nose], [narrow, nose], [wide, start + 0.1], [-wide, start + 0.1]];
  const inside: Vector2[] = [[-narrow + gap, nose + gap], [narrow - gap, nose + gap], [wide - gap, start + 0.1 - gap], [-wide + gap, start + 0.1 - gap]];
  regions.push({ axis: "z", outlines: ring(bonnet, inside, 0.1), from: body.wheelRadius * 1.6, to: 3, finish: dark });
  if (textOf(parameters, "style") === "sedan" || textOf(parameters, "style") === "coupe") {
    const [from, to] = [end - 0.12, body.length / 2 + 0.3];
    const lid: Vector2[] = [[-narrow, from], [narrow, from], [narrow, to], [-narrow, to]];
    const rim: Vector2[] = [[-narrow + gap, from + gap], [narrow - gap, from + gap], [narrow - gap, to - gap], [-narrow + gap, to - gap]];
    regions.push({ axis: "z", outlines: ring(lid, rim, 0.08), from: body.topAt(body.length / 2) - 0.05, to: 3, finish: dark });
  }
  return regions;
}
