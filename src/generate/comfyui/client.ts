/** One ComfyUI server: its routes, and the websocket beside them. */
import type { Credentials } from "../remote/credentials.js";
import { HttpClient } from "../remote/http-client.js";
import { isPassing } from "../remote/remote-error.js";
import { history, nodeTypes, queue, queued, systemStats, uploaded, type HistoryEntry, type NodeTypes, type ServerImage } from "./protocol.js";
import { ProgressSocket } from "./progress-socket.js";
import type { Workflow } from "./workflow.js";

/** Below the server's folder of temporary files. */
const SUBFOLDER = "dst3d";
/** Who stops a run does not want to wait for a server. */
const CANCELLING_SECONDS = 5;

/** A server. */
export class ComfyClient {
  readonly http: HttpClient;
  readonly socket: ProgressSocket;
  #sent = 0;

  constructor(
    readonly url: string,
    credentials: Credentials,
  ) {
    this.http = new HttpClient(url, credentials);
    this.socket = new ProgressSocket(this.http);
  }

  /** Null where an old server does not say. */
  async version(signal: AbortSignal): Promise<string | null> {
    return (await this.http.json({ path: "/system_stats", signal }, systemStats)).system.comfyui_version ?? null;
  }

  /** One node type, or all of them; an unknown one is not in the answer. */
  nodeTypes(signal: AbortSignal, type?: string): Promise<NodeTypes> {
    return this.http.json({ path: type === undefined ? "/object_info" : `/object_info/${encodeURIComponent(type)}`, signal }, nodeTypes);
  }

  /** @returns the picture as an input of LoadImage. Its content makes its name, so that no other picture is overwritten. */
  async upload(png: Uint8Array, sha256: string, signal: AbortSignal): Promise<string> {
    const boundary = `dst3d-${sha256}`;
    const field = (name: string, value: string): string => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const head = `${field("type", "temp")}${field("subfolder", SUBFOLDER)}${field("overwrite", "true")}--${boundary}\r\nContent-Disposition: form-data; name="image"; filename="${sha256.slice(0, 32)}.png"\r\nContent-Type: image/png\r\n\r\n`;
    const bytes = Buffer.concat([Buffer.from(head), png, Buffer.from(`\r\n--${boundary}--\r\n`)]);
    const { name, subfolder, type } = await this.http.json({ path: "/upload/image", method: "POST", body: { type: `multipart/form-data; boundary=${boundary}`, bytes }, signal }, uploaded);
    return `${subfolder === "" ? "" : `${subfolder}/`}${name} [${type}]`;
  }

  /**
   * Queues a prompt. This is not given up half way: what the server has must be known, to be taken back. When the connection breaks on the way, the queue is looked through for it, so that it is neither
   * lost nor painted twice.
   * @returns its id
   */
  async queue(prompt: Workflow): Promise<string> {
    const { signal } = new AbortController();
    const { sid } = this.socket;
    const mark = `${sid ?? process.pid}/${++this.#sent}`;
    const send = async () => (await this.http.post({ path: "/prompt", signal, once: true }, { prompt, ...(sid === null ? {} : { client_id: sid }), extra_data: { dst3d: mark } }, queued)).prompt_id;
    try {
      return await send();
    } catch (error) {
      if (!isPassing(error)) throw error;
      const found = await this.#findMarked(mark, signal);
      if (found !== null) return found;
      if (!error.broken) throw error;
      return send(); // most often a kept connection that the server had just closed
    }
  }

  async #findMarked(mark: string, signal: AbortSignal): Promise<string | null> {
    const { queue_running: running, queue_pending: pending } = await this.http.json({ path: "/queue", signal }, queue).catch(() => ({ queue_running: [], queue_pending: [] }));
    return [...running, ...pending].find((entry) => isMarked(entry[3], mark))?.[1] ?? null;
  }

  /** Null until the prompt is done. */
  async done(id: string, signal: AbortSignal): Promise<HistoryEntry | null> {
    return (await this.http.json({ path: `/history/${encodeURIComponent(id)}`, signal }, history))[id] ?? null;
  }

  /** Where in the queue a prompt is. */
  async state(id: string, signal: AbortSignal): Promise<"running" | "pending" | "gone"> {
    const { queue_running: running, queue_pending: pending } = await this.http.json({ path: "/queue", signal }, queue);
    if (running.some((entry) => entry[1] === id)) return "running";
    return pending.some((entry) => entry[1] === id) ? "pending" : "gone";
  }

  image({ filename, subfolder = "", type = "output" }: ServerImage, signal: AbortSignal): Promise<Uint8Array> {
    return this.http.bytes({ path: `/view?${new URLSearchParams({ filename, subfolder, type }).toString()}`, signal });
  }

  /**
   * Takes back a prompt of ours, and no one else's: out of the queue by its id, and interrupted only while it is what
   * the server works on (servers that know `prompt_id` look again for themselves).
   */
  async cancel(id: string): Promise<void> {
    const common = { signal: new AbortController().signal, silenceSeconds: CANCELLING_SECONDS };
    await this.http.tell({ path: "/queue", ...common }, { delete: [id] });
    const { queue_running: running } = await this.http.json({ path: "/queue", ...common }, queue);
    if (running.some((entry) => entry[1] === id)) await this.http.tell({ path: "/interrupt", ...common }, { prompt_id: id });
  }

  close(): void {
    this.socket.close();
    this.http.close();
  }
}

function isMarked(extra: unknown, mark: string): boolean {
  return typeof extra === "object" && extra !== null && "dst3d" in extra && extra.dst3d === mark;
}
