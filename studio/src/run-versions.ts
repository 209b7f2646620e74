/** Which state of each run the server has told of last: whoever shows a run asks again when it changes, and not before. */
import { useSyncExternalStore } from "react";
import { source } from "./source.js";

const versions = new Map<string, number>();
const listeners = new Set<() => void>();
let stop = (): void => {};

/** Begins with what is known when the page opens. */
export function rememberVersions(known: Readonly<Record<string, number>>): void {
  for (const [run, version] of Object.entries(known)) versions.set(run, version);
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    stop = source.listen((event) => {
      if (event.type !== "run-changed") return;
      versions.set(event.run, event.version);
      for (const each of listeners) each();
    });
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) stop();
  };
}

/** The number of a run's state; 0 while the server has told of none. */
export function useRunVersion(run: string | null): number {
  return useSyncExternalStore(subscribe, () => (run === null ? 0 : (versions.get(run) ?? 0)));
}
