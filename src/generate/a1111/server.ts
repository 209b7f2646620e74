/** One AUTOMATIC1111 or Forge server at work: it paints one picture at a time. */
import type { Image } from "../../core/image.js";
import { pictureOf } from "../remote/check-answer.js";
import type { Credentials } from "../remote/credentials.js";
import { HttpClient } from "../remote/http-client.js";
import type { RemotePainting } from "../remote/paint-request.js";
import { watchProgress } from "../remote/progress-watch.js";
import { RemoteError } from "../remote/remote-error.js";
import type { Turn } from "../remote/server-pool.js";
import { wait } from "../../core/time.js";
import { checkInfo, versionOf } from "./check-info.js";
import { lookOver, type ServerNames } from "./look-over.js";
import type { A1111GeneratorOptions } from "./options.js";
import { painted, taskProgress, type PaintedInfo } from "./protocol.js";
import { txt2imgBody } from "./request.js";

const FIRST_LOOK_SECONDS = 0.5;
const LONGEST_LOOK_SECONDS = 5;
/** Who stops a run does not want to wait for a server. */
const CANCELLING_SECONDS = 5;

/** A painted picture and what painted it. */
export interface A1111Picture {
  picture: Image;
  names: ServerNames;
  version: string | null;
  info: PaintedInfo;
}

/** A server. */
export class A1111Server {
  readonly #http: HttpClient;
  readonly #options: A1111GeneratorOptions;
  #preparing: Promise<ServerNames> | null = null;
  #tasks = 0;

  constructor(url: string, credentials: Credentials, options: A1111GeneratorOptions) {
    this.#http = new HttpClient(url, credentials);
    this.#options = options;
  }

  /** Asks once whether it has all that is needed. @throws RemoteError, DatasetError E_NOT_FOUND */
  async prepare(signal: AbortSignal): Promise<ServerNames> {
    this.#preparing ??= lookOver(this.#http, this.#options, signal);
    try {
      return await this.#preparing;
    } catch (error) {
      this.#preparing = null;
      throw error;
    }
  }

  /** Paints one picture. @throws RemoteError, which says whether it may pass; the signal's reason, after the work was interrupted */
  async paint(painting: RemotePainting & { seed: number }, { signal, started, timeoutSeconds, progress }: Turn & { timeoutSeconds: number; progress(share: number): void }): Promise<A1111Picture> {
    const http = this.#http;
    const names = await this.prepare(signal);
    started();
    // Unlike any other's on this server: what is interrupted must be ours.
    const task = `dst3d(${painting.id}-${painting.seed}-${process.pid}-${++this.#tasks})`;
    const watch = watchProgress(http.url, "picture", { signal, timeoutSeconds });
    const done = new AbortController();
    void this.#watch(task, AbortSignal.any([watch.signal, done.signal]), watch.alive, progress);
    try {
      const { images, info: text } = await http.post({ path: "/sdapi/v1/txt2img", signal: watch.signal, silenceSeconds: null }, txt2imgBody(this.#options, names, painting, task), painted);
      const info = checkInfo(text, names, painting.seed, http.url);
      const picture = await pictureOf(Buffer.from(images[0]!.replace(/^data:[^,]*,/, ""), "base64"), painting, http.url);
      return { picture, names, version: versionOf(info), info };
    } catch (error) {
      if (watch.signal.aborted) await this.#interrupt(task).catch(() => {});
      // After a restart it may be another version with other models.
      if (error instanceof RemoteError && error.broken) this.#preparing = null;
      throw error;
    } finally {
      done.abort();
      watch.end();
    }
  }

  /** Progress, for as long as the picture is painted. Servers without the route tell nothing. */
  async #watch(task: string, signal: AbortSignal, alive: () => void, progress: (share: number) => void): Promise<void> {
    let before = 0;
    for (let pause = FIRST_LOOK_SECONDS; ; pause = Math.min(pause * 1.5, LONGEST_LOOK_SECONDS)) {
      try {
        await wait(pause, signal);
        const state = await this.#state(task, signal);
        if (state.queued) alive();
        if (state.progress == null || state.progress === before) continue;
        before = state.progress;
        alive();
        progress(before);
      } catch (error) {
        if (signal.aborted || (error instanceof RemoteError && error.status !== null)) return;
      }
    }
  }

  #state(task: string, signal: AbortSignal) {
    return this.#http.post({ path: "/internal/progress", signal, silenceSeconds: CANCELLING_SECONDS }, { id_task: task, live_preview: false }, taskProgress);
  }

  /** Only while our own picture is what the server paints: `interrupt` itself asks no names. */
  async #interrupt(task: string): Promise<void> {
    const { signal } = new AbortController();
    const { active } = await this.#state(task, signal);
    if (active) await this.#http.tell({ path: "/sdapi/v1/interrupt", signal, silenceSeconds: CANCELLING_SECONDS }, {});
  }

  close(): void {
    this.#http.close();
  }
}
