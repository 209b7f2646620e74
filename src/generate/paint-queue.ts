/** Requests of lines that work beside one another, painted together in batches. */
import { DatasetError } from "../core/errors.js";
import type { PaintRequest } from "../diffusion/paint-request.js";
import type { DiffusionPipeline, Painted } from "../diffusion/pipeline.js";

/** How often it is looked whether somebody who was waited for will not come: his sample failed, or there are no more. */
const LOOK_AGAIN_MILLISECONDS = 50;

/** What a queue paints with. */
export type Painter = Pick<DiffusionPipeline, "batchKey" | "generateBatch">;

interface Waiting {
  request: PaintRequest;
  key: string;
  resolve(painted: Painted): void;
  reject(reason: unknown): void;
}

/** Paints one batch at a time. What a picture looks like does not depend on the batch that it is in. */
export class PaintQueue {
  readonly #painter: Painter;
  readonly #lines: () => number;
  /** Smaller once memory ran out. */
  #batchSize: number;
  #waiting: Waiting[] = [];
  #isPainting = false;
  #timer: NodeJS.Timeout | null = null;

  /** @param lines how many bring requests, each a new one when it has its picture */
  constructor(painter: Painter, batchSize: number, lines: () => number) {
    this.#painter = painter;
    this.#batchSize = batchSize;
    this.#lines = lines;
  }

  /** @throws what the pipeline throws for this picture, or for all; the signal's reason when that is aborted */
  paint(request: PaintRequest): Promise<Painted> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, key: this.#painter.batchKey(request), resolve, reject });
      this.#look();
    });
  }

  #look(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const [first] = this.#waiting;
    if (first === undefined || this.#isPainting) return;
    const batch = this.#waiting.filter(({ key }) => key === first.key).slice(0, this.#batchSize);
    if (batch.length < this.#batchSize && this.#waiting.length < this.#lines() && !this.#waiting.some(({ request }) => request.signal?.aborted)) {
      this.#timer = setTimeout(() => this.#look(), LOOK_AGAIN_MILLISECONDS);
      return;
    }
    this.#waiting = this.#waiting.filter((one) => !batch.includes(one));
    this.#isPainting = true;
    void this.#paintTogether(batch).finally(() => {
      this.#isPainting = false;
      this.#look();
    });
  }

  async #paintTogether(batch: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await this.#painter.generateBatch(batch.map(({ request }) => request));
      outcomes.forEach((outcome, place) => (outcome.status === "fulfilled" ? batch[place]!.resolve(outcome.value) : batch[place]!.reject(outcome.reason)));
    } catch (error) {
      if (batch.length > 1 && DatasetError.isInstance(error) && error.code === "E_MEMORY") {
        this.#batchSize = Math.ceil(batch.length / 2);
        this.#waiting.unshift(...batch);
      } else {
        for (const { reject } of batch) reject(error);
      }
    }
  }
}
