/** What is let into a bus's body: windows, doors, lamps, signs. */
import type { BusBody } from "./bus.js";
import { numberOf, textOf, type Parameters } from "./builtin-shape.js";
import { facePane, panes, sidePane } from "./coach-body.js";
import { mirrored, type Region } from "./inlay.js";
import { circle } from "./profile.js";
import type { Finish, Vector2 } from "./solid.js";

const window: Finish = { part: "side_window", material: "glass" };

/** @param rake how far the front leans back over its height */
export function busRegions(parameters: Parameters, body: BusBody, rake: number): Region[] {
  return [...sides(parameters, body, rake), ...front(parameters, body, rake), ...rear(parameters, body)];
}

function sides(parameters: Parameters, body: BusBody, rake: number): Region[] {
  const { halfWidth, windowLow, windowHigh, sillZ } = body;
  const style = textOf(parameters, "style");
  const wide = numberOf(parameters, "windowWidth");
  const pillar = numberOf(parameters, "pillar");
  const start = body.front + 0.5 + rake * 0.75;
  const end = body.rear - 0.35;
  const rows: Vector2[] = style === "double" ? [[windowLow, body.height * 0.5], [body.height * 0.61, windowHigh]] : [[windowLow, windowHigh]];
  const regions: Region[] = [];
  const doors = doorPlaces(parameters, body, start);
  for (const [low, high] of rows) {
    for (const [y0, y1] of panes(start, end, wide, pillar)) {
      const left = sidePane(y0, y1, low, high, 0.06, halfWidth, window);
      regions.push(left);
      // Doors interrupt the lower row on the right.
      const interrupted = low === windowLow && doors.some(([from, to]) => from < y1 + 0.04 && to > y0 - 0.04);
      if (!interrupted) regions.push(mirrored(left));
    }
  }
  const top = style === "double" ? body.height * 0.5 : windowHigh - 0.02;
  for (const [from, to] of doors) {
    const leaves = style === "coach" || style === "mini" ? 1 : 2;
    const width = (to - from) / leaves;
    for (let leaf = 0; leaf < leaves; leaf++) {
      const pane = sidePane(from + width * leaf + 0.03, from + width * (leaf + 1) - 0.03, sillZ + 0.12, top, 0.05, halfWidth, { part: "door", material: "glass" });
      regions.push(mirrored(pane));
    }
  }
  if (style === "coach") {
    // Gaps around the luggage doors.
    const dark: Finish = { part: "body", material: "black_plastic" };
    for (const [y0] of panes(body.frontWheelY + 0.8, body.rearWheelY - 0.8, 1.5, 0)) {
      const gap = sidePane(y0 - 0.01, y0 + 0.01, sillZ + 0.1, windowLow - 0.25, 0.004, halfWidth, dark);
      regions.push(gap, mirrored(gap));
    }
  }
  return regions;
}

/** From and to along y. */
function doorPlaces(parameters: Parameters, body: BusBody, start: number): Vector2[] {
  const wide = textOf(parameters, "style") === "coach" || textOf(parameters, "style") === "mini" ? 0.85 : 1.25;
  const first = body.front > body.nose || textOf(parameters, "style") === "mini" ? start : body.front + 0.42 + numberOf(parameters, "rake") * 0.35;
  const clear = body.frontWheelY + body.wheelRadius * 1.35;
  // On minibuses the door is behind the front wheel.
  const places: Vector2[] = [textOf(parameters, "style") === "mini" ? [clear, clear + wide] : [first, first + wide]];
  if (numberOf(parameters, "doors") > 1) {
    const middle = (body.frontWheelY + body.rearWheelY) / 2;
    places.push([middle - wide / 2, middle + wide / 2]);
  }
  if (numberOf(parameters, "doors") > 2) places.push([body.rear - 1.9, body.rear - 1.9 + wide]);
  return places;
}

function front(parameters: Parameters, body: BusBody, rake: number): Region[] {
  const { halfWidth, height, front: y, windowLow, windowHigh } = body;
  const style = textOf(parameters, "style");
  const [from, to] = [y - 0.3, y + rake + 0.24];
  const regions: Region[] = [];
  const signHeight = textOf(parameters, "sign") === "yes" ? 0.24 : 0;
  const pane = (low: number, high: number): void => void regions.push(facePane(halfWidth * 0.88, low, high, 0.1, from, to, { part: "windshield", material: "glass" }));
  if (style === "double") {
    pane(windowLow - 0.05, height * 0.47);
    pane(height * 0.61, windowHigh);
    regions.push(facePane(halfWidth * 0.62, height * 0.5, height * 0.57, 0.03, from, to, { part: "sign", material: "sign" }));
  } else {
    const high = Math.min(windowHigh + 0.22, height - 0.2) - signHeight;
    pane(style === "school" ? windowLow - 0.15 : style === "coach" ? windowLow - 0.65 : windowLow - 0.2, high);
    if (signHeight > 0) regions.push(facePane(halfWidth * 0.66, high + 0.05, high + signHeight, 0.03, from, to, { part: "sign", material: "sign" }));
  }
  if (style === "school") return regions;
  const lampZ = body.sillZ + 0.42;
  const lamp: Finish = { part: "headlight", material: "headlight" };
  const lampStyle = textOf(parameters, "headlights");
  const places: Region[] =
    lampStyle === "wide" ? [facePane(0.2, lampZ - 0.08, lampZ + 0.08, 0.04, from, to, lamp, halfWidth * 0.7)]
    : lampStyle === "round" ? [{ axis: "y", outlines: [circle(0.12, 14, [lampZ, halfWidth * 0.7])], from, to, finish: lamp }]
    : [0.58, 0.78].map((x): Region => ({ axis: "y", outlines: [circle(0.09, 12, [lampZ, halfWidth * x])], from, to, finish: lamp }));
  for (const place of places) regions.push(place, mirrored(place));
  regions.push(facePane(halfWidth * 0.45, lampZ - 0.12, lampZ + 0.06, 0.04, from, to, { part: "grille", material: "black_plastic" }));
  regions.push(facePane(0.26, body.sillZ + 0.1, body.sillZ + 0.21, 0.01, from, to, { part: "plate", material: "plate" }));
  return regions;
}

function rear(parameters: Parameters, body: BusBody): Region[] {
  const { halfWidth, rear: y, windowLow, windowHigh, sillZ, height } = body;
  const [from, to] = [y - 0.3, y + 0.3];
  const double = textOf(parameters, "style") === "double";
  const regions = [
    facePane(halfWidth * 0.74, double ? height * 0.63 : Math.max(windowLow + 0.1, windowHigh - 0.95), windowHigh - 0.02, 0.08, from, to, { part: "rear_window", material: "glass" }),
    facePane(halfWidth * 0.5, sillZ + 0.45, sillZ + 0.8, 0.03, from, to, { part: "engine_grille", material: "black_plastic" }),
    facePane(0.26, sillZ + 0.12, sillZ + 0.24, 0.01, from, to, { part: "plate", material: "plate" }),
  ];
  const lamp = facePane(0.08, sillZ + 0.35, sillZ + 0.85, 0.03, from, to, { part: "tail_light", material: "tail_light" }, halfWidth * 0.76);
  return [...regions, lamp, mirrored(lamp)];
}
