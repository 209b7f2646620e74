/** One question after the other, one key each. */
import { type ReactNode, useEffect, useMemo, useState } from "react";
import type { Answer, ReviewQuestions } from "../../../src/studio/review/review-messages.js";
import { ANSWERS } from "../../../src/verify/review/review-set.js";
import { ANSWER_WORDS, CAPTIONS } from "../../../src/verify/review/wording.js";
import { useAsked } from "../asked.js";
import { formatAddress } from "../address.js";
import { useKeys } from "../keys.js";
import { Notice } from "../parts/notice.js";
import { AnswerSender, type SendingState } from "./answer-sender.js";
import { keepRater } from "./rater-name.js";
import { itemAfter, nextItem, type Rating, withAnswer } from "./rating.js";
import { type PictureKind, reviewSource } from "./review-source.js";

interface RatingProperties {
  run: string;
  review: string;
  rater: string;
  order: string;
}

export function RatingPage(properties: RatingProperties): ReactNode {
  const { run, review, rater, order } = properties;
  const { value, error } = useAsked(`questions ${run} ${review} ${rater} ${order}`, () => reviewSource.questions(run, review, rater, order));
  // Until this rater is done, this browser shows nothing of what others say.
  useEffect(() => keepRater(rater), [rater]);
  if (error !== null) return <Notice error={error} />;
  if (value === null) return <p className="empty">loading …</p>;
  return <Questions key={`${value.stamp} ${rater} ${order}`} {...properties} questions={value} />;
}

function Questions({ run, review, rater, questions }: RatingProperties & { questions: ReviewQuestions }): ReactNode {
  const { kind, question, stamp, items } = questions;
  const [sending, setSending] = useState<SendingState>({ waiting: 0, error: null });
  const sender = useMemo(() => new AnswerSender(`dst3d review ${run}/${review}/${stamp}/${rater}`, (answers) => reviewSource.give(run, review, { rater, answers }), setSending), []);
  const [rating, setRating] = useState<Rating>(() => sender.waiting.reduce((state, { item, answer }) => withAnswer(state, item, answer), { items, given: questions.given } as Rating));
  useEffect(() => {
    void sender.flush();
    return () => sender.stop();
  }, [sender]);
  const asked = nextItem(rating);
  const after = itemAfter(rating);
  const picture = (item: string, side: number, shown: PictureKind): string => reviewSource.picture(run, review, { item, side, kind: shown, stamp });
  useEffect(() => {
    // The next pictures are there when they are asked about.
    for (const [side, shown] of after === null ? [] : picturesOf(after)) new Image().src = picture(after!.item, side, shown);
  }, [after?.item]);
  const change = (item: string, answer: Answer | null): void => {
    setRating((before) => withAnswer(before, item, answer));
    sender.give({ item, answer });
  };
  const answerNow = (answer: Answer): void => {
    if (asked !== null) change(asked.item, answer);
  };
  const last = rating.given.at(-1);
  const undo = (): void => {
    if (last !== undefined) change(last.item, null);
  };
  const choices = ANSWERS[kind];
  const onlyOnce = (work: () => void) => (event: KeyboardEvent): void => {
    if (!event.repeat) work();
  };
  useKeys({ ...Object.fromEntries(choices.map((answer, at) => [String(at + 1), onlyOnce(() => answerNow(answer))])), u: onlyOnce(undo), z: onlyOnce(undo), Backspace: onlyOnce(undo) });
  const done = rating.given.length;
  return (
    <div className="rating">
      <div className="bar">
        <a href={formatAddress({ run, room: "review", part: review })}>← pause</a>
        <span className="who">{rater}</span>
        <progress aria-label="answered" value={done} max={items.length} />
        <span className="dim" role="status">{done} of {items.length}<span className="only-wide"> answered</span></span>
        <button onClick={undo} disabled={last === undefined} aria-keyshortcuts="Backspace U">Undo <kbd>U</kbd></button>
        {sending.waiting > 1 && <span className="dim">{sending.waiting} not saved yet</span>}
      </div>
      {sending.error !== null && <Notice error={{ message: `${sending.waiting} ${sending.waiting === 1 ? "answer is" : "answers are"} not saved yet: ${sending.error.message}`, hint: "They are kept in this browser and sent again by themselves." }} />}
      {asked === null ? (
        <section className="panel done">
          <h1>All questions are answered. Thank you!</h1>
          <p>{sending.waiting === 0 ? "Every answer is saved." : "Wait until every answer is saved."}</p>
          <p><a className="button main" href={formatAddress({ run, room: "review", part: review })}>See what came of it</a> <button onClick={undo}>Back to the last question</button></p>
        </section>
      ) : (
        <section aria-label="question" className="question">
          <h1>{question}</h1>
          <p className="category" role="status">The label says: <strong>{asked.category}</strong></p>
          <div className={asked.sides === 2 ? "shown pair" : "shown"}>
            {Array.from({ length: asked.sides }, (_, side) => (
              <div key={side} className="side-of">
                {asked.sides === 2 && <h2>{side === 0 ? "left" : "right"}</h2>}
                <div className="row">
                  {picturesOf(asked).filter(([at]) => at === side).map(([, shown]) => (
                    <figure key={shown}><img key={asked.item} src={picture(asked.item, side, shown)} alt={`${asked.sides === 2 ? `${side === 0 ? "left" : "right"}: ` : ""}${CAPTIONS[shown]}`} /><figcaption>{CAPTIONS[shown]}</figcaption></figure>
                  ))}
                </div>
              </div>
            ))}
          </div>
          <div className="choices" role="group" aria-label="answers">
            {choices.map((answer, at) => <button key={answer} onClick={(event) => { answerNow(answer); event.currentTarget.blur(); }} aria-keyshortcuts={String(at + 1)}><kbd>{at + 1}</kbd> {ANSWER_WORDS[answer]}</button>)}
          </div>
        </section>
      )}
    </div>
  );
}

function picturesOf({ sides, hasClaim }: ReviewQuestions["items"][number]): [side: number, kind: PictureKind][] {
  const kinds: PictureKind[] = hasClaim ? ["plain", "labelled", "claimed"] : ["plain", "labelled"];
  return Array.from({ length: sides }, (_, side) => kinds.map((kind): [number, PictureKind] => [side, kind])).flat();
}
