/** All work that the studio has started since it was. */
import { performance } from "node:perf_hooks";
import { DatasetError } from "../../core/errors.js";
import type { EventHub } from "../event-hub.js";
import { type Child, startChild } from "./child.js";
import type { Job, JobKind } from "./job.js";
import { JobProgress, newJob } from "./job-progress.js";

/** How a job is started. */
export interface JobStart {
  kind: JobKind;
  run: string;
  /** Arguments of the program. */
  args: readonly string[];
  /** Its working directory. */
  folder: string;
  /** What it reads from standard input. */
  input?: string;
}

/** Pages are told of a change at most this often. */
const TOLD_EVERY_MILLISECONDS = 250;
const KEPT_JOBS = 50;
const MOST_RUNNING = 4;
/** After this long a process that was asked to end is ended. */
const PATIENCE_MILLISECONDS = 20_000;

interface Running {
  progress: JobProgress;
  child: Child;
}

/** See the head of this file. */
export class JobList {
  readonly #jobs = new Map<number, { progress: JobProgress; child: Child }>();
  #last = 0;

  /** @param program as of {@link startChild} */
  constructor(readonly program: readonly string[], readonly events: EventHub) {}

  /** The newest first. */
  list(): Job[] {
    return [...this.#jobs.values()].map(({ progress }) => progress.job).reverse();
  }

  /** @throws DatasetError E_NOT_FOUND */
  get(id: number): Job {
    return this.#running(id).progress.job;
  }

  /** @throws DatasetError E_RUN_LOCKED while another job works on the run, E_OPTION where too many run already */
  start({ kind, run, args, folder, input = "" }: JobStart): Job {
    const present = this.list().filter(({ status }) => isGoing(status));
    // Exports read; all else writes into the run.
    const other = present.find((job) => job.run === run && (kind === "export" ? job.kind === "export" : job.kind !== "export"));
    if (other !== undefined) throw new DatasetError("E_RUN_LOCKED", `${run} is being worked on already (${other.kind})`, { hint: "Wait for it, or stop it.", subject: run });
    if (present.length >= MOST_RUNNING) throw new DatasetError("E_OPTION", `${present.length} jobs are running already`, { hint: "Wait for one of them, or stop it." });
    const progress = new JobProgress(newJob({ id: ++this.#last, kind, run }));
    const tell = this.#teller(progress);
    const child = startChild({
      program: this.program, args, folder, input,
      onEvent(event) {
        progress.take(event, performance.now() / 1000);
        tell(false);
      },
      onEnd(code, lastWords) {
        progress.end(code, lastWords);
        tell(true);
      },
    });
    this.#jobs.set(progress.job.id, { progress, child });
    for (const [id, { progress: old }] of this.#jobs) if (this.#jobs.size > KEPT_JOBS && !isGoing(old.job.status)) this.#jobs.delete(id);
    tell(true);
    return progress.job;
  }

  /** Lets a job finish what it is at, and end; what is finished stays. @throws DatasetError E_NOT_FOUND */
  stop(id: number): Job {
    const { progress, child } = this.#running(id);
    if (progress.job.status === "running") {
      progress.stopping();
      this.events.send({ type: "job", job: progress.job });
      child.interrupt();
    }
    return progress.job;
  }

  /** Ends all, and waits for that. */
  async close(): Promise<void> {
    const going = [...this.#jobs.values()].filter(({ progress }) => isGoing(progress.job.status));
    for (const { progress } of going) this.stop(progress.job.id);
    await Promise.all(going.map(async ({ child }) => {
      const timer = setTimeout(() => child.kill(), PATIENCE_MILLISECONDS);
      await child.ended;
      clearTimeout(timer);
    }));
  }

  #running(id: number): Running {
    const found = this.#jobs.get(id);
    if (found === undefined) throw new DatasetError("E_NOT_FOUND", `there is no job ${id}`, { hint: "The studio knows those that it has started since it was.", subject: String(id) });
    return found;
  }

  /** Tells of the job's newest state, not of every state in between. */
  #teller(progress: JobProgress): (isUrgent: boolean) => void {
    let timer: NodeJS.Timeout | null = null;
    const tell = (): void => {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      this.events.send({ type: "job", job: progress.job });
    };
    return (isUrgent) => {
      if (isUrgent) tell();
      else timer ??= setTimeout(tell, TOLD_EVERY_MILLISECONDS).unref();
    };
  }
}

function isGoing(status: Job["status"]): boolean {
  return status === "running" || status === "stopping";
}
