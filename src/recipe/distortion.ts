/** A recipe's `camera.distortion`: coefficients of the lens, fixed or drawn per view. */
import * as z from "zod";

const coefficient = (meaning: string) =>
  z
    .union([z.number(), z.tuple([z.number(), z.number()]).refine(([from, to]) => from <= to, "a range goes from the smaller to the larger number")])
    .default(0)
    .describe(meaning);

/** The schema of a lens's distortion. */
export const distortionOptions = z
  .strictObject({
    model: z.literal("brown-conrady").default("brown-conrady").describe("the model of OpenCV's calibrateCamera and projectPoints"),
    k1: coefficient("radial, r²: below 0 a barrel, above 0 a pincushion"),
    k2: coefficient("radial, r⁴"),
    p1: coefficient("tangential"),
    p2: coefficient("tangential"),
    k3: coefficient("radial, r⁶"),
    k4: coefficient("rational model: r² in the denominator"),
    k5: coefficient("rational model: r⁴ in the denominator"),
    k6: coefficient("rational model: r⁶ in the denominator"),
  })
  .nullable()
  .default(null)
  .describe("lens distortion by OpenCV's coefficients, each a number or a range [from, to] drawn per view; pictures and labels are exact for it; null = none, an ideal pinhole camera");

/** A recipe's `camera.distortion`, defaults filled in. */
export type DistortionOptions = NonNullable<z.infer<typeof distortionOptions>>;
