/** The main object's label as pictures: mask, depth and normals, from what a record and its kept passes say. */
import type { Image } from "../core/image.js";

/** Row-major pictures of one size. */
export interface LabelView {
  width: number;
  height: number;
  /** 1 where the main object is seen, else 0. */
  mask: Uint8Array;
  /** Planar depth in world units; 0 outside the mask. Null where the dataset has kept none. */
  depth: Float32Array | null;
  /** Unit normals in camera axes from differences of the depth, 3 per pixel; 0 outside the mask. Null as depth. */
  normal: Float32Array | null;
  /** 255 on geometric edges of the label (outline, steps in depth, creases), else 0. Without depth the outline alone. */
  edges: Image;
}
