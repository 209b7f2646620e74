/** The comparison that reads every record and every picture: only when it is asked for. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { RunsDifference } from "../../../src/studio/report/report-messages.js";
import { formatAddress } from "../address.js";
import { Notice } from "../parts/notice.js";
import type { StudioError } from "../studio-error.js";
import { counted } from "./formats.js";
import { NumberTable } from "./number-table.js";
import { reportSource } from "./report-source.js";

export function FullDifference({ run, other }: { run: string; other: string }): ReactNode {
  const [state, setState] = useState<{ isRunning: boolean; found: RunsDifference | null; error: StudioError | null }>({ isRunning: false, found: null, error: null });
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), [run, other]);
  const start = (): void => {
    const controller = new AbortController();
    stop.current = controller;
    setState({ isRunning: true, found: null, error: null });
    reportSource.difference(run, other, controller.signal).then(
      (found) => setState({ isRunning: false, found, error: null }),
      (error: StudioError) => !controller.signal.aborted && setState({ isRunning: false, found: null, error }),
    );
  };
  const { isRunning, found, error } = state;
  return (
    <section className="panel wide" aria-label="Sample by sample">
      <h2>Sample by sample</h2>
      <p className="dim">Labels and pixels of all samples with equal ids; every picture of both is read, so this takes a while.</p>
      {isRunning ? <p><progress aria-label="comparing" /> <button onClick={() => { stop.current?.abort(); setState({ isRunning: false, found: null, error: null }); }}>stop</button></p> : <button onClick={start}>Compare all labels and pictures</button>}
      {error !== null && <Notice error={error} />}
      {found !== null && <Found run={run} found={found} />}
    </section>
  );
}

function Found({ run, found: { samples, labels, pictures } }: { run: string; found: RunsDifference }): ReactNode {
  const amount = (value: number | null, unit: string): string => (value === null ? "–" : `${Number(value.toPrecision(3))} ${unit}`);
  const rows = [...Object.entries(labels.differences).map(([name, each]) => [`label: ${name}`, each] as const), ...Object.entries(pictures).map(([name, each]) => [`picture: ${name}`, each] as const)];
  return (
    <>
      <p>{counted(labels.differing)} of {counted(labels.compared)} labels differ; {counted(samples.onlyFirst)} samples are only here, {counted(samples.onlySecond)} only there{samples.unreadable > 0 && `; ${counted(samples.unreadable)} records cannot be read`}.</p>
      <NumberTable caption="What differs" heads={["", "compared", "differing", "mean", "worst", "where"]}
        rows={rows.map(([name, { compared, differing, mean, worst, at, unit }]) => {
          const index = at === null ? null : /^\d+/.exec(at)?.[0];
          return { key: name, cells: [name, counted(compared), counted(differing), amount(mean, unit), amount(worst, unit), index == null ? "–" : <a href={formatAddress({ run, part: String(Number(index)) })}>{at}</a>] };
        })} />
    </>
  );
}
