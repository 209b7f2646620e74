import { deflateRawSync } from "node:zlib";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { crc32 } from "../../src/codecs/crc32.js";
import { readZip } from "../../src/codecs/read-zip.js";
import { inflateRawAtMost } from "../../src/interchange/inflate.js";

interface Packed {
  name: string;
  content: Uint8Array;
  /** What the headers say instead. */
  size?: number;
  method?: number;
  flags?: number;
}

function zip(files: readonly Packed[], comment = ""): Buffer {
  const parts: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const { name, content, size = content.length, method = 8, flags = 0 } of files) {
    const data = method === 8 ? deflateRawSync(content) : Buffer.from(content);
    const common = Buffer.alloc(26);
    [20, flags, method, 0, 0x21].forEach((value, index) => common.writeUInt16LE(value, index * 2));
    [crc32(content), data.length, size].forEach((value, index) => common.writeUInt32LE(value, 10 + index * 4));
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), common, Buffer.from(name), data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    entries.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00", "latin1"), common, tail, Buffer.from(name)]));
    parts.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...parts, directory, end, Buffer.from(comment)]);
}

const read = (bytes: Uint8Array, most = 1_000_000): Map<string, Uint8Array> => readZip(bytes, inflateRawAtMost, most);
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

it("stored and deflated files come back, with a comment at the end, too", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.record({ name: fc.stringMatching(/^[a-z車]{1,8}$/), content: fc.uint8Array({ maxLength: 300 }), method: fc.constantFrom(0, 8) }), { selector: ({ name }) => name, maxLength: 5 }), fc.stringMatching(/^[a-z]{0,40}$/), (files, comment) => {
      expect([...read(zip(files, comment))].map(([name, content]) => [name, [...content]])).toEqual(files.map(({ name, content }) => [name, [...content]]));
    }),
  );
});

it("nothing is unpacked beyond the bound, whatever the headers say", () => {
  const million = new Uint8Array(1_000_001);
  let most = 0;
  const watched = (bytes: Uint8Array, mostBytes: number): Uint8Array => {
    most = Math.max(most, mostBytes);
    return inflateRawAtMost(bytes, mostBytes);
  };
  for (const files of [[{ name: "a", content: million }], [{ name: "a", content: million, size: 10 }], [0, 1, 2].map((index) => ({ name: `${index}`, content: million.subarray(0, 400_000) }))]) {
    expect(() => readZip(zip(files), watched, 1_000_000)).toThrow(RangeError);
  }
  expect(most).toBeLessThanOrEqual(1_000_000);
  expect(() => read(zip([{ name: "a", content: million, size: 2_000_000 }]))).toThrow("holds more than 1000000 bytes");
});

it("what is not read is said", () => {
  expect(() => read(zip([{ name: "a", content: text("x"), flags: 1 }]))).toThrow("is encrypted");
  expect(() => read(zip([{ name: "a", content: text("x"), method: 12 }]))).toThrow("method 12");
  expect(() => read(zip([{ name: "a", content: text("x") }, { name: "a", content: text("y") }]))).toThrow('"a" twice');
  expect(() => read(text("no zip file"))).toThrow("is no zip file");
});

it("cut off or damaged anywhere, it is an error or the same", () => {
  const whole = zip([{ name: "one", content: text("one one one one one") }, { name: "two", content: text("two"), method: 0 }]);
  for (let length = 0; length < whole.length; length++) expect(() => read(whole.subarray(0, length))).toThrow(RangeError);
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, value) => {
      const damaged = Buffer.from(whole);
      damaged[at] = value;
      try {
        for (const content of read(damaged).values()) expect(["one one one one one", "two"]).toContain(new TextDecoder().decode(content));
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }),
    { numRuns: 1000 },
  );
});
