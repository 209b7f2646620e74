/** Where the pages get what they show: the studio's server, or files that `--static` has written. */
import { STATIC_MARK } from "../../src/studio/static-layout.js";
import { staticSource } from "./static-source.js";
import { StudioError } from "./studio-error.js";
import type { Decision, Facet, RunEntry, RunSummary, SampleDetails, SampleLabels, SamplePage, StudioEvent, StudioSummary } from "../../src/studio/protocol.js";
import type { DistributionReport, Viewpoints } from "../../src/studio/report/report-messages.js";

/** A surface as it stands in a sample. */
export interface SampleMesh {
  positions: Float32Array;
  indices: Uint32Array;
}

/** Which version of a picture. */
export interface PictureOptions {
  /** Longest side; without it the file itself. */
  side?: 128 | 256 | 512 | 2048;
  /** Says that the address always means the same bytes. */
  sha256?: string;
}

/** See the head of this file. */
export interface Source {
  /** False where there is no server: nothing can be changed, started or asked beyond what was written. */
  isLive: boolean;
  studio(): Promise<StudioSummary>;
  runs(): Promise<RunEntry[]>;
  run(name: string): Promise<RunSummary>;
  facets(run: string, parameters: URLSearchParams): Promise<Facet[]>;
  /** How the samples are spread that filters find. */
  distributions(run: string, parameters: URLSearchParams): Promise<DistributionReport>;
  viewpoints(run: string, parameters: URLSearchParams): Promise<Viewpoints>;
  samples(run: string, parameters: URLSearchParams, offset: number, limit: number): Promise<SamplePage>;
  sample(run: string, id: number, parameters: URLSearchParams): Promise<SampleDetails>;
  labels(run: string, ids: readonly number[]): Promise<SampleLabels[]>;
  /** Address of a picture; with `side` a small one. */
  picture(run: string, id: number, output: string, options?: PictureOptions): string;
  mesh(run: string, id: number, instanceId: number): Promise<SampleMesh>;
  /** The sample with exactly this image. */
  find(run: string, image: Blob): Promise<number>;
  decide(run: string, decisions: readonly Decision[]): Promise<void>;
  /** @returns what ends it */
  listen(listener: (event: StudioEvent) => void): () => void;
}

/** Asks the server. @throws StudioError */
export async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  const response = await answerTo(path, init);
  return (await response.json()) as T;
}

/** Sends something to the server as JSON. @throws StudioError */
export function send<T>(method: "POST" | "PUT" | "DELETE", path: string, body: unknown): Promise<T> {
  return ask(path, { method, body: JSON.stringify(body), headers: { "content-type": "application/json" } });
}

/** The bare answer. @throws StudioError */
export async function answerTo(path: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(path, init).catch(() => {
    throw new StudioError("E_STORAGE", "The studio does not answer any more.", "Start it again with `dst3d studio`, and open its new link.");
  });
  if (response.ok) return response;
  const problem = (await response.json().catch(() => null)) as { code?: string; message?: string; hint?: string | null } | null;
  throw new StudioError(problem?.code ?? "E_INTERNAL", problem?.message ?? `The server answered ${response.status}.`, problem?.hint ?? null);
}

/** `api/runs/NAME` and what follows. */
export function runPath(run: string, rest = "", parameters?: URLSearchParams): string {
  const query = parameters?.toString() ?? "";
  return `api/runs/${encodeURIComponent(run)}${rest}${query === "" ? "" : `?${query}`}`;
}

/** What the server tells comes over one connection, however many parts listen. */
function eventStream(): Source["listen"] {
  const listeners = new Set<(event: StudioEvent) => void>();
  let stream: EventSource | null = null;
  return (listener) => {
    listeners.add(listener);
    if (stream === null) {
      stream = new EventSource("api/events");
      stream.addEventListener("message", ({ data }) => {
        for (const each of listeners) each(JSON.parse(data as string) as StudioEvent);
      });
    }
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      stream?.close();
      stream = null;
    };
  };
}

function serverSource(): Source {
  return {
    isLive: true,
    studio: () => ask("api/studio"),
    runs: () => ask("api/runs"),
    run: (name) => ask(runPath(name)),
    facets: (run, parameters) => ask(runPath(run, "/facets", parameters)),
    distributions: (run, parameters) => ask(runPath(run, "/report", parameters)),
    viewpoints: (run, parameters) => ask(runPath(run, "/report/viewpoints", parameters)),
    samples(run, parameters, offset, limit) {
      const all = new URLSearchParams(parameters);
      all.set("offset", String(offset));
      all.set("limit", String(limit));
      return ask(runPath(run, "/samples", all));
    },
    sample: (run, id, parameters) => ask(runPath(run, `/samples/${id}`, parameters)),
    labels: (run, ids) => ask(runPath(run, "/labels", new URLSearchParams(ids.map((id) => ["id", String(id)])))),
    picture(run, id, output, { side, sha256 } = {}) {
      const parameters = new URLSearchParams({ ...(side === undefined ? {} : { side: String(side) }), ...(sha256 === undefined ? {} : { sha256 }) });
      return runPath(run, `/samples/${id}/pictures/${encodeURIComponent(output)}`, parameters);
    },
    async mesh(run, id, instanceId) {
      const bytes = await (await answerTo(runPath(run, `/samples/${id}/meshes/${instanceId}`))).arrayBuffer();
      const [vertices = 0, triangles = 0] = new Uint32Array(bytes, 0, 2);
      return { positions: new Float32Array(bytes, 8, vertices * 3), indices: new Uint32Array(bytes, 8 + vertices * 12, triangles * 3) };
    },
    async find(run, image) {
      return (await ask<{ id: number }>(runPath(run, "/find"), { method: "POST", body: image })).id;
    },
    async decide(run, decisions) {
      await send("PUT", runPath(run, "/decisions"), decisions);
    },
    listen: eventStream(),
  };
}

/** The one source of all pages. */
export const source: Source = document.querySelector(`meta[name="${STATIC_MARK}"]`) === null ? serverSource() : staticSource();
