/** What a person decides about samples. */
import { Hono } from "hono";
import * as z from "zod";
import { DatasetError } from "../../core/errors.js";
import { inTurn } from "../../core/in-turn.js";
import { sampleId } from "../../dataset/sample-id.js";
import { changeOverrides } from "../../verify/override-file.js";
import { VERDICTS } from "../../verify/scores.js";
import { bodyOf } from "../body.js";
import type { Studio } from "../studio.js";
import { rowAt, rowOf } from "../table/sample-table.js";

const decisions = z.array(
  z.strictObject({
    id: z.int().min(0),
    imageSha256: z.string().regex(/^[0-9a-f]{64}$/),
    verdict: z.enum(VERDICTS).nullable(),
    note: z.string().max(1000).nullable(),
  }),
).min(1).max(100_000);

export function decisionRoutes({ workspace }: Studio): Hono {
  // Each reads the file that the one before has written.
  const turn = inTurn();
  return new Hono().put("/runs/:run/decisions", async (context) => {
    const run = await workspace.run(context.req.param("run"));
    const decided = await bodyOf(context, decisions, "a list of decisions");
    for (const { id, imageSha256 } of decided) {
      const row = rowOf(run.table, id);
      if (row === null) throw new DatasetError("E_NOT_FOUND", `the run has no sample ${id}`, { subject: String(id) });
      if (rowAt(run.table, row).imageSha256 !== imageSha256) throw new DatasetError("E_RUN_CHANGED", `the image of sample ${id} has changed since it was shown`, { hint: "Look at it again.", subject: String(id) });
    }
    await turn(() => changeOverrides(run.root, decided.map(({ id, imageSha256, verdict, note }) => (verdict === null ? { id: sampleId(id), verdict } : { id: sampleId(id), imageSha256, verdict, note }))));
    await workspace.refresh();
    return context.json({ version: run.version });
  });
}
