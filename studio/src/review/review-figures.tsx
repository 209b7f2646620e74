/** How far raters agree, and what they say of the pictures. */
import type { ReactNode } from "react";
import type { ReviewFigures, ReviewKind } from "../../../src/studio/review/review-messages.js";
import { counted, decimals, percents, withInterval } from "../report/formats.js";
import { IntervalChart, type IntervalFigure } from "../report/interval-chart.js";
import { NumberTable } from "../report/number-table.js";

export function ReviewFiguresView({ figures, kind }: { figures: ReviewFigures; kind: ReviewKind }): ReactNode {
  const { raters, problems, questions, decided, agreement, cohen, fleiss, undecided } = figures;
  return (
    <section aria-label="What came of it">
      <h2>What came of it</h2>
      <ul className="figures">
        {agreement.value !== null && <li><b>{percents(agreement.value, 0)}</b> agreement</li>}
        {cohen.length === 1 ? cohen[0]!.value !== null && <li><b>{decimals(cohen[0]!.value, 2)}</b> Cohen's kappa</li> : fleiss.value !== null && <li><b>{decimals(fleiss.value, 2)}</b> Fleiss' kappa</li>}
        {(figures.correct[0]?.count ?? 0) > 0 && <li><b>{percents(figures.correct[0]!.share, 0)}</b> show their label <span className="dim">{counted(figures.correct[0]!.hits)} of {counted(figures.correct[0]!.count)}</span></li>}
        <li><b>{counted(decided)}</b> of {counted(questions)} questions decided</li>
        {undecided > 0 && <li><b>{counted(undecided)}</b> split or cannot tell</li>}
      </ul>
      <div className="charts large">
        <Agreement figures={figures} />
        {kind === "single" ? <Correct figures={figures} /> : <Preferred figures={figures} />}
      </div>
      <section className="panel wide" aria-label="Raters' gold questions">
        <NumberTable caption="Raters" heads={["rater", "answered", "gold questions right", ""]} rows={raters.map(({ name, answered, goldAnswered, goldRight, isTrusted }) => ({ key: name, cells: [name, counted(answered), goldAnswered === 0 ? "–" : `${goldRight} of ${goldAnswered}`, isTrusted ? "counts" : "left out"] }))} />
        {problems.map((problem) => <p key={problem} className="dim">{problem}.</p>)}
      </section>
    </section>
  );
}

function Agreement({ figures: { agreement, fleiss, cohen } }: { figures: ReviewFigures }): ReactNode {
  const all = [
    { name: "agreement", ...agreement },
    ...cohen.map(({ first, second, value, interval }) => ({ name: `kappa ${first}, ${second}`, value, interval })),
    ...(cohen.length === 1 ? [] : [{ name: "Fleiss' kappa", ...fleiss }]),
  ];
  const drawn = all.flatMap(({ name, value, interval }): IntervalFigure[] => (value === null ? [] : [{ name, value, interval, words: `${name} ${withInterval(value, interval)}` }]));
  if (drawn.length === 0) return <p className="panel">Two raters are needed to say how far they agree.</p>;
  const hasKappa = fleiss.value !== null;
  return (
    <IntervalChart title="Agreement" note={hasKappa ? "kappa: 0 is chance, 1 is perfect; 95 % intervals" : "no kappa: all answers are the same"} figures={drawn} low={-0.2} mark={0}
      table={{ heads: ["", "value and interval", "questions"], rows: [
        { key: "agreement", cells: ["agreement", withInterval(agreement.value, agreement.interval, percents), ""] },
        ...cohen.map(({ first, second, questions, value, interval }) => ({ key: `${first} ${second}`, cells: [`Cohen's kappa of ${first} and ${second}`, withInterval(value, interval), counted(questions)] })),
        { key: "fleiss", cells: ["Fleiss' kappa", withInterval(fleiss.value, fleiss.interval), ""] },
      ] }} />
  );
}

function Correct({ figures: { correct } }: { figures: ReviewFigures }): ReactNode {
  const drawn = correct.flatMap(({ name, share, interval, hits, count }): IntervalFigure[] => (share === null ? [] : [{ name, value: share, interval, words: `${name} ${percents(share)}\n${hits} of ${count}` }]));
  if (drawn.length === 0) return <p className="panel">No question has an answer that two raters give yet.</p>;
  return (
    <IntervalChart title="Pictures that show their label" note="of all and by verdict; 95 % intervals" figures={drawn} low={0} format="%"
      table={{ heads: ["", "show their label", "share and interval"], rows: correct.map(({ name, hits, count, share, interval }) => ({ key: name, cells: [name, `${hits} of ${count}`, withInterval(share, interval, percents)] })) }} />
  );
}

function Preferred({ figures: { preferred } }: { figures: ReviewFigures }): ReactNode {
  const drawn = preferred.flatMap(({ dataset, share, interval, wins, draws, losses }): IntervalFigure[] => (share === null ? [] : [{ name: dataset, value: share, interval, words: `${dataset} ${percents(share)}\nbetter ${wins}, alike ${draws}, worse ${losses}` }]));
  if (drawn.length === 0) return <p className="panel">No question has an answer that two raters give yet.</p>;
  return (
    <IntervalChart title="Better of two" note="share that is preferred, draws count half; 95 % intervals" figures={drawn} low={0} mark={0.5} format="%"
      table={{ heads: ["run", "better", "alike", "worse", "preferred"], rows: preferred.map(({ dataset, wins, draws, losses, share, interval }) => ({ key: dataset, cells: [dataset, counted(wins), counted(draws), counted(losses), withInterval(share, interval, percents)] })) }} />
  );
}
