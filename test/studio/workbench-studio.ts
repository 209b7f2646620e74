/** A studio in a folder of its own, whose previews are made in this thread and whose program is a stand-in. */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { studioApp } from "../../src/studio/app.js";
import { EventHub, type StudioEvent } from "../../src/studio/event-hub.js";
import { JobList } from "../../src/studio/jobs/job-list.js";
import { previewMaker } from "../../src/studio/preview/maker.js";
import type { Previews } from "../../src/studio/preview/thread.js";
import { openWorkspace } from "../../src/studio/workspace.js";

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
  close(): Promise<void>;
}

/** @param program what jobs are commands of */
export async function workbenchStudio({ write = true, program = [] as readonly string[], previews = inThisThread() } = {}): Promise<WorkbenchStudio> {
  const folder = await mkdtemp(join(tmpdir(), "dst3d-workbench-"));
  await mkdir(join(folder, "runs"));
  const hub = new EventHub();
  const events: StudioEvent[] = [];
  hub.listen((event) => void events.push(event));
  const workspace = await openWorkspace([join(folder, "runs")], { cache: join(folder, "cache"), events: hub });
  const jobs = new JobList(program, hub);
  const app = studioApp({ studio: { workspace, events: hub, jobs, previews, write, folder }, access: { token: "t", hosts: [] }, client: { answer: () => new Response() } });
  return {
    folder, events, jobs,
    async ask<T>(method: "GET" | "POST", path: string, body?: unknown) {
      const answer = await app.request(`/api/${path}`, { method, headers: { host: "localhost", authorization: "Bearer t", "content-type": "application/json" }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
      return { status: answer.status, body: (await answer.json()) as T };
    },
    async close() {
      await jobs.close();
      await previews.close();
      await rm(folder, { recursive: true });
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
