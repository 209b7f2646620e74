/** `GET /api/events`: what happens, as it happens. */
import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import type { Studio } from "../studio.js";

const ALIVE_MILLISECONDS = 15_000;
/** Events that one slow page may be behind before it is cut off; it then connects and asks anew. */
const MOST_WAITING = 10_000;

export function eventRoutes({ events, workspace }: Studio): Hono {
  return new Hono().get("/events", (context) =>
    streamSSE(context, async (stream) => {
      const waiting = workspace.state().map((event) => JSON.stringify(event));
      let wake = (): void => {};
      const stop = events.listen((event) => {
        if (waiting.push(JSON.stringify(event)) > MOST_WAITING) void stream.close();
        wake();
      });
      stream.onAbort(() => {
        stop();
        wake();
      });
      await stream.writeSSE({ event: "hello", data: "{}" });
      while (!stream.aborted && !stream.closed) {
        const next = waiting.shift();
        if (next !== undefined) {
          await stream.writeSSE({ data: next });
          continue;
        }
        let timer: NodeJS.Timeout | undefined;
        const timedOut = await new Promise<boolean>((resolve) => {
          wake = () => resolve(false);
          timer = setTimeout(() => resolve(true), ALIVE_MILLISECONDS);
        });
        clearTimeout(timer);
        if (timedOut) await stream.writeSSE({ event: "alive", data: "{}" });
      }
      stop();
    }),
  );
}
