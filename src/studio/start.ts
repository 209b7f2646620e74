/** Lets the studio listen. */
import { randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { DatasetError } from "../core/errors.js";
import { systemErrorCode } from "../storage/file-system.js";
import { studioApp } from "./app.js";
import { readClientFiles } from "./client-files.js";
import { EventHub } from "./event-hub.js";
import { JobList } from "./jobs/job-list.js";
import { previewThread } from "./preview/thread.js";
import { openWorkspace } from "./workspace.js";

/** How a studio is started. */
export interface StudioOptions {
  /** Absolute folders: runs, or one folder of runs. */
  folders: readonly string[];
  /** Absolute folder that paths which people type start from. */
  folder: string;
  /** Folder of the built pages. */
  clientFolder: string;
  /** Folder for the index, which can be deleted. */
  cache: string;
  /** Default: this computer only. */
  host?: string;
  /** 0 = any that is free. */
  port: number;
  /** Names under which it may be asked beside this computer's own. */
  allowedHosts?: readonly string[];
  /** Path before all others where a proxy passes it on. */
  base?: string;
  write?: boolean;
  /** How this program is called, as `[node, main.js]`: jobs are commands of it. Default: none can be started. */
  program?: readonly string[];
  /** Default: drawn by chance. */
  token?: string;
}

/** A studio that listens. */
export interface RunningStudio {
  port: number;
  /** With the token. */
  url: string;
  close(): Promise<void>;
}

const REFRESH_MILLISECONDS = 1000;

/**
 * Starts the server.
 * @throws DatasetError E_NOT_FOUND for folders that are not there, E_OPTION where the port is taken
 */
export async function startStudio(options: StudioOptions): Promise<RunningStudio> {
  const { folders, folder, clientFolder, cache, host = "127.0.0.1", port, allowedHosts = [], base = "", write = false, program = [] } = options;
  const token = options.token ?? randomBytes(24).toString("base64url");
  const events = new EventHub();
  const [client, workspace] = await Promise.all([readClientFiles(clientFolder), openWorkspace(folders, { cache, events })]);
  const hosts = host === "127.0.0.1" || host === "0.0.0.0" || host === "::" ? allowedHosts : [...allowedHosts, host];
  const jobs = new JobList(program, events);
  const previews = previewThread();
  const app = studioApp({ studio: { workspace, events, jobs, previews, write, folder }, access: { token, hosts }, client, base });
  const { server, address } = await listen(app.fetch, host, port);
  // Looked at only while somebody watches; a page that opens asks anyway.
  let timer: NodeJS.Timeout | null = null;
  const tick = async (): Promise<void> => {
    if (events.size > 0) await workspace.refresh();
    if (timer !== null) timer = setTimeout(() => void tick(), REFRESH_MILLISECONDS).unref();
  };
  timer = setTimeout(() => void tick(), REFRESH_MILLISECONDS).unref();
  const shownHost = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return {
    port: address.port,
    url: `http://${shownHost}:${address.port}${base}/?token=${token}`,
    async close() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      if ("closeAllConnections" in server) server.closeAllConnections();
      await Promise.all([closed, jobs.close(), previews.close()]);
    },
  };
}

function listen(fetch: Parameters<typeof serve>[0]["fetch"], hostname: string, port: number): Promise<{ server: ReturnType<typeof serve>; address: AddressInfo }> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname, port }, (address) => resolve({ server, address }));
    server.on("error", (cause: Error) => {
      const isTaken = systemErrorCode(cause) === "EADDRINUSE";
      reject(new DatasetError("E_OPTION", isTaken ? `port ${port} is taken: perhaps another studio listens there` : `cannot listen on ${hostname}:${port}: ${cause.message}`, { hint: "Choose another with --port, or 0 for any that is free.", subject: "--port", cause }));
    });
  });
}
