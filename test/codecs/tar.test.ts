import { buffer } from "node:stream/consumers";
import fc from "fast-check";
import { pack } from "tar-stream";
import { describe, expect, it } from "vitest";
import { decodeTarHeader, encodeTarEntry, encodeTarHeader, TAR_END_BYTES } from "../../src/codecs/tar.js";

const someName = fc.stringMatching(/^[0-9a-z]{1,40}\.[a-z.]{1,40}$/);

describe("tar entries", () => {
  it("are those of tar-stream, byte for byte", async () => {
    await fc.assert(
      fc.asyncProperty(someName, fc.uint8Array({ maxLength: 1500 }), async (name, content) => {
        const library = pack();
        library.entry({ name, mode: 0o644, mtime: new Date(0) }, Buffer.from(content));
        library.finalize();
        const expected = await buffer(library);
        expect(Buffer.compare(Buffer.concat([encodeTarEntry(name, content), new Uint8Array(TAR_END_BYTES)]), expected)).toBe(0);
      }),
      { numRuns: 30 },
    );
  });

  it("give name and size back", () => {
    fc.assert(
      fc.property(someName, fc.integer({ min: 0, max: 8 * 1024 * 1024 * 1024 - 1 }), (name, bytes) => {
        expect(decodeTarHeader(encodeTarHeader(name, bytes))).toEqual({ name, bytes });
      }),
    );
  });

  it("any single flipped bit of a header is noticed", () => {
    const header = encodeTarHeader("00000012.image.png", 123456);
    for (let bit = 0; bit < 512 * 8; bit++) {
      const damaged = header.slice();
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      const decoded = decodeTarHeader(damaged);
      if (decoded !== null) expect(decoded).toEqual({ name: "00000012.image.png", bytes: 123456 });
    }
  });

  it("names and sizes that USTAR cannot hold are refused", () => {
    expect(() => encodeTarHeader("x".repeat(101), 1)).toThrow(RangeError);
    expect(() => encodeTarHeader("käfer.png", 1)).toThrow(RangeError);
    expect(() => encodeTarHeader("a.png", 8 * 1024 * 1024 * 1024)).toThrow(RangeError);
  });
});
