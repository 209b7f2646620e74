/** WebDataset: tar files of samples, the files of one sample side by side. */
import type { ExportFormat } from "../format.js";
import { PLAIN_CONVENTION } from "../plain-convention.js";
import { proveWebDataset } from "./webdataset/prove.js";
import { openWebDataset } from "./webdataset/write.js";

export const webdataset: ExportFormat = {
  name: "webdataset",
  summary: "WebDataset: tar shards with image, label (JSON), class, prompt and all kept passes",
  convention: PLAIN_CONVENTION,
  needs: { label: false, front: false, metres: false, pinhole: false, centred: false, upright: false },
  loses: null,
  open: openWebDataset,
  prove: proveWebDataset,
};
