/** Which parts of a car's cabin are glass. */
import type { CarBody } from "./car-body.js";
import { numberOf, textOf, type Parameters } from "./builtin-shape.js";
import { mirrored, type Region } from "./inlay.js";
import { roundedPolygon } from "./profile.js";
import type { Vector2 } from "./solid.js";

/** Glass regions of the cabin. */
export function glassRegions(body: CarBody, parameters: Parameters): Region[] {
  const { cabin, length } = body;
  const low = cabin.beltZ + 0.035;
  const high = cabin.eavesZ - 0.035;
  const drop = numberOf(parameters, "roofDrop");
  const middle = (cabin.frontAt(high) + cabin.rearAt(high)) / 2;
  const screen = (z0: number, z1: number, share0: number, share1: number): Vector2[] =>
    // (z, x) for a projection along y.
    roundedPolygon([[z0, -share0 * cabin.halfWidthAt(z0)], [z1, -share1 * cabin.halfWidthAt(z1)], [z1, share1 * cabin.halfWidthAt(z1)], [z0, share0 * cabin.halfWidthAt(z0)]], 0.07, 3);
  const regions: Region[] = [
    { axis: "y", outlines: [screen(cabin.beltZ - 0.06, high + 0.02, 0.86, 0.84)], from: -length, to: middle, finish: { part: "windshield", material: "glass" } },
  ];
  const rearLow = textOf(parameters, "style") === "van" ? low + 0.12 : low + 0.02;
  regions.push({ axis: "y", outlines: [screen(rearLow, high - drop, 0.82, 0.78)], from: middle, to: length, finish: { part: "rear_window", material: "glass" } });

  const pillarA = 0.27;
  const pillarC = numberOf(parameters, "pillarC");
  // The side windows together: a box that both pillars and the roof's line cut.
  const front: Line = [[cabin.frontAt(low) + pillarA, low], [cabin.frontAt(high) + pillarA * 0.85, high]];
  const rear: Line = [[cabin.rearAt(high) - pillarC * 0.9, high], [cabin.rearAt(low) - pillarC, low]];
  const roof: Line = [[cabin.frontAt(high), high], [cabin.rearAt(high), high - drop * 0.7]];
  const box: Vector2[] = [[cabin.frontAt(low), low], [cabin.rearAt(low), low], [cabin.rearAt(low), high], [cabin.frontAt(low), high]];
  const outline = [front, roof, rear].reduce((polygon, line) => rightOf(polygon, line), box);
  const cuts = [-length, ...glassCuts(body, parameters), length];
  const last = textOf(parameters, "style") === "van" ? numberOf(parameters, "sideWindows") : cuts.length - 1;
  for (let index = 0; index < Math.min(last, cuts.length - 1); index++) {
    const [from, to] = [cuts[index]! + 0.035, cuts[index + 1]! - 0.035];
    const pane = rightOf(rightOf(outline, [[from, 0], [from, 1]]), [[to, 1], [to, 0]]);
    if (pane.length < 3 || areaOf(pane) < 0.02) continue;
    const side: Region = { axis: "x", outlines: [roundedPolygon(pane, 0.045, 2)], from: body.halfWidth * 0.35, to: body.halfWidth * 1.3, finish: { part: "side_window", material: "glass" } };
    regions.push(side, mirrored(side));
  }
  return regions;
}

/** Where pillars divide the side windows. */
export function glassCuts(body: CarBody, parameters: Parameters): number[] {
  const { cabin } = body;
  const start = cabin.frontAt(cabin.beltZ);
  const end = cabin.rearAt(cabin.beltZ);
  return textOf(parameters, "pillars").split(" ").filter((word) => word !== "").map((share) => start + (end - start) * Number(share));
}

/** Two points of a line; its right side is what stays. */
type Line = readonly [Vector2, Vector2];

/** The part of a convex polygon to the right of a line (Sutherland and Hodgman). */
function rightOf(polygon: readonly Vector2[], [start, end]: Line): Vector2[] {
  const side = (point: Vector2): number => (end[1] - start[1]) * (point[0] - start[0]) - (end[0] - start[0]) * (point[1] - start[1]);
  const result: Vector2[] = [];
  for (let index = 0; index < polygon.length; index++) {
    const a = polygon[index]!;
    const b = polygon[(index + 1) % polygon.length]!;
    const [da, db] = [side(a), side(b)];
    if (da >= 0) result.push(a);
    if (da >= 0 !== db >= 0) {
      const t = da / (da - db);
      result.push([a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]);
    }
  }
  return result;
}

function areaOf(polygon: readonly Vector2[]): number {
  let sum = 0;
  for (let index = 0; index < polygon.length; index++) {
    const a = polygon[index]!;
    const b = polygon[(index + 1) % polygon.length]!;
    sum += a[0] * b[1] - b[0] * a[1];
  }
  return Math.abs(sum / 2);
}
