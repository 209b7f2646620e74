import fc from "fast-check";
import { expect, test } from "vitest";
import { wilsonInterval } from "../../../src/verify/statistics/wilson.js";

test("a share's interval is that of the book", () => {
  // 10 of 100: Newcombe, Stat. Med. 17, 1998, gives such as 0.0552 to 0.1744.
  expect(wilsonInterval(10, 100)).toEqual({ low: expect.closeTo(0.0552, 4), high: expect.closeTo(0.1744, 4) });
  expect(wilsonInterval(0, 20)).toEqual({ low: 0, high: expect.closeTo(0.1611, 4) });
  expect(wilsonInterval(0, 0)).toBeNull();
});

test("the share lies in its interval, which mirrors and narrows with more", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.double({ min: 0, max: 1, noNaN: true }), (count, share) => {
      const hits = Math.round(share * count);
      const { low, high } = wilsonInterval(hits, count)!;
      expect(low).toBeLessThanOrEqual(hits / count);
      expect(high).toBeGreaterThanOrEqual(hits / count);
      expect(wilsonInterval(count - hits, count)!.low).toBeCloseTo(1 - high, 10);
      const more = wilsonInterval(hits * 4, count * 4)!;
      expect(more.high - more.low).toBeLessThan(high - low);
    }),
  );
});
