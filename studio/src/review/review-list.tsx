/** All reviews of a run. */
import { type ReactNode, useState } from "react";
import { useAsked } from "../asked.js";
import { useRunVersion } from "../run-versions.js";
import { formatAddress } from "../address.js";
import { Notice } from "../parts/notice.js";
import { source } from "../source.js";
import { reviewSource } from "./review-source.js";
import { StartReview } from "./start-review.js";
import { useReviewChanges } from "./use-review-changes.js";

export function ReviewListPage({ run, write }: { run: string; write: boolean }): ReactNode {
  const changes = useReviewChanges(run);
  const [starts, setStarts] = useState(0);
  const version = useRunVersion(run);
  const { value, error } = useAsked(`reviews ${run} ${changes} ${starts} ${version}`, () => reviewSource.list(run));
  const { value: summary } = useAsked(`run ${run} ${version}`, () => source.run(run));
  if (error !== null && value === null) return <Notice error={error} />;
  if (value === null || summary === null) return <p className="empty">loading …</p>;
  const { reviews, making } = value;
  const isMaking = making.some((each) => each.error === null);
  return (
    <>
      <h1>Reviews</h1>
      {reviews.length === 0 && making.length === 0 && <p className="dim">Nobody was asked about this run yet.{!write && " Start the studio with --write to ask, or use `dst3d review export`."}</p>}
      {making.map(({ name, done, total, error: problem }) => problem !== null ? <Notice key={name} error={{ message: `Review ${name} could not be started: ${problem.message}`, hint: problem.hint }} />
        : <div key={name} className="panel bar"><span>The pictures of <strong>{name}</strong> are being made …</span><progress aria-label="pictures made" {...(total === null ? {} : { value: done, max: total })} /><span className="dim">{total === null ? "reading the run" : `${done} of ${total}`}</span></div>)}
      <ul className="reviews">
        {reviews.map(({ name, kind, questions, gold, raters, problem }) => (
          <li key={name} className="panel">
            <h2><a href={formatAddress({ run, room: "review", part: name })}>{name}</a></h2>
            <p className="dim">{questions} {kind === "pair" ? "pairs" : "pictures"}{gold > 0 && `, ${gold} of them gold questions`}</p>
            {problem !== null && <p className="problem">{problem}</p>}
            <ul>{raters.map((rater) => <li key={rater.name} className="rater"><span>{rater.name}</span><progress aria-label={`${rater.name}: ${rater.answered} of ${questions}`} value={rater.answered} max={questions} /><span className="dim">{rater.isDone ? "done" : `${rater.answered} of ${questions}`}</span></li>)}</ul>
            {raters.length === 0 && <p className="dim">Nobody has answered yet.</p>}
          </li>
        ))}
      </ul>
      {write && !isMaking && <StartReview key={reviews.length} run={run} samples={summary.samples} list={value} onStart={() => setStarts((count) => count + 1)} />}
    </>
  );
}
