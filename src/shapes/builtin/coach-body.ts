/** Long bodies of rounded boxes: buses and railway cars. Metres; z up, front −y. */
import type { Vector3 } from "../../geometry/vector.js";
import type { Region } from "./inlay.js";
import { loft } from "./loft.js";
import { roundedRectangle } from "./profile.js";
import type { ClosedMesh, Finish, Solid, Vector2 } from "./solid.js";

/** A cross-section: a rectangle with rounded corners. */
export interface Rib {
  y: number;
  halfWidth: number;
  bottom: number;
  top: number;
  corner: number;
}

/**
 * The skin through ribs from front to rear, `inset` metres inside.
 * @param slant how far a point at (y, z) is moved back
 */
export function coachSkin(ribs: readonly Rib[], inset: number, slant: (y: number, z: number) => number = () => 0): ClosedMesh {
  const [front, rear] = [ribs[0]!.y, ribs.at(-1)!.y];
  const ring = (rib: Rib, shrink: number): Vector3[] => {
    const y = Math.min(Math.max(rib.y, front + inset), rear - inset);
    const middle = (rib.bottom + rib.top) / 2;
    const outline = roundedRectangle([0, 0], Math.max(0.02, 2 * (rib.halfWidth - inset)), Math.max(0.02, rib.top - rib.bottom - 2 * inset), rib.corner, 4);
    return outline.map(([x, z]): Vector3 => [x * shrink, y + slant(y, middle - z * shrink), middle - z * shrink]);
  };
  // Rings within the end faces keep them flat up to their rims.
  return loft([ring(ribs[0]!, 0.9), ...ribs.map((rib) => ring(rib, 1)), ring(ribs.at(-1)!, 0.9)]);
}

/** A window or door in the left side (+x): corners (y, z). */
export function sidePane(y0: number, y1: number, z0: number, z1: number, radius: number, halfWidth: number, finish: Finish): Region {
  const outline = roundedRectangle([(y0 + y1) / 2, (z0 + z1) / 2], y1 - y0, z1 - z0, radius, 2);
  return { axis: "x", outlines: [outline], from: halfWidth * 0.55, to: halfWidth * 1.4, finish };
}

/** A pane in the front or rear face, symmetric about x = 0 or about a given x. */
export function facePane(halfWidth: number, z0: number, z1: number, radius: number, from: number, to: number, finish: Finish, x = 0): Region {
  return { axis: "y", outlines: [roundedRectangle([(z0 + z1) / 2, x], z1 - z0, halfWidth * 2, radius, 3)], from, to, finish };
}

/** A body cut at heights, so that its colour may change there: each piece lies between two neighbouring ones. */
export function cutAtHeights(solid: Solid, heights: readonly number[]): Solid[] {
  const pieces: Solid[] = [];
  let rest = solid;
  for (const z of heights.toSorted((a, b) => a - b)) {
    pieces.push(rest.trim([0, 0, -1], -z));
    rest = rest.trim([0, 0, 1], z);
  }
  return [...pieces, rest];
}

/** Evenly spaced panes between y0 and y1 of about the wanted width with pillars between them. */
export function panes(y0: number, y1: number, wanted: number, pillar: number): Vector2[] {
  const count = Math.max(1, Math.round((y1 - y0) / wanted));
  const pitch = (y1 - y0) / count;
  return Array.from({ length: count }, (_, index): Vector2 => [y0 + pitch * index + pillar / 2, y0 + pitch * (index + 1) - pillar / 2]);
}
