/** Labels of the samples that are in view, asked for together. */
import { useEffect, useRef, useState } from "react";
import type { SampleLabels } from "../../../src/studio/protocol.js";
import { source } from "../source.js";

const MOST_KEPT = 1500;
/** Drawing many at once would hold up the scroll. */
const AT_ONCE = 10;

/** Labels by sample, as they come. @param ids in view; none while no overlay is on */
export function useLabels(run: string, ids: readonly number[], version: number): ReadonlyMap<number, SampleLabels> {
  const [known, setKnown] = useState<ReadonlyMap<number, SampleLabels>>(new Map());
  const asked = useRef({ of: "", ids: new Set<number>() });
  useEffect(() => {
    const of = `${run} ${version}`;
    if (asked.current.of !== of) {
      asked.current = { of, ids: new Set() };
      setKnown(new Map());
    }
    const missing = ids.filter((id) => !asked.current.ids.has(id)).slice(0, AT_ONCE);
    if (missing.length === 0) return;
    // A fast scroll passes many; only where it rests is asked.
    const timer = setTimeout(() => {
      for (const id of missing) asked.current.ids.add(id);
      void source.labels(run, missing).then((labels) => setKnown((before) => {
        const after = new Map(before);
        for (const each of labels) after.set(each.id, each);
        for (const id of after.keys()) {
          if (after.size <= MOST_KEPT) break;
          after.delete(id);
          asked.current.ids.delete(id);
        }
        return after;
      }), () => {});
    }, 40);
    return () => clearTimeout(timer);
  }, [run, version, ids.join(), known]);
  return known;
}
