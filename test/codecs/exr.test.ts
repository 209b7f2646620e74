import { expect, it } from "vitest";
import { decodeExr, encodeExr } from "../../src/codecs/exr.js";

const values = Float32Array.of(0.5, 1e10, -2, 3.25, 0, 7);

it("is read back", () => {
  expect(decodeExr(encodeExr(values, 3, 2), "a.exr")).toEqual({ values, width: 3, height: 2 });
});

it("begins with OpenEXR's magic number and has every attribute that readers insist on", () => {
  const bytes = encodeExr(values, 3, 2);
  expect([...bytes.subarray(0, 8)]).toEqual([0x76, 0x2f, 0x31, 0x01, 2, 0, 0, 0]);
  for (const name of ["channels", "compression", "dataWindow", "displayWindow", "lineOrder", "pixelAspectRatio", "screenWindowCenter", "screenWindowWidth"]) expect(new TextDecoder("latin1").decode(bytes)).toContain(`${name}\0`);
});

it("cut off anywhere, it is an error", () => {
  const whole = encodeExr(values, 3, 2);
  for (let length = 0; length < whole.length; length++) expect(() => decodeExr(whole.subarray(0, length), "a.exr")).toThrow(expect.objectContaining({ code: "E_IMAGE" }) as Error);
});
