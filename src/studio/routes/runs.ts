/** What there is: the studio itself, its runs, and what their samples have in common. */
import { Hono } from "hono";
import { VERSION } from "../../core/version.js";
import { DatasetError } from "../../core/errors.js";
import { parametersOf } from "../parameters.js";
import type { Studio } from "../studio.js";
import { facetsOf } from "../table/facets.js";
import { parseQuery } from "../table/query.js";
import type { RunSummary, StudioSummary } from "../protocol.js";

export function runRoutes({ workspace, write }: Studio): Hono {
  return new Hono()
    .get("/studio", async (context) => {
      const summary: StudioSummary = { version: VERSION, write, folder: workspace.folder, runs: await workspace.names(), versions: Object.fromEntries(workspace.state().map(({ run, version }) => [run, version])) };
      return context.json(summary);
    })
    .get("/runs/:run", async (context) => {
      const run = await workspace.run(context.req.param("run"));
      const summary: RunSummary = {
        name: run.name,
        folder: run.root,
        version: run.version,
        samples: run.table.length,
        planned: run.run?.count ?? null,
        seed: run.run?.seed ?? null,
        dst3dVersion: run.run?.dst3dVersion ?? null,
        indexing: run.indexing,
        verified: run.scores.size > 0,
        decisions: run.overrides.size,
        problems: run.problems.slice(0, 100),
        problemCount: run.problems.length,
      };
      return context.json(summary);
    })
    .get("/runs/:run/facets", async (context) => {
      const run = await workspace.run(context.req.param("run"));
      return context.json(facetsOf(run.table, parseQuery(parametersOf(context), ["sort"]).filters));
    })
    .get("/runs", async (context) => {
      const names = await workspace.names();
      const runs = await Promise.all(names.map(async (name) => {
        try {
          const run = await workspace.run(name);
          return { name, samples: run.table.length, planned: run.run?.count ?? null, verified: run.scores.size > 0, problem: null };
        } catch (error) {
          if (!DatasetError.isInstance(error)) throw error;
          return { name, samples: 0, planned: null, verified: false, problem: error.message };
        }
      }));
      return context.json(runs);
    });
}
