import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeSafetensors, parseSafetensors, parseSafetensorsHeader, parseSafetensorsIndex, safetensorsHeaderBytes, SAFETENSORS_PREFIX, type SafetensorsHeader } from "../../src/codecs/safetensors.js";
import { DatasetError } from "../../src/core/errors.js";

function read(file: Uint8Array): SafetensorsHeader {
  const length = safetensorsHeaderBytes(file.subarray(0, SAFETENSORS_PREFIX), file.length, "w.safetensors");
  return parseSafetensorsHeader(file.subarray(SAFETENSORS_PREFIX, SAFETENSORS_PREFIX + length), file.length, "w.safetensors");
}

/** A file with this header, whatever it says, before so many bytes of numbers. */
function fileOf(header: unknown, dataBytes: number): Uint8Array {
  const json = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const file = new Uint8Array(SAFETENSORS_PREFIX + json.length + dataBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(json.length), true);
  file.set(json, SAFETENSORS_PREFIX);
  return file;
}

const entry = (dtype: string, shape: unknown, data_offsets: unknown) => ({ dtype, shape, data_offsets });

it("finds tensors where they were written, and metadata", () => {
  const file = encodeSafetensors({ "a.weight": { type: "F16", shape: [2, 3], data: new Uint8Array(12).fill(7) }, b: { type: "F32", shape: [], data: new Uint8Array([0, 0, 128, 63]) } }, { format: "pt" });
  const { tensors, metadata } = read(file);
  expect(metadata).toEqual({ format: "pt" });
  expect(tensors.get("a.weight")).toMatchObject({ type: "F16", shape: [2, 3], bytes: 12 });
  const b = tensors.get("b")!;
  expect(new DataView(file.buffer).getFloat32(b.offset, true)).toBe(1);
});

it("a whole file gives back every tensor's bytes, and is refused when cut", () => {
  const data = { one: Float32Array.of(1, 2, 3), two: Float32Array.of(-4) };
  const file = encodeSafetensors(Object.fromEntries(Object.entries(data).map(([name, { buffer, length }]) => [name, { type: "F32", shape: [length], data: new Uint8Array(buffer) }])), { steps: "3" });
  // A Buffer, as files are read, and not at the beginning of its memory.
  const read = parseSafetensors(Buffer.concat([Buffer.alloc(1), file]).subarray(1), "w");
  expect(read.metadata).toEqual({ steps: "3" });
  for (const [name, numbers] of Object.entries(data)) expect(new Float32Array(new Uint8Array(read.tensors.get(name)!.data).buffer)).toEqual(numbers);
  expect(() => parseSafetensors(file.subarray(0, file.length - 1), "w")).toThrow(/not fetched completely/);
});

describe("a header that lies is refused", () => {
  it.each([
    ["outside of the file", { a: entry("F32", [2], [0, 8]) }, 4, /claims the bytes 0 to 8 of 4.*not fetched completely/],
    ["bytes before its beginning", { a: entry("F32", [1], [-4, 0]) }, 4, /offsets/],
    ["more than a double counts", { a: entry("U8", [2 ** 60], [0, 2 ** 60]) }, 4, /shape/],
    ["overlapping tensors", { a: entry("F32", [2], [0, 8]), b: entry("F32", [1], [4, 8]) }, 8, /"b" overlaps "a"/],
    ["a gap", { a: entry("F32", [1], [4, 8]) }, 8, /4 bytes of nothing before tensor "a"/],
    ["something after the end", { a: entry("F32", [1], [0, 4]) }, 8, /4 bytes follow/],
    ["a size that does not follow from the shape", { a: entry("F32", [3], [0, 8]) }, 8, /takes 12 bytes, but claims 8/],
    ["an element type nobody knows", { a: entry("F8_E4M3", [4], [0, 4]) }, 4, /"a" has element type "F8_E4M3"/],
    ["an element type with a name of objects", { a: entry("constructor", [4], [0, 4]) }, 4, /element type/],
    ["no list as shape", { a: entry("F32", 2, [0, 8]) }, 8, /shape 2/],
    ["a list as header", [], 0, /not an object/],
    ["no JSON", "{", 0, /not JSON/],
  ])("%s", (_, header, bytes, message) => {
    expect(() => read(fileOf(header, bytes))).toThrow(message);
  });

  it("a length beyond the file or beyond reason", () => {
    const prefix = (length: bigint): Uint8Array => {
      const bytes = new Uint8Array(8);
      new DataView(bytes.buffer).setBigUint64(0, length, true);
      return bytes;
    };
    expect(() => safetensorsHeaderBytes(prefix(2n ** 63n), 1e12, "w")).toThrow(/more than the 100000000 allowed/);
    expect(() => safetensorsHeaderBytes(prefix(5000n), 100, "w")).toThrow(/the file has only 100/);
    expect(() => safetensorsHeaderBytes(new Uint8Array(3), 3, "w")).toThrow(/only 3 bytes/);
  });

  it("whatever is changed or cut off, it is read as it lies or refused as E_MODEL", () => {
    const sound = encodeSafetensors({ a: { type: "F32", shape: [2], data: new Uint8Array(8) }, b: { type: "BF16", shape: [1, 2], data: new Uint8Array(4) } });
    fc.assert(
      fc.property(fc.nat(sound.length - 1), fc.integer({ min: 0, max: 255 }), fc.nat(sound.length), (place, byte, kept) => {
        const file = sound.slice(0, Math.max(1, kept));
        if (place < file.length) file[place] = byte;
        try {
          for (const tensor of read(file).tensors.values()) expect(tensor.offset + tensor.bytes).toBeLessThanOrEqual(file.length);
        } catch (error) {
          if (!DatasetError.isInstance(error)) throw error;
          expect(error.code).toBe("E_MODEL");
        }
      }),
    );
  });
});

it("an index names files of its folder only", () => {
  expect([...parseSafetensorsIndex('{"weight_map":{"a":"m-1.safetensors"}}', "i")]).toEqual([["a", "m-1.safetensors"]]);
  expect(() => parseSafetensorsIndex('{"weight_map":{"a":"../m.safetensors"}}', "i")).toThrow(/places tensor "a" in "\.\.\/m\.safetensors"/);
  expect(() => parseSafetensorsIndex("{}", "i")).toThrow(/no "weight_map"/);
});
