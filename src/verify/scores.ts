/** `verify/scores.jsonl`: one line per sample, the numbers that were measured and what follows from them. */
import * as z from "zod";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What is said of a sample. Nothing is deleted: exports leave out what is not accepted, if asked to. */
export const VERDICTS = ["accepted", "rejected", "unsure"] as const;
export type Verdict = (typeof VERDICTS)[number];

/** One line of scores.jsonl. */
export const scoreSchema = z.strictObject({
  id: z.string(),
  imageSha256: sha256.describe("of the image file; a verdict on other bytes is stale"),
  signals: z.record(z.string(), z.number().nullable()).describe("what was measured; null = could not be"),
  score: z.number().min(0).max(1).nullable().describe("chance that the image shows what its label says; null = nothing could be measured"),
  verdict: z.enum(VERDICTS),
  reasons: z.array(z.string()).describe("what speaks most against it, first the worst; none where it is accepted"),
});
/** See {@link scoreSchema}. */
export type Score = z.infer<typeof scoreSchema>;
