/** Starts a review: which questions, how many. */
import { type FormEvent, type ReactNode, useState } from "react";
import type { ReviewList } from "../../../src/studio/review/review-messages.js";
import { Notice } from "../parts/notice.js";
import type { StudioError } from "../studio-error.js";
import { reviewSource } from "./review-source.js";

export function StartReview({ run, samples, list, onStart }: { run: string; samples: number; list: ReviewList; onStart: () => void }): ReactNode {
  const { goldSource, others, reviews } = list;
  const [name, setName] = useState(() => freeName(reviews.map((each) => each.name)));
  const [chosenCount, setCount] = useState<number | null>(null);
  const count = chosenCount ?? Math.max(1, Math.min(200, samples));
  const [gold, setGold] = useState(20);
  const [seed, setSeed] = useState(0);
  const [other, setOther] = useState("");
  const [error, setError] = useState<StudioError | null>(null);
  const start = (event: FormEvent): void => {
    event.preventDefault();
    setError(null);
    reviewSource.start(run, { name: name.trim(), count, gold: goldSource === null ? 0 : gold, seed, other: other === "" ? null : other }).then(onStart, setError);
  };
  const number = (value: number, set: (value: number) => void, least: number, most: number): ReactNode => <input type="number" required min={least} max={most} step={1} value={value} onChange={(event) => set(event.target.valueAsNumber)} />;
  return (
    <form className="panel form" onSubmit={start} aria-label="Start a review">
      <h2>Start a review</h2>
      <p className="dim">People look at pictures and say whether they show their label, without knowing what the program thinks. Two raters or more tell how sure that is.</p>
      <div className="fields">
        <label>Name <input required pattern="[A-Za-z0-9][A-Za-z0-9._\-]*" maxLength={60} value={name} title="letters, digits, dots, dashes and underscores" onChange={(event) => setName(event.target.value)} /></label>
        <label>What is asked <select value={other} onChange={(event) => setOther(event.target.value)}>
          <option value="">single pictures of this run</option>
          {others.map((each) => <option key={each} value={each}>pairs: this run or {each}</option>)}
        </select></label>
        <label>Questions {number(count, setCount, 1, 100_000)}</label>
        {goldSource !== null && <label>Gold questions {number(gold, setGold, 0, 10_000)}</label>}
        <label>Seed {number(seed, setSeed, -2_000_000_000, 2_000_000_000)}</label>
        <button className="main" type="submit">Start</button>
      </div>
      <p className="dim">{goldSource === null ? "There are no gold questions: the run has no planted mistakes. `dst3d verify` makes some." : `Gold questions have known answers, to see who does not look; they come from ${goldSource}.`}</p>
      {error !== null && <Notice error={error} />}
    </form>
  );
}

function freeName(taken: readonly string[]): string {
  let name = "review";
  for (let number = 2; taken.includes(name); number++) name = `review-${number}`;
  return name;
}
