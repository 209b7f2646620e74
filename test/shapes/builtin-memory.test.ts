import { expect, it, vi } from "vitest";

/** As much of WebAssembly as is needed here; the compiler's library for Node lacks it. */
interface Memory {
  readonly buffer: ArrayBuffer;
}

// The library's memory is not exported: it is caught where WebAssembly makes the instance, before the first import.
const memories = vi.hoisted(() => {
  const found: Memory[] = [];
  type Instantiate = (source: unknown, imports?: unknown) => Promise<{ instance: { exports: Record<string, unknown> } }>;
  const host = globalThis as unknown as { WebAssembly: { instantiate: Instantiate; Memory: new (limits: { initial: number }) => Memory } };
  const { instantiate } = host.WebAssembly;
  host.WebAssembly.instantiate = async (source, imports) => {
    const result = await instantiate(source, imports);
    for (const value of Object.values(result.instance.exports)) if (value instanceof host.WebAssembly.Memory) found.push(value);
    return result;
  };
  return found;
});

import { random } from "../../src/core/random.js";
import { buildBuiltin, builtinCategories, sampleBuiltin } from "../../src/shapes/builtin.js";
import { Workshop } from "../../src/shapes/builtin/solid.js";

async function build(count: number): Promise<number> {
  for (let index = 0; index < count; index++) {
    // Chairs are built quickest; one in ten is another shape.
    const category = index % 10 === 0 ? builtinCategories[(index / 10) % builtinCategories.length]! : "chair";
    await buildBuiltin(category, sampleBuiltin(category, random(index, category, "memory")));
  }
  expect(memories).toHaveLength(1);
  return memories[0]!.buffer.byteLength;
}

it("does not grow the library's memory over 500 shapes", { timeout: 60_000 }, async () => {
  const warm = await build(100);
  expect(await build(500)).toBeLessThan(warm * 1.25);
});

it("frees solids also when building fails", async () => {
  const fail = async (times: number): Promise<number> => {
    for (let index = 0; index < times; index++) {
      const failing = Workshop.use((workshop) => {
        for (let sphere = 0; sphere < 4; sphere++) workshop.ellipsoid([1, 1, 1], 64, { part: "ball", material: "none" });
        throw new Error("stop");
      });
      await expect(failing).rejects.toThrow("stop");
    }
    return memories[0]!.buffer.byteLength;
  };
  const warm = await fail(10);
  expect(await fail(100)).toBeLessThan(warm * 1.25);
});
