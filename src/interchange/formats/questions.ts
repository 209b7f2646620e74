/** Spatial questions for vision-language models, as lines of JSON, with answers that the labels know. */
import type { ExportFormat } from "../format.js";
import { proveQuestions } from "./questions/prove.js";
import { openQuestions } from "./questions/write.js";

export const questions: ExportFormat = {
  name: "questions",
  summary: "spatial questions for vision-language models (JSONL): which side, from above, what is nearer",
  convention: { cameraAxes: null, pixelCentre: null, lengthUnit: null, angleUnit: null, box: null, boxEdges: null },
  needs: { label: true, front: false, metres: false, pinhole: false, centred: false, upright: false },
  loses: "everything but the answers; what is between two answers is not asked",
  open: openQuestions,
  prove: proveQuestions,
};
