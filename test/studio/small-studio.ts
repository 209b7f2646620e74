/** A studio's server over small runs, asked without a port. */
import { join } from "node:path";
import type { Hono } from "hono";
import { studioApp } from "../../src/studio/app.js";
import type { ClientFiles } from "../../src/studio/client-files.js";
import { EventHub, type StudioEvent } from "../../src/studio/event-hub.js";
import { JobList } from "../../src/studio/jobs/job-list.js";
import { type Previews, previewThread } from "../../src/studio/preview/thread.js";
import type { Studio } from "../../src/studio/studio.js";
import { openWorkspace } from "../../src/studio/workspace.js";
import { temporaryFolder } from "../temporary-folder.js";

/** A server for tests. */
export interface SmallStudio {
  app: Hono;
  studio: Studio;
  /** What it has told so far. */
  told: StudioEvent[];
  /** Asks as the studio's own page does. */
  ask(path: string, init?: RequestInit & { headers?: Record<string, string> }): Promise<Response>;
}

export const TOKEN = "a-token-for-tests";

/** Pages that say where they are. */
const client: ClientFiles = { answer: (context) => context.text("the pages") };

export interface SmallStudioOptions {
  write?: boolean;
  cache?: string;
  base?: string;
  /** Folder that paths which people type start from. */
  folder?: string;
  /** What jobs are commands of. */
  program?: readonly string[];
  previews?: Previews;
}

/** Opens folders of runs; `write` as with --write. */
export async function smallStudio(folders: readonly string[], { write = false, cache = join(temporaryFolder(), "cache"), base = "", folder = temporaryFolder(), program = [], previews = previewThread() }: SmallStudioOptions = {}): Promise<SmallStudio> {
  const events = new EventHub();
  const told: StudioEvent[] = [];
  events.listen((event) => told.push(event));
  const workspace = await openWorkspace(folders, { cache, events });
  const studio: Studio = { workspace, events, jobs: new JobList(program, events), previews, write, folder };
  const app = studioApp({ studio, access: { token: TOKEN, hosts: ["proxy.example"] }, client, base });
  return {
    app, studio, told,
    async ask(path, init = {}) {
      return app.request(`http://localhost:7373${base}/${path}`, { ...init, headers: { host: "localhost:7373", authorization: `Bearer ${TOKEN}`, ...init.headers } });
    },
  };
}

/** Opens a run and waits until its samples are all in the table. */
export async function openedRun({ studio }: SmallStudio, name: string): Promise<void> {
  await (await studio.workspace.run(name)).refresh();
}
