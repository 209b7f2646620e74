/** The control `canny` of a photograph: the only one that needs no render. */
import type { Image } from "../core/image.js";
import type { ControlImage } from "../sample/sample.js";
import type { CannyOptions } from "./canny.js";
import { canny } from "./opencv-canny.js";

/** Edges of a photograph, 255 on an edge, with the recipe's thresholds; the paper's "ImageNet edges". */
export function photoCanny(photo: Image, options: Pick<CannyOptions, "low" | "high" | "aperture" | "l2Gradient">): ControlImage {
  const { width, height } = photo;
  return { image: { width, height, channels: 1, data: canny(photo, options) }, softMask: null };
}
