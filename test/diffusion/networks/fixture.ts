/** Reads the golden data of the networks (bench/golden-networks/ makes them) and compares with them. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { parseSafetensorsHeader, safetensorsHeaderBytes } from "../../../src/codecs/safetensors.js";
import type { FloatTensor } from "../../../src/nn/graph/float-tensor.js";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../../golden/networks");

/** The bound: differences to diffusers over the largest number of the result. */
export const TOLERANCE = 2e-4;

/** A folder as diffusers wrote it. */
export function fixtureFolder(name: string): string {
  return join(ROOT, name);
}

/** What diffusers computed with it. */
export function expected(name: string, what = "expected"): Map<string, FloatTensor> {
  const file = join(ROOT, name, `${what}.safetensors`);
  const bytes = new Uint8Array(readFileSync(file));
  const length = safetensorsHeaderBytes(bytes, bytes.length, file);
  const { tensors } = parseSafetensorsHeader(bytes.subarray(8, 8 + length), bytes.length, file);
  return new Map([...tensors.values()].map((tensor) => [tensor.name, { data: new Float32Array(bytes.slice(tensor.offset, tensor.offset + tensor.bytes).buffer), shape: tensor.shape }]));
}

/** The numbers from -1.5 to 1.5 that bench/golden-networks/common.py gives for the same arguments. */
export function numbers(seed: number, ...shape: number[]): FloatTensor {
  const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
  for (let index = 0; index < data.length; index++) {
    let mixed = (Math.imul(index + 1, 2654435761) + Math.imul(seed, 40503)) >>> 0;
    mixed = Math.imul(mixed ^ (mixed >>> 15), 2246822519) >>> 0;
    mixed = (mixed ^ (mixed >>> 13)) >>> 0;
    data[index] = ((mixed >>> 8) / 2 ** 24) * 3 - 1.5;
  }
  return { data, shape };
}

/** The same numbers, each changed. */
export function map(tensor: FloatTensor, change: (value: number) => number): FloatTensor {
  return { data: tensor.data.map(change), shape: tensor.shape };
}

/** The largest difference, over the largest number of the reference. */
export function difference(actual: FloatTensor, reference: FloatTensor): number {
  expect(actual.shape).toEqual(reference.shape);
  let largest = 0;
  let apart = 0;
  for (let index = 0; index < reference.data.length; index++) {
    largest = Math.max(largest, Math.abs(reference.data[index]!));
    const here = Math.abs(actual.data[index]! - reference.data[index]!);
    if (!(here <= apart)) apart = here;
  }
  return apart / largest;
}

/** Fails unless two tensors are equal within the bound. */
export function expectClose(what: string, actual: FloatTensor, reference: FloatTensor | undefined): void {
  const apart = difference(actual, reference!);
  if (process.env["DST3D_PRINT_ERRORS"] !== undefined) console.log(what, apart.toExponential(1));
  expect(apart, what).toBeLessThan(TOLERANCE);
}
