/** Pictures on which raters do not agree: worth talking about. */
import type { ReactNode } from "react";
import type { ReviewState } from "../../../src/studio/review/review-messages.js";
import { ANSWER_WORDS } from "../../../src/verify/review/wording.js";
import { counted } from "../report/formats.js";
import { reviewSource } from "./review-source.js";

export function SplitQuestions({ run, state: { name, split, splitCount } }: { run: string; state: ReviewState }): ReactNode {
  if (splitCount === 0) return null;
  return (
    <section className="panel wide" aria-label="Where raters are split">
      <h2>Where raters are split <span className="dim">{counted(splitCount)}{splitCount > split.length && `, the first ${split.length} shown`}</span></h2>
      <ul className="split-list">
        {split.map(({ item, category, sides, answers }) => (
          <li key={item}>
            <span className="row">{Array.from({ length: sides }, (_, side) => <img key={side} loading="lazy" alt={`${category}, with the label drawn in`} src={reviewSource.picture(run, name, { item, side, kind: "labelled" })} />)}</span>
            <strong>{category}</strong>
            {answers.map(({ rater, answer }) => <span key={rater}><span className="dim">{rater}:</span> {ANSWER_WORDS[answer]}</span>)}
          </li>
        ))}
      </ul>
    </section>
  );
}
