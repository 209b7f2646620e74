/** People's answers as calibration takes them. */
import { categoryOf, viewpointOf } from "../report/groups.js";
import type { CalibrationRow } from "../calibration/row.js";
import type { SignalValues } from "../signal.js";
import type { VerifiedSample } from "../verified-sample.js";
import { consensusOf, type ImportedReview } from "./import-review.js";

/**
 * Whether pictures show their label, by dataset and id, where most raters say yes or no. Pictures that were asked about
 * in pairs have no such answer.
 */
export function humanAnswers({ key, items }: ImportedReview): { dataset: string; id: string; imageSha256: string; isGood: boolean }[] {
  if (key.kind !== "single") return [];
  return items.flatMap((answered) => {
    const answer = consensusOf(answered);
    return answer === "yes" || answer === "no" ? [{ ...answered.item.images[0]!, isGood: answer === "yes" }] : [];
  });
}

/** Rows for a calibration: samples of one dataset that people have answered. */
export function humanRows(answers: readonly { id: string; imageSha256: string; isGood: boolean }[], samples: readonly VerifiedSample[], values: ReadonlyMap<string, SignalValues>): CalibrationRow[] {
  const byId = new Map(samples.map((sample) => [sample.id, sample]));
  return answers.flatMap(({ id, imageSha256, isGood }): CalibrationRow[] => {
    const sample = byId.get(id);
    const numbers = sample === undefined ? undefined : values.get(sample.key);
    if (sample === undefined || numbers === undefined || sample.imageSha256 !== imageSha256) return [];
    const { key, record } = sample;
    const dataset = key.slice(0, key.length - id.length);
    return [{ key, group: `${dataset}scene/${record.scene}/view/${record.view}`, values: numbers, isGood, category: categoryOf(record), viewpoint: viewpointOf(record), plantedKind: null, source: "human" }];
  });
}
