/** One review: who answers, how far they are, what it has come to. */
import { type FormEvent, type ReactNode, useState } from "react";
import type { ReviewState } from "../../../src/studio/review/review-messages.js";
import { LEGEND, RULES } from "../../../src/verify/review/wording.js";
import { useAsked } from "../asked.js";
import { formatAddress, goTo } from "../address.js";
import { Notice } from "../parts/notice.js";
import { keepRater, keptRater } from "./rater-name.js";
import { ReviewFiguresView } from "./review-figures.js";
import { reviewSource } from "./review-source.js";
import { SplitQuestions } from "./split-questions.js";
import { UseAnswers } from "./use-answers.js";
import { useReviewChanges } from "./use-review-changes.js";

export function ReviewPage({ run, review, write }: { run: string; review: string; write: boolean }): ReactNode {
  const changes = useReviewChanges(run, review);
  const [isOnlyLooking, setOnlyLooking] = useState(!write);
  const rater = isOnlyLooking ? null : keptRater();
  const { value, error } = useAsked(`review ${run} ${review} ${changes} ${rater}`, () => reviewSource.state(run, review, rater));
  if (error !== null && value === null) return <><p><a href={formatAddress({ run, room: "review" })}>← reviews</a></p><Notice error={error} /></>;
  if (value === null) return <p className="empty">loading …</p>;
  const { kind, questions, gold, raters, problem, figures, folder } = value;
  const isHidden = rater !== null && raters.find(({ name }) => name === rater)?.isDone !== true;
  return (
    <>
      <p><a href={formatAddress({ run, room: "review" })}>← reviews</a></p>
      <h1>{value.name} <span className="dim">{questions} {kind === "pair" ? "pairs" : "pictures"}{gold > 0 && `, ${gold} of them gold questions`}</span></h1>
      {problem !== null && <Notice error={{ message: problem, hint: "These answers are left out." }} />}
      <div className="columns">
        {write && <Join run={run} state={value} />}
        <section className="panel" aria-label="Raters">
          <h2>Raters</h2>
          {raters.length === 0 && <p className="dim">Nobody has answered yet.</p>}
          <ul>{raters.map(({ name, answered, isDone }) => <li key={name} className="rater"><span>{name}</span><progress aria-label={`${name}: ${answered} of ${questions}`} value={answered} max={questions} /><span className="dim">{isDone ? "done" : `${answered} of ${questions}`}</span>{write && !isDone && <a href={formatAddress({ run, room: "review", part: review, parameters: new URLSearchParams({ rater: name }) })} onClick={() => keepRater(name)}>go on</a>}</li>)}</ul>
          <p className="dim path">Each rater's answers are saved at every key press in {folder}. Its folder page can be handed out, too: `dst3d review import` reads what comes back.</p>
        </section>
      </div>
      {figures === null ? isHidden && raters.length > 0 && (
        <section className="panel" aria-label="Figures"><h2>What came of it</h2><p>What others have answered is shown to {rater} after the last question. <button onClick={() => setOnlyLooking(true)}>I only look</button></p></section>
      ) : (
        <>
          <ReviewFiguresView figures={figures} kind={kind} />
          <UseAnswers run={run} state={value} write={write} />
          <SplitQuestions run={run} state={value} />
        </>
      )}
    </>
  );
}

function Join({ run, state }: { run: string; state: ReviewState }): ReactNode {
  const [name, setName] = useState(keptRater() ?? "");
  const [order, setOrder] = useState("own");
  const begin = (event: FormEvent): void => {
    event.preventDefault();
    const rater = name.trim().replaceAll(/\s+/g, " ");
    keepRater(rater);
    goTo({ run, room: "review", part: state.name, parameters: new URLSearchParams({ rater, ...(order === "own" ? {} : { order }) }) });
  };
  return (
    <form className="panel" onSubmit={begin} aria-label="Answer">
      <h2>{state.question}</h2>
      <ul className="rules">{RULES[state.kind].map((rule) => <li key={rule}>{rule}</li>)}</ul>
      <p className="dim">Keys 1, 2 and 3 answer, U takes the last answer back.</p>
      <ul className="legend">{LEGEND.map(({ color, words }) => <li key={words}><span className="swatch" style={{ background: color }} />{words}</li>)}</ul>
      <div className="fields">
        <label>Your name <input required maxLength={100} value={name} onChange={(event) => setName(event.target.value)} /></label>
        <label>Order <select value={order} onChange={(event) => setOrder(event.target.value)}><option value="own">my own</option><option value="same">that of everyone</option></select></label>
        <button className="main" type="submit">{state.raters.some((each) => each.name === name.trim() && each.answered > 0) ? "Go on" : "Begin"}</button>
      </div>
    </form>
  );
}
