import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeHdr, encodeHdr, readHdrHeader } from "../../src/codecs/hdr.js";

const HEAD = "#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n";
/** A file from header text and pixel bytes. */
const file = (head: string, ...pixels: number[]) => Uint8Array.from([...Buffer.from(head, "latin1"), ...pixels]);
/** RGBE of 1, 2 and 4: one mantissa step is 1/128 for e = 129. */
const ONE = [128, 0, 0, 129];
const TWO = [0, 128, 0, 130];

describe("decodeHdr", () => {
  it("reads flat pixels: mantissa times two to the exponent minus 136", () => {
    const picture = decodeHdr(file(`${HEAD}-Y 1 +X 2\n`, 128, 64, 1, 129, 200, 0, 0, 0));
    expect(picture).toEqual({ width: 2, height: 1, data: Float32Array.of(1, 0.5, 1 / 128, 0, 0, 0) });
  });
  it("repeats pixels the old way, counts of consecutive repeats shift by a byte", () => {
    const short = decodeHdr(file(`${HEAD}-Y 1 +X 4\n`, ...ONE, 1, 1, 1, 3));
    expect([...short.data]).toEqual([1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0]);
    const long = decodeHdr(file(`${HEAD}-Y 1 +X 260\n`, ...TWO, 1, 1, 1, 3, 1, 1, 1, 1));
    expect(long.data.filter((_, index) => index % 3 === 1).every((green) => green === 2)).toBe(true);
  });
  it("reads the new run-length planes", () => {
    const planes = [2, 2, 0, 8, 136, 128, 8, 0, 1, 2, 3, 4, 5, 6, 7, 136, 0, 136, 129];
    const { data } = decodeHdr(file(`${HEAD}-Y 1 +X 8\n`, ...planes));
    expect([...data.slice(0, 3), ...data.slice(21)]).toEqual([1, 0, 0, 1, 7 / 128, 0]);
  });
  it("brings every orientation to rows from the top", () => {
    const four = [[128, 0, 0, 129], [128, 0, 0, 130], [128, 0, 0, 131], [128, 0, 0, 132]].flat();
    const red = (resolution: string) => [...decodeHdr(file(`${HEAD}${resolution}\n`, ...four)).data].filter((_, index) => index % 3 === 0);
    expect(red("-Y 2 +X 2")).toEqual([1, 2, 4, 8]);
    expect(red("+Y 2 +X 2")).toEqual([4, 8, 1, 2]);
    expect(red("-Y 2 -X 2")).toEqual([2, 1, 8, 4]);
    expect(red("+X 2 -Y 2")).toEqual([1, 4, 2, 8]);
    expect(red("+X 2 +Y 2")).toEqual([2, 8, 1, 4]);
    expect(red("-X 2 -Y 2")).toEqual([4, 1, 8, 2]);
  });
  it("undoes EXPOSURE and COLORCORR", () => {
    const { data } = decodeHdr(file("#?RGBE\nEXPOSURE=2\nEXPOSURE= 4\nCOLORCORR=1 2 0.5\n\n-Y 1 +X 1\n", 128, 128, 128, 132));
    expect([...data]).toEqual([1, 0.5, 2]);
  });
  it("reads a real panorama whole", () => {
    const { width, height, data } = decodeHdr(readFileSync("../shared/assets/hdri/sunset.hdr"));
    expect([width, height, data.length]).toEqual([1024, 512, 1024 * 512 * 3]);
    expect(data.every((value) => value >= 0 && value < 1e6)).toBe(true);
  });
});

describe("bad .hdr files are refused with the reason", () => {
  const planar = (...pixels: number[]) => file(`${HEAD}-Y 1 +X 8\n`, 2, 2, 0, 8, ...pixels);
  it.each<[string, Uint8Array, RegExp]>([
    ["empty", file(""), /empty/],
    ["another format", file("\u0089PNG\r\n"), /not a Radiance/],
    ["a header without end", file("#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n"), /header does not end/],
    ["XYZE", file("#?RADIANCE\nFORMAT=32-bit_rle_xyze\n\n-Y 1 +X 1\n", ...ONE), /32-bit_rle_xyze/],
    ["no resolution", file(`${HEAD}hello\n`), /resolution line "hello"/],
    ["one axis twice", file(`${HEAD}-Y 2 +Y 2\n`), /resolution line/],
    ["no pixels", file(`${HEAD}-Y 0 +X 4\n`), /no pixels/],
    ["a header bomb", file(`${HEAD}-Y 99999 +X 99999\n`), /99999×99999 is more than/],
    ["a size that the bytes cannot hold", file(`${HEAD}-Y 4096 +X 8192\n`, ...ONE), /truncated/],
    ["zero exposure", file("#?RADIANCE\nEXPOSURE=0\n\n-Y 1 +X 1\n", ...ONE), /EXPOSURE=0/],
    ["flat and cut off", file(`${HEAD}-Y 1 +X 3\n`, ...ONE, ...ONE), /truncated in scanline 0/],
    ["a repeat with nothing before it", file(`${HEAD}-Y 1 +X 2\n`, 1, 1, 1, 2), /reaches past/],
    ["an old repeat past the end", file(`${HEAD}-Y 1 +X 2\n`, ...ONE, 1, 1, 1, 2), /reaches past/],
    ["a new run past the end", planar(137, 1, 0, 0, 0, 0, 0, 0, 0, 0), /reaches past/],
    ["a run of nothing", planar(0, 1, 0, 0, 0, 0, 0, 0, 0, 0), /reaches past/],
    ["planes cut off", planar(136, 128, 136, 0, 136, 0, 8, 1), /truncated in scanline 0/],
    ["a scanline of another length", file(`${HEAD}-Y 1 +X 8\n`, 2, 2, 0, 9, 136, 1, 136, 1, 136, 1, 136, 1), /another length/],
  ])("%s", (_, bytes, message) => {
    const refusal = expect(() => decodeHdr(bytes, "bad.hdr"));
    refusal.toThrow(expect.objectContaining({ code: "E_ENVIRONMENT", subject: "bad.hdr", hint: expect.stringMatching(/\w{10,}|again/) }));
    refusal.toThrow(message);
  });
  it("damaged bytes give a picture or a DatasetError, nothing else", () => {
    const sound = encodeHdr({ width: 16, height: 4, data: Float32Array.from({ length: 192 }, (_, index) => (index % 7) / 3) });
    fc.assert(fc.property(fc.nat(sound.length - 1), fc.nat(255), fc.nat(sound.length), (position, value, cut) => {
      const damaged = sound.slice(0, cut);
      if (position < cut) damaged[position] = value;
      try {
        const { data, width, height } = decodeHdr(damaged);
        expect(data.length).toBe(width * height * 3);
      } catch (error) {
        expect(error).toHaveProperty("code", "E_ENVIRONMENT");
      }
    }), { numRuns: 500 });
  });
});

describe("encodeHdr", () => {
  const channel = fc.oneof(fc.constant(0), fc.constant(1), fc.float({ min: 0, max: 1, noNaN: true }), fc.float({ min: 0, max: Math.fround(1e9), noNaN: true }));
  it("comes back within half a step of the largest channel, flat and in runs", () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 3 }), fc.infiniteStream(channel), (width, height, values) => {
      const data = Float32Array.from({ length: width * height * 3 }, () => values.next().value!);
      const back = decodeHdr(encodeHdr({ width, height, data }));
      for (let pixel = 0; pixel < data.length; pixel += 3) {
        // A largest channel of 255.5 steps and more is rounded to 256, which has steps twice as long.
        const largest = Math.max(data[pixel]!, data[pixel + 1]!, data[pixel + 2]!);
        for (let c = 0; c < 3; c++) expect(Math.abs(back.data[pixel + c]! - data[pixel + c]!)).toBeLessThanOrEqual(largest / 255.5 + 1e-36);
      }
    }));
  });
  it("shrinks flat areas", () => {
    const bytes = encodeHdr({ width: 1000, height: 10, data: new Float32Array(30_000).fill(0.5) });
    expect(bytes.length).toBeLessThan(1000);
    expect(readHdrHeader(bytes)).toMatchObject({ width: 1000, height: 10 });
  });
});
