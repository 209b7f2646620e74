/** What raters see of a picture: itself, with the label drawn in, and what the label claims. */
import { decodeRgb } from "../../codecs/image.js";
import { DatasetError } from "../../core/errors.js";
import type { Image } from "../../core/image.js";
import { scaleImage } from "../../core/scale-image.js";
import { drawOverlay } from "../../sheet/overlay.js";
import { openLabel } from "../label-view.js";
import type { VerifiedSample } from "../verified-sample.js";
import { wholePicture } from "../window.js";

/** Pictures are shown no larger than this, in pixels. */
const LONGEST_SIDE = 512;

/** RGB pictures of one size. */
export interface ItemPictures {
  plain: Image;
  /** 3D box, axes and the mask's outline drawn in. */
  labelled: Image;
  /** The render, or the label's surface shaded; null where the dataset has kept neither. */
  claimed: Image | null;
}

/** @throws DatasetError E_IMAGE, E_NOT_FOUND for a picture that cannot be read */
export async function itemPictures(sample: VerifiedSample): Promise<ItemPictures> {
  const image = await sample.image();
  const { columns, rows } = wholePicture(image, LONGEST_SIDE);
  const plain = scaleImage(image, columns, rows);
  return { plain, labelled: drawOverlay(plain, sample.record, { keypoints: false }), claimed: await claimedView(sample, columns, rows) };
}

async function claimedView(sample: VerifiedSample, columns: number, rows: number): Promise<Image | null> {
  try {
    const render = await sample.output("render");
    if (render !== null) return scaleImage(await decodeRgb(render, { subject: `the render of ${sample.id}` }), columns, rows);
    return await shadedLabel(sample, columns, rows);
  } catch (error) {
    // The question can be asked without it.
    if (DatasetError.isInstance(error) && (error.code === "E_IMAGE" || error.code === "E_RECORD" || error.code === "E_NOT_FOUND")) return null;
    throw error;
  }
}

/** A light from above the camera's left shoulder, unit, in camera axes (y down, z forward): towards it. */
const TO_LIGHT = [-0.36, -0.6, -0.714] as const;
const GROUND = 32;

async function shadedLabel(sample: VerifiedSample, columns: number, rows: number): Promise<Image | null> {
  const { camera } = sample.record;
  const look = await openLabel(sample);
  if (look === null || camera === null) return null;
  const { mask, normal } = look({ left: 0, top: 0, width: camera.width, height: camera.height, columns, rows });
  if (normal === null) return null;
  const data = new Uint8Array(columns * rows * 3).fill(GROUND);
  mask.forEach((isInside, at) => {
    if (isInside === 0) return;
    const facing = TO_LIGHT.reduce((sum, part, axis) => sum + part * normal[at * 3 + axis]!, 0);
    const shade = 60 + 180 * Math.max(0, Math.min(1, 0.15 + 0.85 * facing));
    data.fill(Math.round(shade), at * 3, at * 3 + 3);
  });
  return { width: columns, height: rows, channels: 3, data };
}
