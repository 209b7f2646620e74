/**
 * Plays back what a real ComfyUI 0.3.64 answered (test/golden/comfyui, recorded by bench/comfyui-recording.ts), with
 * the ids, pictures and queue of this run. Prompts are painted one after the other.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { WebSocketServer, type WebSocket } from "ws";
import type { Workflow } from "../../../src/generate/comfyui/workflow.js";
import { FakeServer, type Reply, type Seen } from "./fake-server.js";
import { paintedPicture } from "./painted-picture.js";

const golden = <T>(name: string): T => JSON.parse(readFileSync(join("test/golden/comfyui", `${name}.json`), "utf8")) as T;
interface Recorded<Body = Record<string, unknown>> {
  status: number;
  body: Body;
}
const stats = golden<Recorded>("system-stats");
const infos = golden<Record<string, Recorded>>("object-info");
const prompts = golden<{ queued: Recorded; history: Recorded<Record<string, HistoryRecord>> }>("prompt");
const messages = golden<{ type?: string; data?: Record<string, unknown> }[]>("websocket");
const refusals = golden<Record<string, Recorded>>("refusals");
interface HistoryRecord {
  prompt: unknown[];
  outputs: Record<string, { images: { filename: string; subfolder: string; type: string }[] }>;
  status: Record<string, unknown>;
}
const [recordedId, recordedHistory] = Object.entries(prompts.history.body)[0]!;
/** The names that were recorded. */
export const CHECKPOINT = "random-sd15.safetensors";
export const CONTROLNET = "random_sd15_canny.safetensors";

type Entry = [number, string, Workflow, Record<string, unknown>, string[]];
const json = (body: unknown, status = 200): Reply => ({ status, body: JSON.stringify(body) });

/** Turns what a prompt would give into something else. */
export interface Mischief {
  /** No picture is in the history. */
  empty?: boolean;
  /** The history holds another seed. */
  seed?: number;
  size?: [number, number];
  gray?: boolean;
  failure?: { exception_type: string; exception_message: string };
}

/** See above. */
export class FakeComfy extends FakeServer {
  /** Sent instead of a painted one. */
  picture: Uint8Array | null = null;
  /** Milliseconds that a picture takes. */
  paintMilliseconds = 0;
  hasSocket = true;
  /** Nobody paints while this is set. */
  isPaused = false;
  readonly running: Entry[] = [];
  readonly pending: Entry[] = [];
  readonly interrupted: string[] = [];
  /** Ids of prompts that were painted. */
  readonly painted: string[] = [];
  /** One for each of the next prompts. */
  readonly mischief: (Mischief | null)[] = [];
  #history = new Map<string, HistoryRecord>();
  #files = new Map<string, Uint8Array>();
  #sockets = new Map<string, WebSocket>();
  #count = 0;
  #isPainting = false;

  override async start(): Promise<this> {
    await super.start();
    if (!this.hasSocket) return this;
    const sockets = new WebSocketServer({ server: this.server!, path: "/ws" });
    sockets.on("connection", (socket, request) => {
      this.seen.push({ method: "WS", path: request.url ?? "", headers: request.headers, body: Buffer.alloc(0) });
      const sid = new URL(request.url ?? "", this.url).searchParams.get("clientId") ?? `sid-${this.#sockets.size}`;
      this.#sockets.set(sid, socket);
      socket.send(JSON.stringify({ ...messages[0], data: { ...messages[0]!.data, sid } }));
    });
    return this;
  }

  override async stop(): Promise<void> {
    for (const socket of this.#sockets.values()) socket.terminate();
    this.#sockets.clear();
    await super.stop();
  }

  /** As after a restart: queue, history, uploads and pictures are gone. */
  forget(): void {
    this.running.length = 0;
    this.pending.length = 0;
    this.#history.clear();
    this.#files.clear();
  }

  dropSockets(): void {
    for (const socket of this.#sockets.values()) socket.terminate();
  }

  /** Someone else's prompt. */
  addForeign(id: string, place: "running" | "pending"): void {
    this[place].push([this.#count++, id, {}, {}, []]);
  }

  async answer({ method, path, body }: Seen): Promise<Reply | null> {
    const url = new URL(path, this.url);
    const told = method === "POST" && !url.pathname.startsWith("/upload") ? (JSON.parse(body.toString()) as Record<string, unknown>) : {};
    switch (`${method} ${url.pathname.split("/").slice(0, 2).join("/")}`) {
      case "GET /system_stats": return json(stats.body);
      case "GET /object_info": return this.#objectInfo(url.pathname.split("/")[2]);
      case "POST /upload": return this.#upload(body);
      case "POST /prompt": return this.#queue(told);
      case "GET /queue": return json({ queue_running: this.running, queue_pending: this.pending });
      case "POST /queue": return this.#delete(told["delete"] as string[]);
      case "POST /interrupt": return this.#interrupt(String(told["prompt_id"]));
      case "GET /history": {
        const id = url.pathname.split("/")[2]!;
        const found = this.#history.get(id);
        return json(found === undefined ? {} : { [id]: found });
      }
      case "GET /view": {
        const picture = this.#files.get(url.searchParams.get("filename") ?? "");
        return picture === undefined ? null : { type: "image/png", body: picture };
      }
      default: return null;
    }
  }

  #objectInfo(type: string | undefined): Reply {
    if (type === undefined) return json(Object.assign({}, ...Object.values(infos).map(({ body }) => body)));
    return json(infos[type]?.body ?? {});
  }

  #upload(body: Buffer): Reply {
    const text = body.toString("latin1");
    const field = (name: string): string => new RegExp(`name="${name}"\r\n\r\n([^\r]*)`).exec(text)?.[1] ?? "";
    const name = /filename="([^"]+)"/.exec(text)![1]!;
    const from = text.indexOf("\r\n\r\n", text.indexOf("filename=")) + 4;
    this.#files.set(`${field("subfolder")}/${name} [${field("type")}]`, body.subarray(from, text.lastIndexOf("\r\n--")));
    return json({ name, subfolder: field("subfolder"), type: field("type") });
  }

  #queue({ prompt, client_id: client, extra_data: extra }: Record<string, unknown>): Reply {
    const graph = prompt as Workflow;
    const nodes = Object.values(graph);
    if (nodes.some(({ class_type: type }) => infos[type] === undefined || type === "NoSuchNode")) return json(refusals["unknownNode"]!.body, 400);
    if (nodes.some(({ inputs }) => "ckpt_name" in inputs && inputs["ckpt_name"] !== CHECKPOINT)) return json(refusals["unknownModel"]!.body, 400);
    if (nodes.some(({ class_type: type, inputs }) => type === "LoadImage" && !this.#files.has(String(inputs["image"])))) return json({ error: { type: "prompt_outputs_failed_validation", message: "Prompt outputs failed validation", details: "" }, node_errors: {} }, 400);
    const id = `prompt-${++this.#count}`;
    const outputs = Object.keys(graph).filter((node) => /^(SaveImage|PreviewImage)$/.test(graph[node]!.class_type));
    this.pending.push([this.#count, id, graph, { ...(extra as object), client_id: client }, outputs]);
    setImmediate(() => void this.#paintAll());
    return json({ ...prompts.queued.body, prompt_id: id, number: this.#count });
  }

  #delete(ids: readonly string[]): Reply {
    for (const id of ids) {
      const at = this.pending.findIndex((entry) => entry[1] === id);
      if (at >= 0) this.pending.splice(at, 1);
    }
    return { body: "" };
  }

  #interrupt(id: string): Reply {
    this.interrupted.push(id);
    const at = this.running.findIndex((entry) => entry[1] === id);
    if (at >= 0) this.running.splice(at, 1);
    return { body: "" };
  }

  resume(): void {
    this.isPaused = false;
    void this.#paintAll();
  }

  async #paintAll(): Promise<void> {
    if (this.#isPainting) return;
    this.#isPainting = true;
    while (!this.isPaused && this.pending.length > 0) {
      const entry = this.pending.shift()!;
      this.running.push(entry);
      await this.#paint(entry);
    }
    this.#isPainting = false;
  }

  async #paint(entry: Entry): Promise<void> {
    const [, id, graph, extra, outputs] = entry;
    const say = (message: object): void => this.#sockets.get(String(extra["client_id"]))?.send(JSON.stringify(message).replaceAll(recordedId, id));
    for (const message of messages.slice(1)) if (message.type !== "execution_success" && !(message.type === "executing" && message.data?.["node"] === null)) say(message);
    if (this.paintMilliseconds > 0) await new Promise((resolve) => setTimeout(resolve, this.paintMilliseconds));
    const mischief = this.mischief.shift() ?? {};
    const nodes = Object.values(graph);
    const value = (input: string): unknown => nodes.find(({ inputs }) => typeof inputs[input] === "number" || typeof inputs[input] === "string")?.inputs[input];
    const [width, height] = mischief.size ?? [Number(value("width") ?? 64), Number(value("height") ?? 64)];
    const control = this.#files.get(String(value("image"))) ?? null;
    const picture = this.picture ?? await paintedPicture(width, height, Number(value("seed")), String(value("text")), control);
    if (!this.running.includes(entry)) return; // interrupted, or forgotten
    this.#files.set(`${id}.png`, mischief.gray === true ? await flat(width, height) : picture);
    const { outputs: recorded, status, ...rest } = recordedHistory;
    const image = { ...Object.values(recorded)[0]!.images[0]!, filename: `${id}.png` };
    const sent = mischief.seed === undefined ? entry : structuredClone(entry);
    for (const { inputs } of Object.values(sent[2])) if (mischief.seed !== undefined && "seed" in inputs) inputs["seed"] = mischief.seed;
    const failed = { status_str: "error", completed: false, messages: [["execution_start", { prompt_id: id }], ["execution_error", { prompt_id: id, node_id: "8", node_type: "KSampler", ...mischief.failure }]] };
    const isWithout = mischief.empty === true || mischief.failure !== undefined;
    say({ type: "execution_success", data: { prompt_id: id } });
    this.running.splice(this.running.indexOf(entry), 1);
    this.painted.push(id);
    this.#history.set(id, { ...rest, prompt: sent, outputs: isWithout ? {} : Object.fromEntries(outputs.map((node) => [node, { images: [image] }])), status: mischief.failure === undefined ? status : failed });
    say({ type: "executing", data: { node: null, prompt_id: id } });
  }
}

async function flat(width: number, height: number): Promise<Uint8Array> {
  const { encodePng } = await import("../../../src/codecs/image.js");
  return encodePng({ width, height, channels: 3, data: new Uint8Array(width * height * 3) });
}
