/** Parquet as Hugging Face `datasets` writes it: pictures and labels in columns. */
import type { ExportFormat } from "../format.js";
import { PLAIN_CONVENTION } from "../plain-convention.js";
import { proveParquet } from "./parquet/prove.js";
import { openParquet } from "./parquet/write.js";

export const parquet: ExportFormat = {
  name: "parquet",
  summary: "Parquet for Hugging Face datasets: images, classes, captions, boxes, poses and the whole label in columns",
  convention: PLAIN_CONVENTION,
  needs: { label: false, front: false, metres: false, pinhole: false, centred: false, upright: false },
  loses: null,
  open: openParquet,
  prove: proveParquet,
};
