/** The room of reviews. */
import type { ReactNode } from "react";
import { useAddress } from "../address.js";
import "../report/report.css";
import { SERIES_STYLE } from "../report/series-colors.js";
import { RatingPage } from "./rating-page.js";
import "./review.css";
import { ReviewListPage } from "./review-list.js";
import { ReviewPage } from "./review-page.js";

export function Review({ run, write }: { run: string | null; write: boolean }): ReactNode {
  const { part, parameters } = useAddress();
  if (run === null) return <p className="empty">Choose a run first.</p>;
  const rater = parameters.get("rater");
  if (part !== null && rater !== null && write) return <RatingPage key={`${run} ${part} ${rater}`} run={run} review={part} rater={rater} order={parameters.get("order") ?? "own"} />;
  return <div className="report review" style={SERIES_STYLE}>{part === null ? <ReviewListPage key={run} run={run} write={write} /> : <ReviewPage key={`${run} ${part}`} run={run} review={part} write={write} />}</div>;
}
