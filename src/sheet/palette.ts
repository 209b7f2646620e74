/** Colours of sheets and overlays, told apart by people with the common colour blindnesses where they share a place. */
import type { Color } from "./canvas.js";

export const BACKGROUND: Color = [22, 24, 29];
export const TILE_FRAME: Color = [44, 48, 57];
export const TEXT: Color = [236, 238, 242];
export const TEXT_DIM: Color = [150, 157, 170];
export const SHADOW: Color = [0, 0, 0];

export const FRONT: Color = [255, 170, 30];
export const AXIS_X: Color = [255, 70, 70];
export const AXIS_Y: Color = [70, 220, 90];
export const AXIS_Z: Color = [80, 140, 255];
export const MASK: Color = [255, 90, 220];
export const KEYPOINT: Color = [255, 240, 70];

/** One per object of a picture, in turn. */
export const BOXES: readonly Color[] = [
  [70, 220, 255],
  [190, 255, 120],
  [215, 170, 255],
  [255, 205, 175],
];
