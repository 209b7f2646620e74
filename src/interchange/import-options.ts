/** Options of imports, declared once. */
import * as z from "zod";

/** The schema of all import options. */
export const importOptions = z.strictObject({
  images: z
    .string()
    .regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/, "must be a folder's name")
    .nullable()
    .default(null)
    .describe("dst3d: folder of the images beside `annotation` (default image_dst)"),
  models: z.string().nullable().default(null).describe("dst3d: the CSV of models; bop: models_info.json, where it is not in the dataset"),
  label: z.enum(["exact", "intended"]).nullable().default(null).describe("how far labels are true of images; default: intended for painted ones, exact for rendered ones"),
  fronts: z.boolean().default(false).describe("bop: models stand upright (+z) and their fronts are -y, as dst3d's own; else fronts are unknown"),
  passes: z.boolean().default(true).describe("take depth pictures, too"),
  skipMissing: z.boolean().default(false).describe("leave out and count labels whose image is missing, instead of stopping"),
});

/** Options with all defaults filled in. */
export type ImportOptions = z.infer<typeof importOptions>;
