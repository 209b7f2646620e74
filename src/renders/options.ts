/** What a recipe says about the run whose renders are to be painted. */
import * as z from "zod";

/** The section `renders` of a recipe. */
export const runRendersOptions = z.strictObject({
  run: z.string().min(1).describe("folder of the run, made here or by `dst3d import`; a relative one starts at the recipe's folder"),
  keepPrompts: z.boolean().default(false).describe("true: samples keep the prompt that they have in that run; those without get a new one"),
});

/** See {@link runRendersOptions}. */
export type RunRendersOptions = z.infer<typeof runRendersOptions>;
