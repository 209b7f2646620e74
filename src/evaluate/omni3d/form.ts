/** Omni3D's files as far as its evaluation reads them (facebookresearch/omni3d, DATA.md). Unknown numbers are −1. */
import type { BoxCorners } from "../box3d/solid-box.js";

/** Ground truth. Boxes in the image are [x0, y0, x1, y1] in pixels, those in space are in metres in the camera's frame (x right, y down, z forward). */
export interface Omni3dGroundTruth {
  images: readonly { id: number; height: number }[];
  categories: readonly { id: number; name: string }[];
  annotations: readonly {
    id: number;
    image_id: number;
    category_id: number;
    valid3D: boolean;
    bbox2D_tight?: readonly number[];
    bbox2D_proj?: readonly number[];
    bbox2D_trunc?: readonly number[];
    /** 8 × 3, see {@link BoxCorners}. */
    bbox3D_cam: BoxCorners;
    center_cam: readonly number[];
    dimensions: readonly number[];
    behind_camera?: boolean;
    visibility?: number;
    truncation?: number;
    segmentation_pts?: number;
    lidar_pts?: number;
    depth_error?: number;
  }[];
}

/** One detection, as the evaluator's `omni_instances_results.json` holds them; category ids are those of the ground truth. */
export interface Omni3dResult {
  image_id: number;
  category_id: number;
  score: number;
  /** [x, y, width, height] in pixels. */
  bbox: readonly number[];
  /** 8 × 3, see {@link BoxCorners}. */
  bbox3D: BoxCorners;
  /** Of the box's centre; default: the mean of its corners. */
  depth?: number;
}
