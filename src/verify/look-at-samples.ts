/** Takes the numbers of samples one by one, so that one bad file spoils one line. */
import { DatasetError, type ErrorCode } from "../core/errors.js";
import { mapSome } from "../core/map-some.js";
import type { SignalContext } from "./signal.js";
import type { VerifiedSample } from "./verified-sample.js";

/** Pictures are read while others are looked at. */
const AT_A_TIME = 4;
/** What says that a sample cannot be looked at; everything else ends the work. */
const UNREADABLE: readonly ErrorCode[] = ["E_NOT_FOUND", "E_IMAGE", "E_RECORD"];
/** Further ones are only counted: a dataset without its pictures must not fill the terminal. */
const MOST_NOTES = 10;

/**
 * What `look` finds in each sample, in the samples' order; null for those that cannot be read, which are noted.
 * @throws the signal's reason when `context.signal` is aborted, and what `look` throws but for E_NOT_FOUND, E_IMAGE and E_RECORD
 */
export async function lookAtSamples<T>(samples: readonly VerifiedSample[], context: SignalContext, step: string, look: (sample: VerifiedSample) => Promise<T>): Promise<(T | null)[]> {
  let done = 0;
  const problems = new Map<string, string>();
  const found = await mapSome(samples, async (sample) => {
    context.signal.throwIfAborted();
    try {
      return await look(sample);
    } catch (error) {
      if (!DatasetError.isInstance(error) || !UNREADABLE.includes(error.code)) throw error;
      problems.set(sample.key, error.message);
      return null;
    } finally {
      context.progress(step, ++done, samples.length);
    }
  }, AT_A_TIME);
  context.signal.throwIfAborted();
  const unreadable = [...problems.keys()].sort();
  for (const key of unreadable.slice(0, MOST_NOTES)) context.note(`${key}: ${problems.get(key)!}`);
  if (unreadable.length > MOST_NOTES) context.note(`${step}: ${unreadable.length - MOST_NOTES} more samples cannot be read.`);
  return found;
}
