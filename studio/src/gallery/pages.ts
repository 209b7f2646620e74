/** Rows of a list, asked for in pages as they come into view. */
import { useCallback, useEffect, useRef, useState } from "react";
import type { SampleRow } from "../../../src/studio/protocol.js";
import { source } from "../source.js";
import type { StudioError } from "../studio-error.js";

const PAGE = 120;
/** Pages that are kept; 100,000 samples are never all held. */
const MOST_PAGES = 60;

/** A list that is only partly here. */
export interface PagedRows {
  /** Null until the first answer. */
  total: number | null;
  error: StudioError | null;
  /** Null for a row that is not here yet. */
  row(at: number): SampleRow | null;
  /** Asks for what is missing of a range. */
  want(from: number, to: number): void;
}

/**
 * The rows that a query finds.
 * @param version of the run: another one asks again, keeping what is shown until the answer comes
 */
export function usePagedRows(run: string, parameters: URLSearchParams, version: number): PagedRows {
  const key = `${run}?${parameters}`;
  const [total, setTotal] = useState<number | null>(null);
  const [error, setError] = useState<StudioError | null>(null);
  const [, setArrived] = useState(0);
  const held = useRef({ key: "", version: -1, pages: new Map<number, SampleRow[]>(), asked: new Set<number>(), wanted: [0, PAGE] as [number, number] });

  const want = useCallback((from: number, to: number): void => {
    const list = held.current;
    list.wanted = [from, to];
    for (let page = Math.floor(Math.max(0, from) / PAGE); page <= Math.floor(to / PAGE); page++) {
      if (list.asked.has(page)) continue;
      list.asked.add(page);
      const { key: askedFor, version: askedAt } = list;
      source.samples(run, parameters, page * PAGE, PAGE).then(
        (answer) => {
          const now = held.current;
          if (now.key !== askedFor || now.version !== askedAt) return;
          now.pages.delete(page);
          now.pages.set(page, answer.rows);
          for (const old of now.pages.keys()) {
            if (now.pages.size <= MOST_PAGES) break;
            now.pages.delete(old);
            now.asked.delete(old);
          }
          setTotal(answer.total);
          setError(null);
          setArrived((count) => count + 1);
        },
        (problem: StudioError) => {
          if (held.current.key !== askedFor) return;
          held.current.asked.delete(page);
          setError(problem);
        },
      );
    }
  }, [key]);

  useEffect(() => {
    const list = held.current;
    const isOther = list.key !== key;
    if (!isOther && list.version === version) return;
    held.current = { key, version, pages: isOther ? new Map() : list.pages, asked: new Set(), wanted: isOther ? [0, PAGE] : list.wanted };
    if (isOther) setTotal(null);
    want(...held.current.wanted);
  }, [key, version, want]);

  return { total, error, want, row: (at) => (held.current.key === key ? (held.current.pages.get(Math.floor(at / PAGE))?.[at % PAGE] ?? null) : null) };
}
