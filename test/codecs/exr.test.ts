import { expect, it } from "vitest";
import { encodeExr } from "../../src/codecs/exr.js";
import { decodeExr } from "../../src/codecs/read-exr.js";
import { inflateAtMost } from "../../src/interchange/inflate.js";

const values = Float32Array.of(0.5, 1e10, -2, 3.25, 0, 7);

it("is read back", () => {
  expect(decodeExr(encodeExr(values, 3, 2), "a.exr", inflateAtMost)).toEqual({ values, width: 3, height: 2, channel: "R", type: "float" });
});

it("begins with OpenEXR's magic number and has every attribute that readers insist on", () => {
  const bytes = encodeExr(values, 3, 2);
  expect([...bytes.subarray(0, 8)]).toEqual([0x76, 0x2f, 0x31, 0x01, 2, 0, 0, 0]);
  for (const name of ["channels", "compression", "dataWindow", "displayWindow", "lineOrder", "pixelAspectRatio", "screenWindowCenter", "screenWindowWidth"]) expect(new TextDecoder("latin1").decode(bytes)).toContain(`${name}\0`);
});
