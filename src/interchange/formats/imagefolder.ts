/** Hugging Face's ImageFolder: pictures and a line of JSON for each, beside a dataset card. */
import type { ExportFormat } from "../format.js";
import { PLAIN_CONVENTION } from "../plain-convention.js";
import { proveImageFolder } from "./imagefolder/prove.js";
import { openImageFolder } from "./imagefolder/write.js";

export const imagefolder: ExportFormat = {
  name: "imagefolder",
  summary: "Hugging Face ImageFolder: pictures, metadata.jsonl with prompts and labels, dataset card",
  convention: PLAIN_CONVENTION,
  needs: { label: false, front: false, metres: false, pinhole: false, centred: false, upright: false },
  loses: null,
  open: openImageFolder,
  prove: proveImageFolder,
};
