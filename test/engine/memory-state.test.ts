import { expect, it } from "vitest";
import { cudaMemory, processorMemory } from "../../src/engine/memory-state.js";

const MIB = 1_048_576;

it("reads the first card's memory as the driver's program lists it", () => {
  expect(cudaMemory(() => "1024, 80000\n5, 6\n")).toEqual({ heldBytes: 1024 * MIB, freeBytes: 80000 * MIB });
});

it.each([
  ["says nothing", () => ""],
  ["says something else", () => "No devices were found"],
  ["is not there", () => { throw new Error("ENOENT"); }],
])("knows nothing of a card where the driver's program %s", (_, ask) => {
  expect(cudaMemory(ask).freeBytes).toBeNull();
});

it("sees what this process takes for itself", () => {
  const before = processorMemory();
  const taken = new Uint8Array(64 * MIB).fill(1);
  const after = processorMemory();
  expect(after.heldBytes - before.heldBytes).toBeGreaterThan(32 * MIB);
  expect(before.freeBytes).toBeGreaterThan(0);
  expect(taken[MIB]).toBe(1);
});
