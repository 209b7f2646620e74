/** Work of a server that must show signs of going on. */
import { after } from "../../core/time.js";
import { RemoteError } from "./remote-error.js";

export interface ProgressWatch {
  /** Aborted when the run is, and when nothing was heard for too long. */
  readonly signal: AbortSignal;
  /** A sign that it goes on. */
  alive(): void;
  end(): void;
}

/**
 * Begins to watch.
 * @param what is made, for the message
 * @param signal the run's
 */
export function watchProgress(url: string, what: string, { signal, timeoutSeconds }: { signal: AbortSignal; timeoutSeconds: number }): ProgressWatch {
  const stuck = new AbortController();
  let end = (): void => {};
  const alive = (): void => {
    end();
    end = after(timeoutSeconds, () => stuck.abort(new RemoteError(`${url} made no progress on a ${what} for ${timeoutSeconds} s`, { passing: true, hint: "Raise generator.timeoutSeconds if it is only slow.", subject: url })));
  };
  alive();
  return { signal: AbortSignal.any([signal, stuck.signal]), alive, end: () => end() };
}
