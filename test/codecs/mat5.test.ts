import fc from "fast-check";
import { expect, it } from "vitest";
import { encodeMat5, MatWhole, type MatStruct } from "../../src/codecs/mat5.js";
import { decodeMat5 } from "../../src/codecs/read-mat5.js";

const record: MatStruct = { record: { filename: "a.JPEG", imgsize: [640, 480, 3], nothing: [], objects: [{ class: "car", index: new MatWhole(7), bbox: [1, 2.5, 3, 4], viewpoint: { azimuth: 12.25 } }, { class: "日本", index: new MatWhole(-300), bbox: [5, 6, 7, 8], viewpoint: { azimuth: -1 } }] } };

it("is read back", () => {
  expect(decodeMat5(encodeMat5(record), "record.mat")).toEqual({
    record: [{
      filename: "a.JPEG",
      imgsize: { dimensions: [1, 3], values: [640, 480, 3] },
      nothing: { dimensions: [0, 0], values: [] },
      objects: [
        { class: "car", index: { dimensions: [1, 1], values: [7] }, bbox: { dimensions: [1, 4], values: [1, 2.5, 3, 4] }, viewpoint: [{ azimuth: { dimensions: [1, 1], values: [12.25] } }] },
        { class: "日本", index: { dimensions: [1, 1], values: [-300] }, bbox: { dimensions: [1, 4], values: [5, 6, 7, 8] }, viewpoint: [{ azimuth: { dimensions: [1, 1], values: [-1] } }] },
      ],
    }],
  });
});

// Expected bytes: numpy's and scipy's way to write the same, scipy.io.savemat(…, {"x": 1.5}), but for the header's text.
it("has the layout of the specification", () => {
  const bytes = encodeMat5({ x: 1.5 });
  expect([...bytes.subarray(124, 128)]).toEqual([0, 1, 0x49, 0x4d]);
  expect([...bytes.subarray(128)]).toEqual([
    14, 0, 0, 0, 64, 0, 0, 0,
    6, 0, 0, 0, 8, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0,
    5, 0, 0, 0, 8, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0,
    1, 0, 0, 0, 1, 0, 0, 0, 0x78, 0, 0, 0, 0, 0, 0, 0,
    9, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xf8, 0x3f,
  ]);
});

it("files of MATLAB 7.3, which are another format, are refused by their name", () => {
  const bytes = encodeMat5({ a: "text" });
  new DataView(bytes.buffer, bytes.byteOffset).setUint16(124, 0x0200, true);
  expect(() => decodeMat5(bytes, "a.mat")).toThrow(expect.objectContaining({ code: "E_RECORD", message: expect.stringContaining("MATLAB 7.3") as string, hint: expect.stringContaining("-v6") as string }) as Error);
});

it("names that MATLAB does not take are refused", () => {
  expect(() => encodeMat5({ "a b": 1 })).toThrow(RangeError);
  expect(() => encodeMat5({ ["a".repeat(32)]: 1 })).toThrow(RangeError);
  expect(() => encodeMat5({ a: [{ x: 1 }, { y: 1 }] })).toThrow(RangeError);
});

it("cut off or damaged anywhere, it is an error or another value, nothing else", () => {
  const whole = encodeMat5(record);
  for (let length = 0; length < whole.length; length += 5) {
    try {
      decodeMat5(whole.subarray(0, length), "record.mat");
    } catch (error) {
      expect(error).toMatchObject({ code: "E_RECORD" });
    }
  }
  fc.assert(fc.property(fc.integer({ min: 128, max: whole.length - 1 }), fc.integer({ min: 0, max: 255 }), (at, value) => {
    const damaged = whole.slice();
    damaged[at] = value;
    try {
      decodeMat5(damaged, "record.mat");
    } catch (error) {
      expect(error).toMatchObject({ code: "E_RECORD" });
    }
  }));
});
