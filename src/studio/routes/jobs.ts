/** Work that the studio starts: making samples, comparing them with their labels, exports. */
import { Hono } from "hono";
import { EXPORT_FORMATS } from "../../interchange/registry.js";
import { bodyOf } from "../body.js";
import { commandOf, jobOrder } from "../jobs/commands.js";
import type { ExportFormatEntry } from "../jobs/job.js";
import { wholeNumber } from "../parameters.js";
import type { Studio } from "../studio.js";

export function jobRoutes(studio: Studio): Hono {
  const { jobs } = studio;
  return new Hono()
    .get("/jobs", (context) => context.json(jobs.list()))
    .post("/jobs", async (context) => {
      const order = await bodyOf(context, jobOrder, "work that can be started");
      return context.json(jobs.start(await commandOf(order, studio)), 201);
    })
    .post("/jobs/:id/stop", (context) => context.json(jobs.stop(wholeNumber(context.req.param("id"), "job"))))
    .get("/exports/formats", (context) => {
      const formats: ExportFormatEntry[] = EXPORT_FORMATS.map(({ name, summary, needs, loses }) => ({ name, summary, needs, loses }));
      return context.json(formats);
    });
}
