import fc from "fast-check";
import { expect, it } from "vitest";
import { ProtobufWriter } from "../../src/codecs/protobuf.js";

/** The examples of the format's own documentation. */
it("writes numbers and texts as the documentation shows", () => {
  expect([...new ProtobufWriter().int(1, 150).finish()]).toEqual([0x08, 0x96, 0x01]);
  expect([...new ProtobufWriter().data(2, "testing").finish()]).toEqual([0x12, 7, ...new TextEncoder().encode("testing")]);
  expect([...new ProtobufWriter().data(3, new ProtobufWriter().int(1, 150)).finish()]).toEqual([0x1a, 3, 0x08, 0x96, 0x01]);
  expect([...new ProtobufWriter().ints(6, [3, 270, 86942]).finish()]).toEqual([0x32, 6, 3, 0x8e, 2, 0x9e, 0xa7, 5]);
  expect([...new ProtobufWriter().int(1, -2).finish()]).toEqual([0x08, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1]);
});

it("whole numbers of any size come back from seven bits at a time", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
      const [, ...bytes] = new ProtobufWriter().int(1, value).finish();
      const read = bytes.reduceRight((sum, byte) => (sum << 7n) | BigInt(byte & 127), 0n);
      expect(BigInt.asIntN(64, read)).toBe(value);
    }),
  );
});
