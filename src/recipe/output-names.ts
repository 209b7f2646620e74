/** Names of outputs; loads in a browser. */

/** What a run can keep on disk per sample. */
export const OUTPUT_NAMES = [
  "image", "render", "canny", "depth", "normal", "nocs", "instance", "part", "mask",
  "geometric-edges", "depth-control", "normal-control", "segmentation", "coarse-box",
] as const;

/** One of {@link OUTPUT_NAMES}. */
export type OutputName = (typeof OUTPUT_NAMES)[number];
