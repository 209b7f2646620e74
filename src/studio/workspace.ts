/** The runs that a studio shows: the one that it was started with, or all below a folder. */
import { basename, join, resolve } from "node:path";
import { DatasetError } from "../core/errors.js";
import { RUN_FILE } from "../dataset/run-file.js";
import { shardNumber } from "../dataset/sample-id.js";
import { localFileSystem } from "../storage/file-system.js";
import type { EventHub, RunState } from "./event-hub.js";
import { type OpenedRun, openRunForStudio } from "./opened-run.js";

/** See the head of this file. */
export interface Workspace {
  /** Folder that new runs go to and that is looked through for runs; null where single runs were given. */
  folder: string | null;
  /** Names of the runs, as addresses have them. */
  names(): Promise<string[]>;
  /** The folder of a run that may not be there yet. @throws DatasetError E_NOT_FOUND for a name that is none of a run here */
  rootOf(name: string): string;
  /** An open run. @throws DatasetError E_NOT_FOUND, E_STORAGE */
  run(name: string): Promise<OpenedRun>;
  /** How the open runs stand: a page that has just begun to listen may have asked before they were read. */
  state(): RunState[];
  /** Looks at all open runs again and tells of changes. */
  refresh(): Promise<void>;
}

/** Names of run folders that addresses may have: no separators, no dots in front. */
const SAFE_NAME = /^[^./\\][^/\\]*$/;

/**
 * A workspace.
 * @param folders absolute; each a run, or, if it is only one, a folder that holds runs
 * @throws DatasetError E_NOT_FOUND where a folder is not there
 */
export async function openWorkspace(folders: readonly string[], { cache, events }: { cache: string; events: EventHub }): Promise<Workspace> {
  const given = new Map<string, string>();
  let folder: string | null = null;
  for (const path of folders) {
    if ((await localFileSystem.stat(path))?.isFolder !== true) throw new DatasetError("E_NOT_FOUND", `${path} is no folder.`, { hint: "Give the folder of a run, or one that holds runs, such as runs.", subject: path });
    if (await isRun(path)) given.set(uniqueName(basename(path), given), path);
    else if (folders.length === 1) folder = path;
    else throw new DatasetError("E_NOT_FOUND", `${path} holds no run.`, { hint: "Several folders must each be a run.", subject: path });
  }
  const open = new Map<string, Promise<OpenedRun>>();
  const read = new Set<OpenedRun>();

  const workspace: Workspace = {
    folder,
    async names() {
      if (folder === null) return [...given.keys()];
      const found: string[] = [];
      for (const name of await localFileSystem.list(folder)) if (SAFE_NAME.test(name) && (await isRun(join(folder, name)))) found.push(name);
      return found;
    },
    rootOf(name) {
      const root = folder !== null && SAFE_NAME.test(name) ? resolve(folder, name) : given.get(name);
      if (root === undefined) throw new DatasetError("E_NOT_FOUND", `no run ${JSON.stringify(name)} is open here`, { hint: "The studio shows the runs that it was started with.", subject: name });
      return root;
    },
    async run(name) {
      let opening = open.get(name);
      if (opening === undefined) {
        opening = openRunForStudio({ name, root: workspace.rootOf(name), cache });
        open.set(name, opening);
        opening.then((run) => void look(run), () => open.delete(name));
      }
      return opening;
    },
    state: () => [...read].map(stateOf),
    async refresh() {
      for (const run of await Promise.allSettled(open.values())) if (run.status === "fulfilled") await look(run.value);
    },
  };

  async function look(run: OpenedRun): Promise<void> {
    read.add(run);
    const tell = (): void => events.send(stateOf(run));
    try {
      if (await run.refresh(tell)) tell();
    } catch (error) {
      if (!DatasetError.isInstance(error)) throw error;
      events.send({ type: "warning", message: error.message });
    }
  }
  return workspace;
}

function stateOf({ name, version, table, indexing }: OpenedRun): RunState {
  return { type: "run-changed", run: name, version, samples: table.length, indexing };
}

async function isRun(path: string): Promise<boolean> {
  const names = await localFileSystem.list(path);
  return names.includes(RUN_FILE) || names.some((name) => shardNumber(name) !== null || shardNumber(name, ".tar") !== null);
}

function uniqueName(name: string, taken: ReadonlyMap<string, string>): string {
  let unique = name;
  for (let number = 2; taken.has(unique); number++) unique = `${name}-${number}`;
  return unique;
}
