/** A recipe's `variation`: what is varied for training value, each part off unless asked for. */
import * as z from "zod";
import { clutterVariationOptions } from "./clutter.js";
import { lightVariationOptions } from "./light.js";
import { materialsVariationOptions } from "./materials.js";

/** The schema of a recipe's `variation`. */
export const variationOptions = z.strictObject({
  light: lightVariationOptions.nullable().default(null).describe("an additional sun and the environment's strength, drawn per scene; null = off, {} = on with its defaults"),
  materials: materialsVariationOptions.nullable().default(null).describe("colours, roughness and procedural textures, drawn per object; null = off, {} = on with its defaults"),
  clutter: clutterVariationOptions.nullable().default(null).describe("other shapes around and before the main object, drawn per scene; null = off, {} = on with its defaults"),
});
/** See {@link variationOptions}. */
export type VariationOptions = z.infer<typeof variationOptions>;

/** What the two samples of a pair may differ in. */
export const PAIR_FACTORS = ["light", "materials", "clutter", "environment", "viewpoint"] as const;
/** One of {@link PAIR_FACTORS}. */
export type PairFactor = (typeof PAIR_FACTORS)[number];

/** The schema of a recipe's `scene.pairs`. */
export const pairOptions = z
  .strictObject({ factor: z.enum(PAIR_FACTORS).describe("what differs between the two; light, materials and clutter need that part of `variation`") })
  .nullable()
  .default(null)
  .describe("each view is made twice with one factor changed and all else equal; null = no pairs");
