/** A square around the main object: the picture and what the label says of the same pixels. */
import type { Image } from "../core/image.js";
import { openLabel, type LabelView } from "./label-view.js";
import type { VerifiedSample } from "./verified-sample.js";
import { aroundObject, pictureInWindow, type Window } from "./window.js";

/** How a crop is taken: side in pixels, and side of the square relative to the longer side of the object's box. */
export interface CropOptions {
  size: number;
  margin: number;
}

/** Picture and label of one square. */
export interface Crop {
  window: Window;
  /** RGB, size × size; grey beyond the picture's border. */
  picture: Image;
  label: LabelView;
}

/**
 * @returns null where there is no label, or its box is too small to look at
 * @throws DatasetError E_NOT_FOUND, E_IMAGE, E_RECORD: the picture or a kept pass cannot be read, or is of another size than the label says
 */
export async function cropOf(sample: VerifiedSample, options: CropOptions): Promise<Crop | null> {
  const window = aroundObject(sample.record, options);
  const label = window === null ? null : await openLabel(sample);
  if (window === null || label === null) return null;
  return { window, picture: pictureInWindow(await sample.image(), window), label: label(window) };
}
