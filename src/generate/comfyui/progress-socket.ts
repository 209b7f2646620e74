/**
 * ComfyUI's websocket: progress, and a nudge when a prompt is done. Nothing depends on it: messages get lost, and what
 * is true is asked for over HTTP. One connection for the whole run, opened again after it broke.
 */
import type { WebSocket } from "ws";
import type { HttpClient } from "../remote/http-client.js";
import { routeUrl } from "../remote/server-url.js";
import { wait } from "../../core/time.js";
import { message } from "./protocol.js";

/** Who wants to hear of a prompt. */
export interface PromptListener {
  started(): void;
  /** 0 to 1, of the node that works. */
  progress(share: number): void;
  finished(): void;
}

const OPENING_SECONDS = 5;
const FIRST_PAUSE_SECONDS = 1;
const LONGEST_PAUSE_SECONDS = 60;
const MOST_EARLY = 64;

/** The connection to one server. */
export class ProgressSocket {
  readonly #listeners = new Map<string, PromptListener>();
  /** Done, and nobody listened. */
  readonly #early = new Set<string>();
  readonly #closing = new AbortController();
  readonly #client: HttpClient;
  #socket: WebSocket | null = null;
  #opening: Promise<void> | null = null;
  /** What the server calls this connection: prompts that are sent under this name are reported to it. */
  #sid: string | null = null;

  constructor(client: HttpClient) {
    this.#client = client;
  }

  /** The name to send prompts under; null while nothing is heard from the server. */
  get sid(): string | null {
    return this.#socket === null ? null : this.#sid;
  }

  /** Waits a little for the connection; it may be missing afterwards. */
  async open(): Promise<void> {
    this.#opening ??= Promise.race([this.#keepOpen(), wait(OPENING_SECONDS, this.#closing.signal).catch(() => {})]);
    await this.#opening;
  }

  /** What was done before its id was known here is told at once. */
  listen(prompt: string, listener: PromptListener): void {
    this.#listeners.set(prompt, listener);
    if (this.#early.delete(prompt)) listener.finished();
  }

  forget(prompt: string): void {
    this.#listeners.delete(prompt);
  }

  close(): void {
    this.#closing.abort();
    this.#socket?.close();
    this.#socket = null;
  }

  /** Resolves after the first try; goes on trying for as long as the run lasts. */
  async #keepOpen(): Promise<void> {
    let pause = FIRST_PAUSE_SECONDS;
    const again = (): void => {
      this.#socket = null;
      if (this.#closing.signal.aborted) return;
      void wait(pause, this.#closing.signal).then(attempt, () => {});
      pause = Math.min(pause * 2, LONGEST_PAUSE_SECONDS);
    };
    const attempt = (): Promise<void> => this.#connect(again, () => (pause = FIRST_PAUSE_SECONDS));
    await attempt();
  }

  async #connect(lost: () => void, opened: () => void): Promise<void> {
    // Loaded here: most runs need no websocket.
    const { WebSocket } = await import("ws");
    const url = routeUrl(this.#client.url, "/ws");
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    if (this.#sid !== null) url.searchParams.set("clientId", this.#sid);
    return new Promise((resolve) => {
      const socket = new WebSocket(url, { headers: this.#client.headers, handshakeTimeout: OPENING_SECONDS * 1000, maxPayload: 64 * 1024 * 1024 });
      socket.on("message", (data, isBinary) => {
        if (isBinary) return; // previews
        const sid = this.#hear(String(data));
        if (sid === null) return;
        this.#sid = sid;
        this.#socket = socket;
        opened();
        resolve();
      });
      socket.on("error", () => {}); // "close" follows
      socket.on("close", () => {
        lost();
        resolve();
      });
    });
  }

  /** @returns the connection's name when the text gives one */
  #hear(text: string): string | null {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return null;
    }
    const { data: heard } = message.safeParse(value);
    const data = heard?.data;
    if (heard === undefined || data === undefined) return null;
    const listener = data.prompt_id === undefined ? undefined : this.#listeners.get(data.prompt_id);
    switch (heard.type) {
      case "status":
        return data.sid ?? null;
      case "execution_start":
        listener?.started();
        return null;
      case "progress":
        if (data.value !== undefined && data.max !== undefined && data.max > 0) listener?.progress(data.value / data.max);
        return null;
      case "executing":
        if (data.node === null) this.#finished(data.prompt_id, listener);
        return null;
      case "execution_success":
      case "execution_error":
      case "execution_interrupted":
        this.#finished(data.prompt_id, listener);
        return null;
      default:
        return null;
    }
  }

  #finished(prompt: string | undefined, listener: PromptListener | undefined): void {
    if (listener !== undefined) return listener.finished();
    if (prompt === undefined) return;
    this.#early.add(prompt);
    if (this.#early.size > MOST_EARLY) this.#early.delete(this.#early.values().next().value!);
  }
}
