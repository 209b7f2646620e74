/** Another kind of viewpoints, weighted: more of the views that matter, fewer of those that do not. */
import { DatasetError } from "../core/errors.js";
import { degrees } from "../core/math.js";
import { random as randomStream } from "../core/random.js";
import type { ViewpointSampler } from "./sampler.js";
import { binOf, type WeightTable } from "./weight-table.js";

/** Fewer accepted than this share would make planning slow. */
const LEAST_ACCEPTED = 1e-3;
const TRIALS = 20_000;
/** With the least accepted share, a draw that needs more happens less than once in 10^40. */
const MOST_ATTEMPTS = 100_000;

/**
 * The density of `base` times the weight of the canonical viewpoint's bin (0 outside the table), exactly: a viewpoint
 * is drawn and kept with probability weight / largest weight, else drawn again.
 * @param file what messages call the table
 * @throws DatasetError E_OPTION when the weights keep almost nothing of `base`
 */
export function importanceSampler(base: ViewpointSampler, table: WeightTable, file: string): ViewpointSampler {
  const { weights } = table;
  const largest = weights.reduce((most, weight) => Math.max(most, weight), 0);
  const kept = ({ canonical }: ReturnType<ViewpointSampler>): number => {
    const bin = binOf(table, degrees(canonical.azimuthRadians), degrees(canonical.elevationRadians));
    return bin < 0 ? 0 : weights[bin]! / largest;
  };
  const trial = randomStream(0, file, "importance-trial");
  let accepted = 0;
  for (let count = 0; count < TRIALS; count++) accepted += kept(base(trial, { azimuthRadians: 0, elevationRadians: 0, distance: null }));
  if (accepted < LEAST_ACCEPTED * TRIALS) {
    throw new DatasetError("E_OPTION", `the weights of ${file} keep ${((100 * accepted) / TRIALS).toFixed(3)} % of the viewpoints that they are multiplied on, 0.1 % at least expected`, {
      hint: "Choose viewpoints in `of` that lie where the weights are high, or flatten the weights; a narrow distribution is better given as `histogram`.",
      subject: file,
    });
  }
  return (random, offset, position) => {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      const view = base(random, offset, position);
      if (random.next() < kept(view)) return view;
    }
    throw new DatasetError("E_OPTION", `the weights of ${file} kept none of ${MOST_ATTEMPTS} viewpoints`, { hint: "Flatten the weights.", subject: file });
  };
}
