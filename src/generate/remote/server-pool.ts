/**
 * Several servers that share the work: whoever has a free place takes the next sample; a server that has nothing to do
 * takes over what only waits at another; one that fails is left alone for a while, longer each time.
 */
import { isPassing } from "./remote-error.js";
import { wait } from "../../core/time.js";

/** What a piece of work hears and tells. */
export interface Turn {
  /** Aborted when the run is, or when another server takes over. */
  signal: AbortSignal;
  /** From here on the work is no longer waiting, and not taken over. */
  started(): void;
}

interface Task {
  isStarted: boolean;
  takeOver: AbortController;
}

interface Place<Server> {
  server: Server;
  tasks: Set<Task>;
  isResting: boolean;
  failuresInARow: number;
}

const FIRST_REST_SECONDS = 1;
const LONGEST_REST_SECONDS = 60;

/** Gives work to servers. */
export class ServerPool<Server> {
  readonly #places: Place<Server>[];
  readonly #waiting: (() => void)[] = [];
  readonly #closing = new AbortController();

  /** @param depth how much a server is given at once */
  constructor(
    servers: readonly Server[],
    readonly depth: number,
  ) {
    this.#places = servers.map((server) => ({ server, tasks: new Set(), isResting: false, failuresInARow: 0 }));
  }

  /**
   * Does a piece of work at one of the servers, again where that helps.
   * @param retries how often it is tried again
   * @throws what the last try threw; the signal's reason
   */
  async run<T>(work: (server: Server, turn: Turn) => Promise<T>, { retries, signal }: { retries: number; signal: AbortSignal }): Promise<T> {
    for (let tries = 0; ; ) {
      const task: Task = { isStarted: false, takeOver: new AbortController() };
      const place = await this.#take(task, signal);
      try {
        signal.throwIfAborted();
        const result = await work(place.server, { signal: AbortSignal.any([signal, task.takeOver.signal]), started: () => (task.isStarted = true) });
        place.failuresInARow = 0;
        return result;
      } catch (error) {
        signal.throwIfAborted();
        if (task.takeOver.signal.aborted) continue;
        if (!isPassing(error)) throw error;
        this.#rest(place, error.retryAfterSeconds);
        if (++tries > retries) throw error;
      } finally {
        place.tasks.delete(task);
        this.#next();
      }
    }
  }

  close(): void {
    this.#closing.abort();
  }

  /** Gives the task to the server with the fewest, as soon as one has a free place. */
  async #take(task: Task, signal: AbortSignal): Promise<Place<Server>> {
    for (;;) {
      signal.throwIfAborted();
      const [least] = this.#free().sort((a, b) => a.tasks.size - b.tasks.size);
      if (least !== undefined) {
        least.tasks.add(task);
        return least;
      }
      await new Promise<void>((resolve) => {
        const go = (): void => {
          signal.removeEventListener("abort", go);
          if (this.#waiting.includes(go)) this.#waiting.splice(this.#waiting.indexOf(go), 1);
          resolve();
        };
        signal.addEventListener("abort", go, { once: true });
        this.#waiting.push(go);
      });
    }
  }

  #free(): Place<Server>[] {
    return this.#places.filter(({ tasks, isResting }) => !isResting && tasks.size < this.depth);
  }

  /** A place has become free. */
  #next(): void {
    const go = this.#waiting[0];
    if (go !== undefined) return go();
    if (!this.#free().some(({ tasks }) => tasks.size === 0)) return;
    const crowded = this.#places.filter(({ tasks }) => tasks.size > 1).sort((a, b) => b.tasks.size - a.tasks.size);
    const waiting = crowded.flatMap(({ tasks }) => [...tasks].filter(({ isStarted, takeOver }) => !isStarted && !takeOver.signal.aborted)).at(-1);
    waiting?.takeOver.abort();
  }

  #rest(place: Place<Server>, seconds: number | null): void {
    if (place.isResting) return;
    const usual = Math.min(FIRST_REST_SECONDS << Math.min(place.failuresInARow++, 6), LONGEST_REST_SECONDS);
    place.isResting = true;
    void wait(seconds ?? usual, this.#closing.signal).then(
      () => {
        place.isResting = false;
        for (let free = this.depth; free > 0; free--) this.#next();
      },
      () => {},
    );
  }
}
