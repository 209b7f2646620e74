/** Pictures of boxes to ask people about. */
import type { Candidate } from "../../../src/verify/review/choose-items.js";
import { boxScene } from "../../sheet/synthetic.js";
import { sampleOf } from "../samples.js";

/** @param offset of the sha256, so that pictures of two datasets differ */
export function candidates(dataset: string, count: number, offset = 0): Candidate[] {
  return Array.from({ length: count }, (_, index) => {
    const { image, record } = boxScene({ index, azimuthRadians: index, elevationRadians: 0.3, size: 32, category: index % 2 === 0 ? "car" : "chair" });
    return { dataset, sample: { ...sampleOf(record, image, `${dataset}/${record.id}`), imageSha256: (index + offset).toString(16).padStart(64, "0") } };
  });
}
