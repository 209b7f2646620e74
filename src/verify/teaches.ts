/** From which samples networks may learn. */
import type { VerifyOptions } from "./options.js";
import type { ReadSamples } from "./read-samples.js";
import type { VerifiedSample } from "./verified-sample.js";

/**
 * Of the planted images it is known which ones show their label: the others would teach nothing but mistakes. Those of the
 * run are all taken, or none, as the option says.
 * @param planted null where there are none
 */
export function teaches({ learnFrom }: Pick<VerifyOptions, "learnFrom">, planted: Pick<ReadSamples, "planted"> | null): (sample: Pick<VerifiedSample, "key">) => boolean {
  return ({ key }) => (planted?.planted.has(key) === true ? planted.planted.get(key) === null : learnFrom === "all");
}
