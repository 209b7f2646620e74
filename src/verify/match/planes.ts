/**
 * What the network of the signal `match` is trained with, as bytes: a sample's picture with some room around it, and its
 * label as it is and with the object turned.
 */
import type { Image } from "../../core/image.js";
import type { LabelView } from "../label-view.js";

/** Side of the kept picture relative to that of the label: room for a picture that is moved or smaller. */
export const PICTURE_ROOM = 1.5;
/** Bytes per pixel of a label: the normal's x, y, z, and what the pixel is. */
export const LABEL_BYTES = 4;
/** Values of the fourth byte; 0 = not the object. */
const SURFACE = 128;
const EDGE = 255;

/** Sizes of a sample's bytes. */
export interface PlaneLayout {
  /** Side of the label in pixels. */
  size: number;
  /** Labels: as it is, then turned ones. */
  labels: number;
}

/** Side of the kept picture in pixels. */
export function pictureSize({ size }: Pick<PlaneLayout, "size">): number {
  return size * PICTURE_ROOM;
}

/** Bytes of a sample: the picture, RGB by pixels, then each label. */
export function bytesPerSample(layout: PlaneLayout): number {
  return labelOffset(layout, layout.labels);
}

/** Where a label begins. */
function labelOffset(layout: PlaneLayout, label: number): number {
  const side = pictureSize(layout);
  return side * side * 3 + label * layout.size * layout.size * LABEL_BYTES;
}

/** @param picture RGB of {@link pictureSize} @param labels of the layout's size, first the label as it is */
export function sampleBytes(layout: PlaneLayout, picture: Image, labels: readonly LabelView[]): Uint8Array {
  const bytes = new Uint8Array(bytesPerSample(layout));
  bytes.set(picture.data);
  labels.forEach((view, label) => bytes.set(labelBytes(view), labelOffset(layout, label)));
  return bytes;
}

function labelBytes({ mask, normal, edges }: LabelView): Uint8Array {
  const bytes = new Uint8Array(mask.length * LABEL_BYTES).fill(128);
  for (let pixel = 0; pixel < mask.length; pixel++) {
    const at = pixel * LABEL_BYTES;
    if (normal !== null) for (let axis = 0; axis < 3; axis++) bytes[at + axis] = Math.round(128 + 127 * normal[pixel * 3 + axis]!);
    bytes[at + 3] = edges.data[pixel] === 255 ? EDGE : mask[pixel] === 1 ? SURFACE : 0;
  }
  return bytes;
}

/** The bytes of one of a sample's labels. */
export function labelOf(bytes: Uint8Array, layout: PlaneLayout, label: number): Uint8Array {
  return bytes.subarray(labelOffset(layout, label), labelOffset(layout, label + 1));
}

/**
 * How much two labels differ: share of the pixels of either that belong to one alone or whose normals enclose more than
 * about 10 degrees. Near 0 for a round object that was turned.
 */
export function labelDifference(a: Uint8Array, b: Uint8Array): number {
  let differ = 0;
  let all = 0;
  for (let at = 0; at < a.length; at += LABEL_BYTES) {
    if (a[at + 3] === 0 && b[at + 3] === 0) continue;
    all++;
    if (a[at + 3] === 0 || b[at + 3] === 0) differ++;
    else {
      let square = 0;
      for (let axis = 0; axis < 3; axis++) square += (a[at + axis]! - b[at + axis]!) * (a[at + axis]! - b[at + axis]!);
      if (square > 22 * 22) differ++; // 2 sin 5° of 127
    }
  }
  return all === 0 ? 0 : differ / all;
}
