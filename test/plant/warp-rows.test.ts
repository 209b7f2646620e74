import { expect, it } from "vitest";
import * as fc from "fast-check";
import { warpRows } from "../../src/plant/warp-rows.js";
import { drawn } from "./passes.js";

it("stretches rows into the outline, top to top and left to left; what is before the object stays before it", () => {
  const claimed = drawn(["......", ".aaaa.", "aabaaa", "......"]);
  const source = drawn(["..aa..", "..aa..", ".aaaa.", ".aaaa."]);
  const warped = warpRows(claimed, source, 1)!;
  expect(warped.instanceId).toEqual(claimed.instanceId);
  expect([...warped.partId.subarray(6, 12)]).toEqual([0, 3, 3, 4, 4, 0]);
  expect([...warped.partId.subarray(12, 18)]).toEqual([2, 3, 3, 4, 4, 5]);
  expect([...warped.depth.subarray(6, 18)]).toEqual([0, 2, 2, 2, 2, 0, 4, 4, 3, 4, 4, 4]);
  expect(warped.color[12 * 3]).toBe(1);
});

it("keeps the coverage of the outline: colour follows it", () => {
  const claimed = drawn(["aa"]);
  claimed.alpha[0] = 0.5;
  const warped = warpRows(claimed, drawn([".a"]), 1)!;
  expect([...warped.alpha]).toEqual([0.5, 1]);
  expect([warped.color[0], warped.color[3]]).toEqual([0.5, 1]);
});

it("gives null where one of the two does not show the object", () => {
  expect(warpRows(drawn(["bb"]), drawn(["aa"]), 1)).toBeNull();
  expect(warpRows(drawn(["aa"]), drawn(["bb"]), 1)).toBeNull();
});

it("never changes an outline or what is outside of it, and shows nothing but what the source shows", () => {
  const picture = fc.array(fc.array(fc.constantFrom("a", "b", "."), { minLength: 6, maxLength: 6 }).map((row) => row.join("")), { minLength: 5, maxLength: 5 }).map(drawn);
  fc.assert(
    fc.property(picture, picture, (claimed, source) => {
      const before = structuredClone(claimed);
      const warped = warpRows(claimed, source, 1);
      expect(claimed).toEqual(before);
      if (warped === null) return;
      expect(warped.instanceId).toEqual(claimed.instanceId);
      expect(warped.alpha).toEqual(claimed.alpha);
      for (let pixel = 0; pixel < 30; pixel++) {
        if (claimed.instanceId[pixel] !== 1) expect(warped.partId[pixel]).toBe(claimed.partId[pixel]);
        else expect(source.instanceId[(warped.depth[pixel]! - 1) * 6 + warped.partId[pixel]! - 1]).toBe(1);
      }
    }),
  );
});
