/** COCO's files as far as its evaluation reads them (cocodataset.org, "Data format" and "Results format"). */

/** A mask: polygons [x0, y0, x1, y1, …] in pixels, or column-major runs, compressed to a text or not. */
export type CocoSegmentation = readonly (readonly number[])[] | { readonly size: readonly [number, number] | readonly number[]; readonly counts: string | readonly number[] };

/** Ground truth. */
export interface CocoGroundTruth {
  /** Masks need `width` and `height`. */
  images: readonly { id: number; width?: number; height?: number }[];
  categories: readonly { id: number; name: string }[];
  annotations: readonly {
    id: number;
    image_id: number;
    category_id: number;
    area: number;
    /** [x, y, width, height] in pixels. */
    bbox?: readonly number[];
    iscrowd?: 0 | 1 | number | boolean;
    segmentation?: CocoSegmentation;
    /** [x, y, v, …]; v 0 = not labelled. */
    keypoints?: readonly number[];
    num_keypoints?: number;
  }[];
}

/** One detection. */
export interface CocoResult {
  image_id: number;
  category_id: number;
  score: number;
  bbox?: readonly number[];
  segmentation?: CocoSegmentation;
  keypoints?: readonly number[];
}

/** What is compared. */
export type IouType = "bbox" | "segm" | "keypoints";
