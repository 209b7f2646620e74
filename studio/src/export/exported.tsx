/** What an export has written, what it left out, and the proof. */
import type { ReactNode } from "react";
import type { ExportedRun } from "../../../src/interchange/exported-run.js";
import { proofText } from "../../../src/interchange/proof/proof.js";

export function Exported({ exported: { folder, samples, leftOut, proof } }: { exported: ExportedRun }): ReactNode {
  const splits = Object.entries(samples);
  const total = splits.reduce((sum, [, count]) => sum + count, 0);
  return (
    <section className="exported" aria-label="what was exported">
      <p><strong>{total.toLocaleString("en")} samples</strong>{splits.length > 1 && ` (${splits.map(([split, count]) => `${split} ${count.toLocaleString("en")}`).join(", ")})`} in <code>{folder}</code></p>
      <ul>
        {Object.entries(leftOut).map(([reason, count]) => <li key={reason} className="doubt">left out {count.toLocaleString("en")}: {reason}</li>)}
        {(proof ?? []).map((check) => <li key={check.what}><span className="good" aria-hidden="true">✓</span> {proofText(check)}</li>)}
      </ul>
    </section>
  );
}
