/** How a job stands: how far, how fast, how long still, what came last, what went wrong. */
import { type ReactNode, useState } from "react";
import { formatDuration } from "../../../src/core/quantities.js";
import type { Job } from "../../../src/studio/jobs/job.js";
import { formatAddress } from "../address.js";
import { Notice } from "../parts/notice.js";
import { send, source } from "../source.js";
import type { StudioError } from "../studio-error.js";
import { isGoing } from "./jobs.js";
import "./jobs.css";

const TITLES: Readonly<Record<Job["kind"], string>> = { generate: "making samples", verify: "comparing images with labels", export: "exporting" };
const ENDS: Readonly<Partial<Record<Job["status"], string>>> = { done: "done", stopped: "paused", failed: "failed", stopping: "finishing the samples in flight …" };
const SHOWN_NEWEST = 8;

interface JobCardProperties {
  job: Job;
  /** Goes on with what was paused or has failed; null: that is done elsewhere. */
  goOn: (() => void) | null;
}

export function JobCard({ job, goOn }: JobCardProperties): ReactNode {
  const [error, setError] = useState<StudioError | null>(null);
  const { done, total, failed, step } = job;
  const isSteps = step !== null && isGoing(job);
  const state = ENDS[job.status] ?? (isSteps ? step.name : TITLES[job.kind]);
  return (
    <section className={`job ${job.status}`} aria-label={`job: ${TITLES[job.kind]}`}>
      <div className="bar">
        <strong>{job.run}</strong>
        <span className="state" aria-live="polite">{state}</span>
        <span className="grow" />
        {job.status === "running" && <button onClick={() => void send("POST", `api/jobs/${job.id}/stop`, {}).catch(setError)}>{job.kind === "generate" ? "Pause" : "Stop"}</button>}
        {goOn !== null && (job.status === "stopped" || job.status === "failed") && <button className="main" onClick={goOn}>Go on</button>}
      </div>
      {isSteps
        ? <progress aria-label={step.name} {...(step.total === null ? {} : { value: step.done, max: Math.max(1, step.total) })} />
        : total > 0 && <progress aria-label="samples" value={done + failed} max={total} />}
      {!isSteps && total > 0 && (
        <p className="figures">
          <strong>{done.toLocaleString("en")}</strong> of {total.toLocaleString("en")} samples
          {failed > 0 && <span className="bad"> · {failed.toLocaleString("en")} failed</span>}
          {job.samplesPerSecond !== null && job.status === "running" && <> · {job.samplesPerSecond >= 0.95 ? `${job.samplesPerSecond.toFixed(1)} a second` : `${(job.samplesPerSecond * 60).toFixed(1)} a minute`}</>}
          {job.secondsLeft !== null && job.status === "running" && <> · {formatDuration(job.secondsLeft)} left</>}
          {job.kind !== "export" && <> · <a href={formatAddress({ run: job.run })}>look at them</a></>}
        </p>
      )}
      {job.newest.length > 0 && <div className="newest">{job.newest.slice(0, SHOWN_NEWEST).map((index) => <a key={index} href={formatAddress({ run: job.run, part: String(index) })}><img alt={`sample ${index}`} src={source.picture(job.run, index, "image", { side: 128 })} /></a>)}</div>}
      {job.error !== null && <Notice error={job.error} />}
      {error !== null && <Notice error={error} />}
      {job.failures.length > 0 && <details><summary>{failed} {failed === 1 ? "sample" : "samples"} failed</summary><ul>{job.failures.map(({ index, error: { message, hint } }) => <li key={index}>{index}: {message} <span className="dim">{hint}</span></li>)}</ul></details>}
      {job.notes.length > 0 && <details><summary>{job.notes.length} {job.notes.length === 1 ? "note" : "notes"}</summary><ul>{job.notes.map((note, at) => <li key={at}>{note}</li>)}</ul></details>}
    </section>
  );
}
