/**
 * Images of one view: they show the same render, so its passes are stored once, as files of the view's first image,
 * and the records of the others name those files. A view whose images fall into two shards stores them with each image.
 */
import type { SampleRecord } from "../sample/record.js";
import { shardOfSample } from "./sample-id.js";

/** Where the images of a view stand among the samples. */
export interface ViewLayout {
  imagesPerView: number;
  /** Samples from one image of a view to its next: 2 where pairs make two views take turns. */
  stride: number;
  shardSize: number;
}

/** Indices of all images of the view that a sample shows, ascending; some may lie beyond the dataset's end. */
export function imagesOfView({ imagesPerView, stride }: Omit<ViewLayout, "shardSize">, index: number): number[] {
  const block = imagesPerView * stride;
  const first = Math.floor(index / block) * block + (index % stride);
  return Array.from({ length: imagesPerView }, (_, image) => first + image * stride);
}

/** The image whose files the others of its view share, which may be this one; null where nothing is shared. */
export function sharingImage(layout: ViewLayout, index: number): number | null {
  if (layout.imagesPerView === 1) return null;
  const images = imagesOfView(layout, index);
  const [first, last] = [images[0]!, images.at(-1)!];
  return shardOfSample(first, layout.shardSize) === shardOfSample(last, layout.shardSize) ? first : null;
}

/** The samples whose records may name files of this one: the later images of a view that shares, for its first. */
export function dependentImages(layout: ViewLayout | undefined, index: number): number[] {
  return layout === undefined || sharingImage(layout, index) !== index ? [] : imagesOfView(layout, index).slice(1);
}

/** The sample whose files a record may name beside its own: the first image of its view. */
export function ownerOfSharedFiles(record: Pick<SampleRecord, "index" | "image" | "group">): number {
  return record.index - record.image * (record.group?.kind === "pair" ? 2 : 1);
}
