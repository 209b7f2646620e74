import { useState } from "react";
import { useEvents } from "../asked.js";

/** Counts what the server tells of a run's reviews. @param review null: of any */
export function useReviewChanges(run: string, review: string | null = null): number {
  const [changes, setChanges] = useState(0);
  useEvents((event) => {
    if (event.type === "review-changed" && event.run === run && (review === null || event.review === review)) setChanges((count) => count + 1);
  }, [run, review]);
  return changes;
}
