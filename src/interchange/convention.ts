/** What a format means by its numbers, as data: writers turn our labels by it, the documentation shows it. */
import type { PixelCentre } from "../geometry/pixel-origin.js";

/** Meaning of a format's numbers. Null: the format has no such number. */
export interface Convention {
  /** Axes of the camera: opencv = x right, y down, z forward; opengl = x right, y up, z back. */
  cameraAxes: "opencv" | "opengl" | null;
  /** Coordinate of the first pixel's centre in intrinsics and points. */
  pixelCentre: PixelCentre | null;
  /** `object`: the object's longest side is 1; `world`: the dataset's own unit. */
  lengthUnit: "object" | "world" | "metre" | "millimetre" | null;
  angleUnit: "radian" | "degree" | null;
  /** How 2D boxes are written. */
  box: "xyxy" | "xywh" | "centre-normalized" | null;
  /** Corners of a box: pixel edges as ours, or numbers of the first and last pixel, counted from 0 or 1. */
  boxEdges: "edges" | "pixels-from-0" | "pixels-from-1" | null;
}
