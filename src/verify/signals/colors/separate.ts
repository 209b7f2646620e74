/** Whether colours tell the inside of a mask from what is close around it. */
import { log } from "../../../core/math.js";
import type { Image } from "../../../core/image.js";
import { distanceToCovered } from "../../../controls/coverage.js";
import { colorShares, colorSteps } from "./color-histogram.js";
import { rankSeparation } from "./rank-separation.js";

/** Sizes in pixels of the crop. */
export interface SeparationSizes {
  /** Width of the ring around the mask. */
  ring: number;
  /** Side of the squares in which inside and ring are compared. */
  square: number;
}

/** 0.5 = the colours are the same, 1 = they tell the two apart everywhere. */
export interface Separation {
  mean: number;
  /** Mean of the quarter of the squares that are worst. */
  weakest: number;
}

/** Side of the squares by which pixels are dealt out to those that teach and those that are asked. */
const BLOCK = 4;
/** Share of a colour that was not seen. */
const UNSEEN = 1e-4;
/** Pixels of each side in a square that is to count. */
const LEAST_PIXELS = 15;
const WEAKEST_SHARE = 0.25;

/**
 * Learns from one half of the pixels (as the black fields of a chessboard) which colours are inside and which around, and
 * asks about the other half, and the other way round. Asked in small squares along the outline: a background whose colours
 * change across the picture does not make up for a piece of outline where there is nothing.
 * @param inPicture 1 where the crop shows something
 * @returns null where there is no outline to look at
 */
export function separate(picture: Image, mask: Uint8Array, inPicture: Uint8Array, { ring, square }: SeparationSizes): Separation | null {
  const { width, height } = picture;
  const distance = distanceToCovered(mask, width, height);
  const side = Uint8Array.from(mask, (covered, pixel) => (inPicture[pixel] === 0 ? NEITHER : covered === 1 ? INSIDE : distance[pixel]! <= ring ? AROUND : NEITHER));
  const odds = learntOdds(colorSteps(picture), side, width);
  const found: number[] = [];
  for (let top = 0; top < height; top += square) {
    for (let left = 0; left < width; left += square) {
      const [inside, around]: [number[], number[]] = [[], []];
      for (let y = top; y < Math.min(height, top + square); y++) {
        for (let x = left; x < Math.min(width, left + square); x++) {
          const pixel = y * width + x;
          if (side[pixel] === INSIDE) inside.push(odds[pixel]!);
          else if (side[pixel] === AROUND) around.push(odds[pixel]!);
        }
      }
      if (inside.length >= LEAST_PIXELS && around.length >= LEAST_PIXELS) found.push(rankSeparation(inside, around)!);
    }
  }
  if (found.length === 0) return null;
  found.sort((a, b) => a - b);
  return { mean: meanOf(found), weakest: meanOf(found.slice(0, Math.ceil(found.length * WEAKEST_SHARE))) };
}

const NEITHER = 0;
const INSIDE = 1;
const AROUND = 2;

/** For every pixel the log odds that its colour is one of the inside, learnt from the fields that it is not in. */
function learntOdds(steps: Uint16Array, side: Uint8Array, width: number): Float64Array {
  const isBlack = (pixel: number): boolean => (Math.floor(Math.floor(pixel / width) / BLOCK) + Math.floor((pixel % width) / BLOCK)) % 2 === 0;
  const odds = new Float64Array(steps.length);
  for (const learnsFromBlack of [true, false]) {
    const inside = colorShares(steps, (pixel) => side[pixel] === INSIDE && isBlack(pixel) === learnsFromBlack);
    const around = colorShares(steps, (pixel) => side[pixel] === AROUND && isBlack(pixel) === learnsFromBlack);
    const byColor = inside.map((share, color) => log((share + UNSEEN) / (around[color]! + UNSEEN)));
    for (let pixel = 0; pixel < steps.length; pixel++) if (isBlack(pixel) !== learnsFromBlack) odds[pixel] = byColor[steps[pixel]!]!;
  }
  return odds;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
