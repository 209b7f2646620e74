/** One ComfyUI server at work: looked over once, then a prompt per picture. */
import type { Image } from "../../core/image.js";
import { pictureOf } from "../remote/check-answer.js";
import type { Credentials } from "../remote/credentials.js";
import type { RemotePainting } from "../remote/paint-request.js";
import { RemoteError } from "../remote/remote-error.js";
import type { Turn } from "../remote/server-pool.js";
import { awaitPrompt } from "./await-prompt.js";
import { ComfyClient } from "./client.js";
import { mainModelOf, modelsOf } from "./models.js";
import { fitToServer } from "./node-check.js";
import { checkSeed, checkSuccess, outputImage } from "./output-image.js";
import { fillIn, type Place, type Values } from "./placeholders.js";
import type { Workflow } from "./workflow.js";

/** What is known of a server that can do the work. */
interface Prepared {
  version: string | null;
  /** With the server's names of models. */
  workflow: Workflow;
}

/** A painted picture and what painted it. */
export interface ComfyPicture {
  picture: Image;
  version: string | null;
  model: string | null;
  models: string[];
}

/** A server. */
export class ComfyServer {
  readonly #client: ComfyClient;
  readonly #template: Workflow;
  #preparing: Promise<Prepared> | null = null;

  constructor(url: string, credentials: Credentials, template: Workflow) {
    this.#client = new ComfyClient(url, credentials);
    this.#template = template;
  }

  /** Asks once whether it has all that is needed. @throws RemoteError, DatasetError E_NOT_FOUND */
  async prepare(signal: AbortSignal): Promise<Prepared> {
    this.#preparing ??= this.#lookOver(signal);
    try {
      return await this.#preparing;
    } catch (error) {
      this.#preparing = null;
      throw error;
    }
  }

  async #lookOver(signal: AbortSignal): Promise<Prepared> {
    const version = await this.#client.version(signal);
    return { version, workflow: await fitToServer(this.#template, this.#client, signal) };
  }

  /** Paints one picture. @throws RemoteError, which says whether it may pass; the signal's reason, after the prompt was taken back */
  async paint(painting: RemotePainting & { seed: number }, places: readonly Place[], turn: Turn & { timeoutSeconds: number; progress(share: number): void }): Promise<ComfyPicture> {
    try {
      return await this.#paint(painting, places, turn);
    } catch (error) {
      // After a restart it may be another version with other models.
      if (error instanceof RemoteError && error.broken) this.#preparing = null;
      throw error;
    }
  }

  async #paint({ seed, ...painting }: RemotePainting & { seed: number }, places: readonly Place[], turn: Turn & { timeoutSeconds: number; progress(share: number): void }): Promise<ComfyPicture> {
    const client = this.#client;
    const { signal } = turn;
    const { version, workflow } = await this.prepare(signal);
    await client.socket.open();
    const uploads = await Promise.all(painting.controls.map(async ({ name, png, sha256 }) => [`control.${name}`, await client.upload(png, sha256, signal)] as const));
    const { prompt, negative, width, height, id } = painting;
    const values: Values = { prompt, negative, seed, width, height, id, ...Object.fromEntries(uploads) };
    signal.throwIfAborted();
    const queued = await client.queue(fillIn(workflow, places, values));
    try {
      const entry = await awaitPrompt(client, queued, turn);
      checkSuccess(entry, client.url, (text) => client.http.redact(text));
      checkSeed(entry, places, seed, client.url);
      const bytes = await client.image(outputImage(entry, workflow, client.url), signal);
      const picture = await pictureOf(bytes, painting, client.url);
      return { picture, version, model: mainModelOf(workflow), models: modelsOf(workflow) };
    } catch (error) {
      await client.cancel(queued).catch(() => {});
      throw error;
    }
  }

  close(): void {
    this.#client.close();
  }
}
