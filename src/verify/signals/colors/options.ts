/** Options of the signal `colors`. */
import * as z from "zod";

export const colorsOptions = z.strictObject({
  size: z.int().min(32).max(512).default(128).describe("side of the square around the object in which colours are compared, in pixels"),
  ring: z.number().min(0.02).max(0.5).default(0.1).describe("how far around the mask is looked, relative to the object's longer side"),
});
/** See {@link colorsOptions}. */
export type ColorsOptions = z.infer<typeof colorsOptions>;
