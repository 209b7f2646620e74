/** Work that is started and not waited for, some at a time. */

/** Takes work; see {@link workQueue}. */
export interface WorkQueue {
  /** Starts work, once there is room. @throws what earlier work has thrown */
  add(work: () => Promise<void>): Promise<void>;
  /** Waits for everything. @throws what any work has thrown first */
  end(): Promise<void>;
}

/** @param atATime how much may be under way */
export function workQueue(atATime: number): WorkQueue {
  const running = new Set<Promise<void>>();
  let failure: { error: unknown } | null = null;
  const check = (): void => {
    if (failure !== null) throw failure.error;
  };
  return {
    async add(work) {
      while (running.size >= atATime) await Promise.race(running);
      check();
      const one: Promise<void> = work()
        .catch((error: unknown) => void (failure ??= { error }))
        .finally(() => running.delete(one));
      running.add(one);
    },
    async end() {
      while (running.size > 0) await Promise.all(running);
      check();
    },
  };
}
