/** A judged run as a report wants it. */
import type { ReadSamples } from "../read-samples.js";
import type { Score } from "../scores.js";
import type { JudgedSample } from "./report.js";

/**
 * Puts samples and scores together. Where the run's own images were planted, what was planted is the truth; answers of
 * people go before it.
 * @param answers by key, whether the picture shows its label
 */
export function judgedSamplesOf({ samples, planted }: ReadSamples, scores: readonly Score[], { isPlanted, answers = new Map() }: { isPlanted: boolean; answers?: ReadonlyMap<string, boolean> }): JudgedSample[] {
  const byId = new Map(scores.map((score) => [score.id, score]));
  return samples.flatMap((sample): JudgedSample[] => {
    const score = byId.get(sample.id);
    if (score === undefined) return [];
    const defect = planted.get(sample.key) ?? null;
    return [{
      sample,
      values: score.signals,
      score: score.score,
      verdict: score.verdict,
      reasons: score.reasons,
      isGood: answers.get(sample.key) ?? (isPlanted ? defect === null : null),
      plantedKind: defect?.kind ?? null,
    }];
  });
}
