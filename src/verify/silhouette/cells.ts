/** What a kept scene says of each cell that the network says a chance of. */
import { CELL, OBJECT, OUTSIDE_PICTURE, PIXEL_BYTES } from "./scene-bytes.js";

/** Row-major, by cells. */
export interface SceneCells {
  /** Share of the cell that the claimed mask covers. */
  claimed: Float32Array;
  /** Share of the cell that lies in the picture. */
  inPicture: Float32Array;
}

/** @param side of the scene in pixels */
export function cellsOf(bytes: Uint8Array, side: number): SceneCells {
  const across = side / CELL;
  const claimed = new Float32Array(across * across);
  const inPicture = new Float32Array(across * across);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const what = bytes[(y * side + x) * PIXEL_BYTES + 3];
      const cell = Math.floor(y / CELL) * across + Math.floor(x / CELL);
      if (what === OBJECT) claimed[cell]! += 1 / CELL / CELL;
      if (what !== OUTSIDE_PICTURE) inPicture[cell]! += 1 / CELL / CELL;
    }
  }
  return { claimed, inPicture };
}
