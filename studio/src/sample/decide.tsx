/** What was said about a sample, and what a person says. */
import { type ReactNode, useEffect, useState } from "react";
import type { SampleDetails } from "../../../src/studio/protocol.js";
import { useKeys } from "../keys.js";
import { Notice } from "../parts/notice.js";
import { Verdict } from "../parts/verdict.js";
import { source } from "../source.js";
import type { StudioError } from "../studio-error.js";

const CHOICES = [["accepted", "Accept", "a"], ["rejected", "Reject", "r"], ["unsure", "Unsure", "u"]] as const;

/** @param isShown false while the next sample is on its way: a key must not decide on the one before */
export function Decide({ run, details, write, isShown }: { run: string; details: SampleDetails; write: boolean; isShown: boolean }): ReactNode {
  const { record, score, override, judgementIsStale } = details;
  const [note, setNote] = useState(override?.note ?? "");
  const [error, setError] = useState<StudioError | null>(null);
  useEffect(() => setNote(override?.note ?? ""), [record.index, override?.note]);
  const sha256 = record.files["image"]?.sha256;
  const decided = override !== null && override.imageSha256 === sha256 ? override : null;
  const decide = (verdict: "accepted" | "rejected" | "unsure" | null, text = note): void => {
    if (sha256 === undefined || !write || !isShown) return;
    setError(null);
    source.decide(run, [{ id: record.index, imageSha256: sha256, verdict, note: text.trim() === "" ? null : text.trim() }]).catch(setError);
  };
  useKeys(Object.fromEntries([...CHOICES.map(([verdict, , key]) => [key, () => decide(verdict)] as const), ["x", () => decide(null)] as const]));
  const fits = score !== null && score.imageSha256 === sha256;
  return (
    <section aria-label="Verdict">
      <h2>Does the image show its label?</h2>
      {judgementIsStale && <p><Verdict verdict="stale" isLong /></p>}
      {decided !== null ? <p><Verdict verdict={decided.verdict} isDecided isLong /></p> : fits ? <p><Verdict verdict={score.verdict} isLong />{score.score !== null && <span className="dim"> chance {score.score.toFixed(3)}</span>}</p> : !judgementIsStale && <p className="dim">Nobody has looked yet, and the run was not verified.</p>}
      {fits && score.reasons.length > 0 && <ul>{score.reasons.map((reason) => <li key={reason} className="dim">{reason}</li>)}</ul>}
      {write && sha256 !== undefined && (
        <>
          <div className="decide" role="group" aria-label="Decide">
            {CHOICES.map(([verdict, title, key]) => <button key={verdict} className={verdict} aria-pressed={decided?.verdict === verdict} onClick={() => decide(verdict)} title={`key ${key}`}>{title}</button>)}
            {override !== null && <button onClick={() => decide(null)} title="key x">take back</button>}
          </div>
          <input aria-label="note" placeholder="note (optional)" value={note} maxLength={1000} style={{ width: "100%" }} onChange={(event) => setNote(event.target.value)} onBlur={() => decided !== null && (decided.note ?? "") !== note.trim() && decide(decided.verdict, note)} />
        </>
      )}
      {error !== null && <Notice error={error} />}
      {score !== null && fits && (
        <details>
          <summary>Signals</summary>
          <dl className="facts">{Object.entries(score.signals).map(([name, number]) => <Fact key={name} name={name} value={number === null ? "–" : String(Math.round(number * 10000) / 10000)} />)}</dl>
        </details>
      )}
    </section>
  );
}

function Fact({ name, value }: { name: string; value: string }): ReactNode {
  return <><dt>{name}</dt><dd>{value}</dd></>;
}
