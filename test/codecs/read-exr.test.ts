/** Pictures that OpenEXR and Blender have written (bench/golden-exr), and what is made of damaged ones. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { float16ToFloat32 } from "../../src/codecs/half.js";
import { decodeExr, type ExrDepth } from "../../src/codecs/read-exr.js";
import { DatasetError } from "../../src/core/errors.js";
import { inflateAtMost } from "../../src/interchange/inflate.js";

const FOLDER = join(import.meta.dirname, "..", "golden", "exr");
const golden = (name: string): Uint8Array => new Uint8Array(readFileSync(join(FOLDER, name)));
const expectedFloats = (name: string): Float32Array => new Float32Array(golden(`${name}.bin`).slice().buffer);
const expectedHalves = float16ToFloat32(new Uint16Array(golden("half.bin").slice().buffer));
const decoded = (bytes: Uint8Array): ExrDepth => decodeExr(bytes, "a.exr", inflateAtMost);

describe.each(["none", "rle", "zips", "zip", "piz"])("packed as %s", (packing) => {
  it("32-bit floats come back, also where packing does not make them smaller", () => {
    expect(decoded(golden(`${packing}-float.exr`))).toEqual({ values: expectedFloats("float"), width: 37, height: 41, channel: "V", type: "float" });
    expect(decoded(golden(`${packing}-noise.exr`)).values).toEqual(expectedFloats("noise"));
  });

  it("halves come back", () => {
    expect(decoded(golden(`${packing}-half.exr`))).toEqual({ values: expectedHalves, width: 37, height: 41, channel: "R", type: "half" });
  });

  it("depth is found among the layers of a picture, of whatever types", () => {
    expect(decoded(golden(`${packing}-layers.exr`))).toEqual({ values: expectedFloats("float"), width: 37, height: 41, channel: "ViewLayer.Depth.Z", type: "float" });
  });

  it("as Blender writes it", () => {
    const { values, width, height, channel } = decoded(golden(`blender-${packing === "zip" ? "default" : packing}.exr`));
    expect([width, height, channel]).toEqual([40, 30, "V"]);
    expect(values).toEqual(decoded(golden("blender-none.exr")).values);
    const near = [...values].filter((value) => value < 1e9);
    expect(near.length).toBeGreaterThan(100);
    expect(Math.min(...near)).toBeGreaterThan(9);
    expect(values[0]).toBe(Math.fround(1e10));
  });

  it("cut off anywhere, or with bytes changed, it is an error or a picture of the same size", () => {
    const whole = golden(`${packing}-half.exr`);
    for (let length = 0; length < whole.length; length += length < 600 ? 1 : 97) expect(() => decoded(whole.subarray(0, length))).toThrow(expect.objectContaining({ code: "E_IMAGE" }) as Error);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }), (changes) => {
        const bytes = whole.slice();
        for (const [at, value] of changes) bytes[at] = value;
        try {
          decoded(bytes);
        } catch (error) {
          expect(DatasetError.isInstance(error) && error.code).toBe("E_IMAGE");
        }
      }),
    );
  });
});

it("more numbers than 2^14 in a block of PIZ", () => {
  const { values, width } = decoded(golden("piz-many.exr"));
  expect(width).toBe(700);
  expect(values.findIndex((value, at) => value !== 1 + ((at * 40503) % 65536) / 2 ** 23)).toBe(-1);
});

it("Blender's file of all layers", () => {
  expect(decoded(golden("blender-layers.exr"))).toMatchObject({ width: 40, height: 30, channel: "ViewLayer.Depth.Z", type: "float" });
  expect(decoded(golden("blender-layers.exr")).values).toEqual(decoded(golden("blender-none.exr")).values);
});

it("a later version is refused by its number", () => {
  const bytes = golden("zip-float.exr").slice();
  bytes[4] = 3;
  expect(() => decoded(bytes)).toThrow(expect.objectContaining({ code: "E_IMAGE", message: expect.stringContaining("version 3") as string }) as Error);
});

it("rows from below, and a window that does not begin at 0", () => {
  for (const name of ["decreasing", "window"]) expect(decoded(golden(`${name}.exr`)).values).toEqual(expectedFloats("float"));
});

it.each(readdirSync(FOLDER).filter((name) => name.startsWith("refused")))("%s", (name) => {
  expect(() => decoded(golden(name))).toThrow(expect.objectContaining({ code: "E_IMAGE", hint: expect.stringContaining("ZIP") as string }) as Error);
});

describe("a file of some bytes that claims much", () => {
  const lying = (change: (view: DataView, at: (text: string) => number) => void, name = "zip-float"): Uint8Array => {
    const bytes = golden(`${name}.exr`).slice();
    change(new DataView(bytes.buffer), (text) => Buffer.from(bytes).indexOf(text) + text.length);
    return bytes;
  };
  const windowAt = (at: (text: string) => number): number => at("dataWindow\0box2i\0") + 4;

  it.each<[string, Uint8Array]>([
    ["a picture of 8000 × 8000", lying((view, at) => [8, 12].forEach((part) => view.setInt32(windowAt(at) + part, 7999, true)))],
    ["more pixels than there are addresses", lying((view, at) => [8, 12].forEach((part) => view.setInt32(windowAt(at) + part, 0x7fffffff, true)))],
    ["a window that is turned round", lying((view, at) => view.setInt32(windowAt(at) + 8, -5, true))],
    ["a block beyond its end", lying((view, at) => view.setBigUint64(Number(at("screenWindowWidth\0float\0")) + 4 + 4 + 1, 1n << 60n, true))],
  ])("%s is refused before anything of that size is made", (_what, bytes) => {
    expect(() => decoded(bytes)).toThrow(expect.objectContaining({ code: "E_IMAGE" }) as Error);
  });

  it("zlib data that unpacks to more than its block is refused", () => {
    let most = 0;
    const bytes = golden("zip-float.exr");
    decodeExr(bytes, "a.exr", (packed, mostBytes) => {
      most = Math.max(most, mostBytes);
      return inflateAtMost(packed, mostBytes);
    });
    expect(most).toBe(37 * 16 * 4);
    expect(() => decodeExr(bytes, "a.exr", (packed, mostBytes) => inflateAtMost(packed, mostBytes - 1))).toThrow(expect.objectContaining({ code: "E_IMAGE", message: expect.stringContaining("cannot be unpacked") as string }) as Error);
  });
});
