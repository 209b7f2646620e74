/** Keeps what most raters say with the run, so that the next verification calibrates on it. */
import { type ReactNode, useState } from "react";
import type { ImportedAnswers, ReviewState } from "../../../src/studio/review/review-messages.js";
import { Notice } from "../parts/notice.js";
import { counted } from "../report/formats.js";
import { Command } from "../sample/facts.js";
import type { StudioError } from "../studio-error.js";
import { reviewSource } from "./review-source.js";

export function UseAnswers({ run, state, write }: { run: string; state: ReviewState; write: boolean }): ReactNode {
  const [isWorking, setWorking] = useState(false);
  const [kept, setKept] = useState<ImportedAnswers["kept"] | null>(null);
  const [error, setError] = useState<StudioError | null>(null);
  const { kind, name, usable, used, command } = state;
  if (kind === "pair") return null;
  const use = (): void => {
    setWorking(true);
    setError(null);
    reviewSource.use(run, name).then((answer) => setKept(answer.kept), setError).finally(() => setWorking(false));
  };
  const isUsed = usable > 0 && used === usable;
  return (
    <section className="panel wide" aria-label="Calibration">
      <h2>Use for calibration</h2>
      {usable === 0 ? <p className="dim">No picture has an answer yet that two raters give.</p>
        : <p>{counted(usable)} {usable === 1 ? "picture has" : "pictures have"} an answer that most raters give{used > 0 && `; ${isUsed ? "all" : counted(used)} of them are kept with the run`}.</p>}
      {write && usable > 0 && !isUsed && <button className="main" disabled={isWorking} onClick={use}>Use for calibration</button>}
      {error !== null && <Notice error={error} />}
      {(isUsed || kept !== null) && <><p role="status">The next verification calibrates on them:</p><Command text={command} /></>}
    </section>
  );
}
