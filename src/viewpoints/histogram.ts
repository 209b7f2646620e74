/** Cameras spread as counted elsewhere: a histogram of azimuth × elevation, for example of real photos. */
import * as z from "zod";
import { radians } from "../core/math.js";
import { directionSampler, placementOptions } from "./placement.js";
import type { ViewpointSampler } from "./sampler.js";
import { weightFileOptions, type WeightTable } from "./weight-table.js";

/** Options of {@link histogramSampler}. */
export const histogramOptions = z.strictObject({
  histogram: weightFileOptions.describe("a file that counts viewpoints: a bin is drawn by its count, the angles evenly inside it"),
  ...placementOptions,
});

/** Options of {@link histogramSampler}, defaults filled in. */
export type HistogramOptions = z.infer<typeof histogramOptions>;

/** A bin in proportion to its weight, then azimuth and elevation (as angles) uniform within the bin. */
export function histogramSampler(options: HistogramOptions, table: WeightTable): ViewpointSampler {
  const { azimuthBins, elevationBins, weights } = table;
  const [azimuthFrom, azimuthTo] = table.azimuthDegrees;
  const [elevationFrom, elevationTo] = table.elevationDegrees;
  const binAt = weightedPick(weights);
  return directionSampler(options, (random) => {
    const bin = binAt(random.next());
    const azimuth = ((bin % azimuthBins) + random.next()) / azimuthBins;
    const elevation = (Math.floor(bin / azimuthBins) + random.next()) / elevationBins;
    return {
      azimuthRadians: radians(azimuthFrom + azimuth * (azimuthTo - azimuthFrom)),
      elevationRadians: radians(elevationFrom + elevation * (elevationTo - elevationFrom)),
    };
  });
}

/** Maps [0, 1) to indices so that each gets its weight's share; those of weight 0 are never given. */
export function weightedPick(weights: Float64Array): (share: number) => number {
  const upTo = new Float64Array(weights.length);
  // Against the largest, so that no sum overflows.
  const largest = weights.reduce((most, weight) => Math.max(most, weight), 0);
  let sum = 0;
  for (let index = 0; index < weights.length; index++) upTo[index] = sum += weights[index]! / largest;
  let last = weights.length - 1;
  while (last > 0 && weights[last] === 0) last--;
  return (share) => {
    let low = 0;
    let high = last;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (upTo[middle]! > share * sum) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}
