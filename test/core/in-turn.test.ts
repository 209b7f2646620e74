import { expect, test } from "vitest";
import { inTurn } from "../../src/core/in-turn.js";

test("one after the other, in the order they came, also after one that fails", async () => {
  const turn = inTurn();
  const told: string[] = [];
  const work = (name: string, milliseconds: number, fails = false) => async () => {
    told.push(`${name} begins`);
    await new Promise((wait) => setTimeout(wait, milliseconds));
    told.push(`${name} ends`);
    if (fails) throw new Error(name);
    return name;
  };
  const all = await Promise.allSettled([turn(work("a", 20)), turn(work("b", 10, true)), turn(work("c", 0))]);
  expect(told).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
  expect(all.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
});
