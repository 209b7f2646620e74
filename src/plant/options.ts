/** A recipe's `plant`: images that are wrong on purpose, with the truth in the record, to measure how well verification finds them. */
import * as z from "zod";

/** What can be wrong with single images. One file each in defects/. */
export const DEFECT_NAMES = [
  "wrong-pose", "swapped-front", "mirrored", "wrong-shape", "wrong-category", "erased", "half-erased", "shifted", "scaled", "second-instance",
] as const;

/** What is wrong with all images of a shape. */
export const WRONG_FRONT = "wrong-front";
/** Everything that `record.planted.kind` can say. */
export const PLANT_KINDS = [...DEFECT_NAMES, WRONG_FRONT] as const;
/** One of {@link PLANT_KINDS}. */
export type PlantKind = (typeof PLANT_KINDS)[number];

const share = (default_: number) => z.number().min(0).max(1).default(default_);

/** The schema of a recipe's `plant`. */
export const plantOptions = z.strictObject({
  share: share(0.25).describe("share of the images that do not show what their label says"),
  kinds: z
    .array(z.enum(DEFECT_NAMES))
    .min(1, "no kinds")
    .refine((names) => new Set(names).size === names.length, "one kind is named twice")
    .default([...DEFECT_NAMES])
    .describe("what may be wrong, each as often as the others; where one would not be seen (a bottle turned), another is taken, and where none would, nothing is wrong"),
  shapes: z
    .strictObject({
      share: share(0.2).describe("share of the shapes"),
      turnDegrees: z.array(z.literal([90, 180, 270])).min(1, "no angles").default([90, 180, 270]).describe("angles about the vertical axis to choose from"),
    })
    .nullable()
    .default(null)
    .describe("shapes whose front is wrong: all images of a share of the shapes show them turned (kind wrong-front); null = none. A built-in shape is one drawn for a scene"),
});
/** See {@link plantOptions}. */
export type PlantOptions = z.infer<typeof plantOptions>;
