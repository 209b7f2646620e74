/** Options of the signal `edges`. */
import * as z from "zod";

export const edgesOptions = z.strictObject({
  size: z.int().min(64).max(1024).default(224).describe("side of the square around the object in which edges are looked for, in pixels"),
  tolerance: z.number().min(0.002).max(0.1).default(0.016).describe("how far an edge may lie from where the label has it, relative to the object's longer side"),
  reach: z.number().min(0).max(0.1).default(0.025).describe("how far the label as a whole may be moved to fit best, relative to the object's longer side"),
});
/** See {@link edgesOptions}. */
export type EdgesOptions = z.infer<typeof edgesOptions>;
