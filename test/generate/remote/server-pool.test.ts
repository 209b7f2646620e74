import { describe, expect, it, vi } from "vitest";
import { RemoteError } from "../../../src/generate/remote/remote-error.js";
import { ServerPool } from "../../../src/generate/remote/server-pool.js";
import { waits } from "../servers/quick-time.js";

vi.mock("../../../src/core/time.js", () => import("../servers/quick-time.js"));

const { signal } = new AbortController();
const passing = (retryAfterSeconds: number | null = null) => new RemoteError("for now", { passing: true, retryAfterSeconds });
const untilAborted = (aborted: AbortSignal) => new Promise<never>((_, reject) => aborted.addEventListener("abort", () => reject(aborted.reason as Error)));

describe("servers that share work", () => {
  it("get no more than their depth, and the idle ones first", async () => {
    const pool = new ServerPool(["a", "b"], 2);
    const now = { a: 0, b: 0 };
    const most = { a: 0, b: 0 };
    await Promise.all(
      Array.from({ length: 12 }, () =>
        pool.run(async (server) => {
          const name = server as "a" | "b";
          most[name] = Math.max(most[name], ++now[name]);
          await new Promise((resolve) => setTimeout(resolve, 5));
          now[name]--;
        }, { retries: 0, signal }),
      ),
    );
    expect(most).toEqual({ a: 2, b: 2 });
  });

  it("take over what waits elsewhere when they have nothing to do", async () => {
    const pool = new ServerPool(["slow", "fast"], 2);
    const done: string[] = [];
    const work = (name: string) =>
      pool.run(async (server, turn) => {
        if (server === "slow" && name === "1") {
          turn.started();
          await new Promise((resolve) => setTimeout(resolve, 80));
        } else if (server === "slow") await untilAborted(turn.signal);
        done.push(`${name} at ${server}`);
      }, { retries: 0, signal });
    await Promise.all([work("1"), work("2"), work("3")]);
    expect(done).toEqual(["2 at fast", "3 at fast", "1 at slow"]);
  });

  it("are left alone after an error that may pass, longer each time, while others work", async () => {
    waits.length = 0;
    const pool = new ServerPool(["bad", "good"], 1);
    const tried: string[] = [];
    const work = async (server: string): Promise<void> => {
      tried.push(server);
      if (server === "bad") throw passing();
      await new Promise((resolve) => setTimeout(resolve, 25));
    };
    for (let round = 0; round < 4; round++) await pool.run(work, { retries: 3, signal });
    expect(tried.slice(0, 2)).toEqual(["bad", "good"]);
    expect(tried.filter((server) => server === "good")).toHaveLength(4);
    expect(waits.slice(0, 2)).toEqual([1, 2]);
    pool.close();
  });

  it("are asked again only as often as wanted, and as late as they want", async () => {
    waits.length = 0;
    const pool = new ServerPool(["only"], 1);
    let tries = 0;
    const work = async (): Promise<never> => {
      tries++;
      throw passing(9);
    };
    await expect(pool.run(work, { retries: 2, signal })).rejects.toMatchObject({ message: "for now" });
    expect(tries).toBe(3);
    expect(waits).toEqual([9, 9, 9]);
    await expect(pool.run(() => Promise.reject(new RemoteError("for good")), { retries: 5, signal })).rejects.toMatchObject({ message: "for good" });
    pool.close();
  });

  it("are not waited for once the run is stopped", async () => {
    const pool = new ServerPool(["only"], 1);
    const stop = new AbortController();
    const first = pool.run((_, turn) => untilAborted(turn.signal), { retries: 1, signal: stop.signal });
    const second = pool.run(async () => {}, { retries: 1, signal: stop.signal });
    await new Promise((resolve) => setImmediate(resolve));
    stop.abort(new Error("enough"));
    for (const run of [first, second]) await expect(run).rejects.toThrow("enough");
  });
});
