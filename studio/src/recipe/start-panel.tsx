/** What starting would take, and the button that does it; the job once it goes. */
import { type ReactNode, useState } from "react";
import { formatBytes, formatDuration } from "../../../src/core/quantities.js";
import type { Job } from "../../../src/studio/jobs/job.js";
import type { PreviewedPlan, PreviewedSpeed, RecipeText } from "../../../src/studio/preview/preview.js";
import { JobCard } from "../jobs/job-card.js";
import { isGoing } from "../jobs/jobs.js";
import { Notice } from "../parts/notice.js";
import type { StudioError } from "../studio-error.js";
import { requests } from "./requests.js";

interface StartPanelProperties {
  /** Null: a new run. */
  run: string | null;
  /** The recipe's own name. */
  name: string;
  recipe: RecipeText;
  isValid: boolean;
  plan: PreviewedPlan | null;
  speed: PreviewedSpeed | null;
  write: boolean;
  /** The last job on this run. */
  job: Job | null;
  started: (run: string) => void;
}

export function StartPanel({ run, name, recipe, isValid, plan, speed, write, job, started }: StartPanelProperties): ReactNode {
  const [chosen, setChosen] = useState<string | null>(null);
  const [verify, setVerify] = useState(false);
  const [error, setError] = useState<StudioError | null>(null);
  const [isAsking, setAsking] = useState(false);
  const target = run ?? chosen ?? name;
  const start = (update: boolean): void => {
    setError(null);
    setAsking(true);
    requests.start({ kind: "generate", run: target, recipe, goOn: run !== null, update, verify })
      .then(() => started(target), (problem: StudioError) => setError(problem))
      .finally(() => setAsking(false));
  };
  const verifyOnly = (): void => {
    setError(null);
    requests.start({ kind: "verify", run: target }).catch((problem: StudioError) => setError(problem));
  };
  const isBusy = job !== null && isGoing(job);
  const isChanged = job?.status === "failed" && job.error?.code === "E_RUN_CHANGED";
  return (
    <section className="start" aria-label="Start">
      {job !== null && <JobCard key={job.id} job={job} goOn={write && !isChanged ? (job.kind === "verify" ? verifyOnly : () => start(false)) : null} />}
      {isChanged && <p className="bar"><button className="main" onClick={() => start(true)}>Make the affected samples again</button></p>}
      <Estimate plan={plan} speed={speed} isStale={!isValid} />
      {error !== null && <Notice error={error} />}
      {write
        ? !isBusy && <div className="bar">
            {run === null && <label>run <input type="text" aria-label="name of the run" value={target} spellCheck={false} onChange={(event) => setChosen(event.target.value)} /></label>}
            <label><input type="checkbox" checked={verify} onChange={(event) => setVerify(event.target.checked)} />verify afterwards</label>
            <span className="grow" />
            {run !== null && job?.kind !== "verify" && <button onClick={verifyOnly}>Verify what is there</button>}
            <button className="main" disabled={!isValid || isAsking} onClick={() => start(false)}>{run === null ? "Start" : "Go on"}</button>
          </div>
        : <p className="about">This studio only reads. Start it with <code>--write</code> to make the run here, or save the recipe and run <code>dst3d generate</code>.</p>}
    </section>
  );
}

function Estimate({ plan, speed, isStale }: { plan: PreviewedPlan | null; speed: PreviewedSpeed | null; isStale: boolean }): ReactNode {
  if (plan === null) return null;
  const { summary } = plan;
  const seconds = speed?.secondsPerSample == null ? null : (speed.secondsPerSample * summary.count) / Math.min(speed.workers, summary.count);
  return (
    <dl className={`estimate${isStale ? " stale" : ""}`} aria-label="What it would take">
      <div><dt>samples</dt><dd>{summary.count.toLocaleString("en")}</dd></div>
      <div><dt>{summary.photos === null ? "shapes" : "photographs"}</dt><dd>{(summary.photos ?? summary.shapes).available.toLocaleString("en")}</dd></div>
      <div><dt>time</dt><dd title={plan.isImageExact ? `with ${speed?.workers ?? 1} workers, as fast as samples are made now` : undefined}>{!plan.isImageExact ? <span className="dim">as {plan.generator} paints</span> : seconds === null ? "…" : `≈ ${formatDuration(seconds)}`}</dd></div>
      <div><dt>disk</dt><dd title={`${summary.files.toLocaleString("en")} files`}>≈ {formatBytes(summary.estimatedBytes)}</dd></div>
      {summary.prompts.file !== null && <div><dt>prompts</dt><dd>{summary.prompts.count === null ? "list still to be made" : summary.prompts.count.toLocaleString("en")}</dd></div>}
    </dl>
  );
}
