/** A studio in a folder of its own, whose previews are made in this thread and whose program is a stand-in. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { StudioEvent } from "../../src/studio/event-hub.js";
import type { JobList } from "../../src/studio/jobs/job-list.js";
import { previewMaker } from "../../src/studio/preview/maker.js";
import type { Previews } from "../../src/studio/preview/thread.js";
import { temporaryFolder } from "../temporary-folder.js";
import { smallStudio } from "./small-studio.js";

/** An answer of the server. */
export interface Answered<T> {
  status: number;
  body: T;
}

export interface WorkbenchStudio {
  /** Where paths that people type start; runs lie in `runs` in it. */
  folder: string;
  events: StudioEvent[];
  jobs: JobList;
  ask<T>(method: "GET" | "POST", path: string, body?: unknown): Promise<Answered<T>>;
}

/** @param program what jobs are commands of */
export async function workbenchStudio({ write = true, program = [] as readonly string[], previews = inThisThread() } = {}): Promise<WorkbenchStudio> {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "runs"));
  const { studio, told, ask } = await smallStudio([join(folder, "runs")], { write, folder, program, previews });
  return {
    folder,
    events: told,
    jobs: studio.jobs,
    async ask<T>(method: "GET" | "POST", path: string, body?: unknown) {
      const answer = await ask(`api/${path}`, { method, headers: { "content-type": "application/json" }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
      return { status: answer.status, body: (await answer.json()) as T };
    },
  };
}

function inThisThread(): Previews {
  const maker = previewMaker();
  return {
    make: async (order) => (await maker.make(order)) as never,
    close: async () => {},
  };
}
