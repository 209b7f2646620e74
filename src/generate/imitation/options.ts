/** Options of the generator `imitation`. */
import * as z from "zod";

const range = (most: number) =>
  z.tuple([z.number().min(0).max(most), z.number().min(0).max(most)]).refine(([from, to]) => from <= to, "a range goes from the smaller to the larger number");
const chance = z.number().min(0).max(1);

export const imitationGeneratorOptions = z.strictObject({
  warpPixels: range(32).default([2, 4]).describe("how far the picture is out of place, [from, to], in a picture of 512 pixels"),
  things: z.int().min(0).max(20).default(6).describe("most things around the object"),
  hiddenShare: range(0.6).default([0.02, 0.25]).describe("share of the object that something before it hides, [from, to]"),
  hidingChance: chance.default(0.3).describe("share of the pictures in which something stands before the object"),
  keptColorsChance: chance.default(0.5).describe("share of the pictures in which the render's own colours show in part"),
  shadowChance: chance.default(0.7).describe("share of the pictures in which the object casts a shadow on the ground"),
});
/** See {@link imitationGeneratorOptions}. */
export type ImitationGeneratorOptions = z.infer<typeof imitationGeneratorOptions>;
