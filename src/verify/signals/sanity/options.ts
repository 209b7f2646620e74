/** Options of the signal `sanity`. */
import * as z from "zod";

export const sanityOptions = z.strictObject({
  longestSide: z.int().min(32).max(4096).default(512).describe("larger pictures are made this large before they are looked at, in pixels"),
});
/** See {@link sanityOptions}. */
export type SanityOptions = z.infer<typeof sanityOptions>;
