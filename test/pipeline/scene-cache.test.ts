import { describe, expect, it } from "vitest";
import { SceneCache } from "../../src/pipeline/scene-cache.js";

describe("the cache of what is drawn for one scene", () => {
  it("makes a value once for all views of a scene", async () => {
    const cache = new SceneCache<number>();
    let made = 0;
    for (let view = 0; view < 30; view++) {
      cache.next();
      expect(await cache.get("scene/1", async () => ++made)).toBe(1);
    }
  });

  it("drops it when other scenes have followed", async () => {
    const cache = new SceneCache<number>();
    let made = 0;
    await cache.get("scene/1", async () => ++made);
    for (let view = 0; view < 20; view++) {
      cache.next();
      await cache.get(`scene/${view + 2}`, async () => 0);
    }
    expect(await cache.get("scene/1", async () => ++made)).toBe(2);
  });

  it("tries again after a failure", async () => {
    const cache = new SceneCache<number>();
    await expect(cache.get("a", async () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await cache.get("a", async () => 5)).toBe(5);
  });
});
