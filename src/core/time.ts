/** Waiting, for servers above all: the only place where that costs time, so that tests can make it short. */

/** Waits. @throws the signal's reason when it is aborted meanwhile */
export function wait(seconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      takeBack();
      reject(signal!.reason as Error);
    };
    const takeBack = after(seconds, () => {
      signal?.removeEventListener("abort", stop);
      resolve();
    });
    if (signal?.aborted === true) stop();
    else signal?.addEventListener("abort", stop, { once: true });
  });
}

/** Calls `act` once after a time. @returns takes it back */
export function after(seconds: number, act: () => void): () => void {
  const timer = setTimeout(act, seconds * 1000);
  return () => clearTimeout(timer);
}
