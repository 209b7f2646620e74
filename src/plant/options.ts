/** The recipe's `plant`: images that are wrong on purpose. */
import * as z from "zod";

/** What can be wrong with an image. One file each in defects/. */
export const DEFECT_NAMES = [
  "wrong-pose", "swapped-front", "mirrored", "wrong-shape", "wrong-category", "erased", "half-erased", "shifted", "scaled", "second-instance",
] as const;
/** One of {@link DEFECT_NAMES}. */
export type DefectName = (typeof DEFECT_NAMES)[number];
/** The kind of defect that all images of a shape have whose front is said wrong. */
export const WRONG_FRONT = "wrong-front";

export const plantOptions = z.strictObject({
  share: z.number().min(0).max(1).default(0.25).describe("share of the images that are wrong"),
  kinds: z
    .array(z.enum(DEFECT_NAMES))
    .refine((names) => new Set(names).size === names.length, "one kind is named twice")
    .default([...DEFECT_NAMES])
    .describe("what may be wrong; one is drawn for each"),
  shapes: z
    .strictObject({ share: z.number().gt(0).max(1).default(0.2).describe("share of the shapes") })
    .nullable()
    .default(null)
    .describe("shapes whose images are all turned by 90, 180 or 270 degrees, as if the catalogue named a wrong front"),
});
/** See {@link plantOptions}. */
export type PlantOptions = z.infer<typeof plantOptions>;
