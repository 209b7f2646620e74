/** The edges that a label says the picture has, as points with directions. */
import { atan2, cos, sin } from "../../../core/math.js";
import type { LabelView } from "../../label-view.js";
import { directionOf } from "./orientation.js";

/** Points of lines, all arrays equally long. */
export interface EdgePoints {
  x: Int32Array;
  y: Int32Array;
  /** Direction along the line; see directionOf. */
  direction: Uint8Array;
}

/** All points of two sets. */
export function joined(a: EdgePoints, b: EdgePoints): EdgePoints {
  return { x: Int32Array.of(...a.x, ...b.x), y: Int32Array.of(...a.y, ...b.y), direction: Uint8Array.of(...a.direction, ...b.direction) };
}

/** A label's edges: where the object ends, and steps and creases within it. */
export interface LabelEdges {
  outline: EdgePoints;
  interior: EdgePoints;
}

/** Neighbours this far along a line say which way it runs. */
const REACH = 3;
/** Lines this near to the outline are the outline's. */
const OUTLINE_REACH = 2;

/** Splits a label's edges. Those at the picture's border are left out: the object goes on there, and nothing is to be seen. */
export function labelEdges({ width, height, mask, edges }: LabelView, isInPicture: (x: number, y: number) => boolean): LabelEdges {
  const outline: number[] = [];
  const interior: number[] = [];
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      if (edges.data[at] === 0 || !isWithin(x, y, isInPicture)) continue;
      (isNearOutside(mask, width, height, x, y) ? outline : interior).push(at);
    }
  }
  const points = (places: readonly number[]): EdgePoints => ({
    x: Int32Array.from(places, (at) => at % width),
    y: Int32Array.from(places, (at) => Math.floor(at / width)),
    direction: Uint8Array.from(places, (at) => directionAt(edges.data, width, height, at)),
  });
  return { outline: points(outline), interior: points(interior) };
}

function isWithin(x: number, y: number, isInPicture: (x: number, y: number) => boolean): boolean {
  return isInPicture(x - OUTLINE_REACH, y) && isInPicture(x + OUTLINE_REACH, y) && isInPicture(x, y - OUTLINE_REACH) && isInPicture(x, y + OUTLINE_REACH);
}

function isNearOutside(mask: Uint8Array, width: number, height: number, x: number, y: number): boolean {
  for (let row = y - OUTLINE_REACH; row <= y + OUTLINE_REACH; row++) {
    for (let column = x - OUTLINE_REACH; column <= x + OUTLINE_REACH; column++) {
      if (row < 0 || column < 0 || row >= height || column >= width || mask[row * width + column] === 0) return true;
    }
  }
  return false;
}

/** The main axis of the edge pixels around a pixel. */
function directionAt(edges: Uint8Array, width: number, height: number, at: number): number {
  const x = at % width;
  const y = Math.floor(at / width);
  let [xx, xy, yy] = [0, 0, 0];
  for (let dy = -REACH; dy <= REACH; dy++) {
    for (let dx = -REACH; dx <= REACH; dx++) {
      const [column, row] = [x + dx, y + dy];
      if (column < 0 || row < 0 || column >= width || row >= height || edges[row * width + column] === 0) continue;
      xx += dx * dx;
      xy += dx * dy;
      yy += dy * dy;
    }
  }
  const angle = atan2(2 * xy, xx - yy) / 2;
  return directionOf(cos(angle), sin(angle));
}
