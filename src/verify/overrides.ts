/** What a person has decided about single images: one line of `verify/overrides.jsonl` each. */
import * as z from "zod";
import { VERDICTS } from "./scores.js";

/** The schema of one line. */
export const overrideSchema = z.strictObject({
  id: z.string().regex(/^\d{8,15}$/),
  imageSha256: z.string().regex(/^[0-9a-f]{64}$/).describe("of the image that was looked at"),
  verdict: z.enum(VERDICTS),
  note: z.string().max(1000).nullable().describe("why, in the person's words"),
});
/** See {@link overrideSchema}. */
export type Override = z.infer<typeof overrideSchema>;
