import { expect, test } from "vitest";
import { verifyOptionsOf } from "../../src/engine/verify-options-of.js";
import { smallRecipe } from "../pipeline/small-recipe.js";

test("a run without recipe has the defaults, changed as asked; a recipe has its own", () => {
  const changes = { "verify.signals": ["edges"], "verify.kcf.epochs": "3" };
  expect(verifyOptionsOf(null, changes)).toMatchObject({ signals: ["edges"], precision: 0.95, kcf: { epochs: 3, folds: 5 } });
  expect(() => verifyOptionsOf(null, { "verify.kcf.folds": "1" })).toThrow(expect.objectContaining({ code: "E_RECIPE", message: expect.stringContaining("--verify.kcf.folds") as string }) as Error);
  expect(verifyOptionsOf(smallRecipe({ verify: { precision: 0.9 } }), {})).toMatchObject({ precision: 0.9 });
});
