/** What the plain label means by its numbers: what the record means. */
import type { Convention } from "./convention.js";

export const PLAIN_CONVENTION: Convention = { cameraAxes: "opencv", pixelCentre: 0.5, lengthUnit: "world", angleUnit: "radian", box: "xywh", boxEdges: "edges" };
