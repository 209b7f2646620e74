/** The metrics that users can name. */
import { classification } from "./classification.js";
import { coco } from "./coco.js";
import type { Metric } from "./metric.js";
import { omni3d } from "./omni3d.js";
import { pose } from "./pose.js";

export const METRICS: Readonly<Record<string, Metric>> = { pose, coco, omni3d, classification };
