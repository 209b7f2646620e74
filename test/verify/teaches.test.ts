import { expect, test } from "vitest";
import { teaches } from "../../src/verify/teaches.js";

const planted = { planted: new Map([["planted/00000000", null], ["planted/00000001", { kind: "erased" as const, amount: 1 }]]) };
const taught = (learnFrom: "all" | "planted", beside: typeof planted | null): string[] =>
  ["00000000", "planted/00000000", "planted/00000001"].map((key) => ({ key })).filter(teaches({ learnFrom }, beside)).map(({ key }) => key);

test("networks learn from the run and from planted images that are right, or from the latter alone; never from planted mistakes", () => {
  expect(taught("all", planted)).toEqual(["00000000", "planted/00000000"]);
  expect(taught("planted", planted)).toEqual(["planted/00000000"]);
});

test("without planted images every sample is one of the run", () => {
  expect(taught("all", null)).toHaveLength(3);
  expect(taught("planted", null)).toEqual([]);
});
