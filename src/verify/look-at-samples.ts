/** Reads samples one by one, so that one bad file spoils one line of the results. */
import { DatasetError, type ErrorCode } from "../core/errors.js";
import { mapSome } from "../core/map-some.js";
import type { SignalContext } from "./signal.js";
import type { VerifiedSample } from "./verified-sample.js";

/** So many are held at once. */
const AT_A_TIME = 16;
/** What says that a sample cannot be looked at; everything else ends the work. */
const UNREADABLE: readonly ErrorCode[] = ["E_NOT_FOUND", "E_IMAGE", "E_RECORD"];
/** Further ones are only counted: a dataset without its pictures must not fill the terminal. */
const MOST_NOTES = 10;

/**
 * What `look` finds in each sample, in the samples' order; null for those that cannot be read, which are noted.
 * @throws the signal's reason when `context.signal` is aborted, and what `look` throws but for E_NOT_FOUND, E_IMAGE and E_RECORD
 */
export async function* lookAtSamples<T>(samples: readonly VerifiedSample[], { signal, progress, note }: Pick<SignalContext, "signal" | "progress" | "note">, step: string, look: (sample: VerifiedSample) => Promise<T>, atATime = AT_A_TIME): AsyncGenerator<T | null, void, undefined> {
  let problems = 0;
  const tryToLook = async (sample: VerifiedSample): Promise<{ found: T } | { problem: string }> => {
    signal.throwIfAborted();
    try {
      return { found: await look(sample) };
    } catch (error) {
      if (!DatasetError.isInstance(error) || !UNREADABLE.includes(error.code)) throw error;
      return { problem: error.message };
    }
  };
  for (let first = 0; first < samples.length; first += atATime) {
    const some = samples.slice(first, first + atATime);
    for (const [index, result] of (await mapSome(some, tryToLook)).entries()) {
      if ("problem" in result && ++problems <= MOST_NOTES) note(`${some[index]!.key}: ${result.problem}`);
      progress(step, first + index + 1, samples.length);
      signal.throwIfAborted();
      yield "found" in result ? result.found : null;
    }
  }
  if (problems > MOST_NOTES) note(`${step}: ${problems - MOST_NOTES} more samples cannot be read.`);
}
