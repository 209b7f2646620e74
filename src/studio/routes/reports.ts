/** Reports: how the samples of a run are spread, what verification has come to, and two runs beside each other. */
import { join } from "node:path";
import { type Context, Hono } from "hono";
import { DatasetError } from "../../core/errors.js";
import { diffRuns, runOptionDifferences } from "../../engine/diff-runs.js";
import type { OpenedRun } from "../opened-run.js";
import { distributionReport } from "../report/distribution-report.js";
import { distributionsOf } from "../report/distributions.js";
import { hasOtherVerdict, hasSameLabel, pairsOf } from "../report/pairs.js";
import type { RunComparison, SamplePairs } from "../report/report-messages.js";
import { verificationOf } from "../report/verification.js";
import { viewpointDifference, viewpointsOf } from "../report/viewpoints.js";
import { VERIFY_FOLDER } from "../../verify/score-file.js";
import { parametersOf, wholeNumber } from "../parameters.js";
import type { Studio } from "../studio.js";
import { parseQuery, type Query, runQuery } from "../table/query.js";
import { rowAt, valueAt } from "../table/sample-table.js";

/** Parameters that are no filter. */
const OTHERS = ["sort", "with", "only", "offset", "limit"];
const MOST_PAIRS = 100;
/** Answers that are kept until a run changes. */
const MOST_KEPT = 32;

export function reportRoutes({ workspace }: Studio): Hono {
  const kept = new Map<string, Promise<unknown>>();

  /** The last answers are remembered as long as the runs that they are about stay as they are. */
  function remembered<T>(runs: readonly OpenedRun[], question: string, work: () => T | Promise<T>): Promise<T> {
    const key = JSON.stringify([question, ...runs.map(({ name, version }) => [name, version])]);
    const known = kept.get(key) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const answer = Promise.resolve().then(work);
    kept.set(key, answer);
    answer.catch(() => kept.delete(key));
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    return answer;
  }

  const runOf = (context: Context): Promise<OpenedRun> => workspace.run(context.req.param("run")!);
  const otherOf = (context: Context): Promise<OpenedRun> => {
    const name = context.req.query("with");
    if (name === undefined || name === "") throw new DatasetError("E_OPTION", "the run to compare with is not named", { hint: "Add with=NAME.", subject: "with" });
    return workspace.run(name);
  };
  const filtersOf = (context: Context): Query["filters"] => parseQuery(parametersOf(context), OTHERS).filters;

  return new Hono()
    .get("/runs/:run/report", async (context) => {
      const run = await runOf(context);
      const filters = filtersOf(context);
      return context.json(await remembered([run], `spread ${JSON.stringify(filters)}`, () => distributionReport(run.table, filters, run.version)));
    })
    .get("/runs/:run/report/viewpoints", async (context) => {
      const run = await runOf(context);
      const filters = filtersOf(context);
      return context.json(await remembered([run], `viewpoints ${JSON.stringify(filters)}`, () => viewpointsOf(run.table, rowsOf(run, filters))));
    })
    .get("/runs/:run/report/verification", async (context) => {
      const run = await runOf(context);
      // These files change after the scores do.
      const stats = await Promise.all(["report.json", "human.jsonl"].map((name) => run.files.stat(join(run.root, VERIFY_FOLDER, name))));
      return context.json(await remembered([run], `verification ${stats.map((stat) => `${stat?.modified}/${stat?.bytes}`).join(" ")}`, () => verificationOf(run)));
    })
    .get("/runs/:run/report/comparison", async (context) => {
      const runs = [await runOf(context), await otherOf(context)] as const;
      const filters = filtersOf(context);
      return context.json(await remembered(runs, `comparison ${JSON.stringify(filters)}`, () => comparisonOf(runs, filters)));
    })
    .get("/runs/:run/report/pairs", async (context) => {
      const [first, second] = [await runOf(context), await otherOf(context)];
      const filters = filtersOf(context);
      let pairs = pairsOf(first.table, second.table, rowsOf(first, filters), allRows(second));
      if (context.req.query("only") === "verdict") pairs = pairs.filter((pair) => hasOtherVerdict(first.table, second.table, pair));
      const offset = wholeNumber(context.req.query("offset") ?? "0", "offset");
      const limit = Math.min(MOST_PAIRS, wholeNumber(context.req.query("limit") ?? "12", "limit"));
      const page: SamplePairs = {
        total: pairs.length,
        pairs: pairs.slice(offset, offset + limit).map(([a, b]) => ({ id: valueAt(first.table, "id", a) as number, first: rowAt(first.table, a), second: rowAt(second.table, b) })),
      };
      return context.json(page);
    })
    .get("/runs/:run/report/difference", async (context) => {
      // Reads every record and every picture of both: only when somebody asks, and no longer than somebody waits.
      const [first, second] = [await runOf(context), await otherOf(context)];
      return context.json(await diffRuns({ first: first.root, second: second.root, files: [first.files, second.files], signal: context.req.raw.signal }));
    });
}

/** Rows that the filters find, in the table's order. */
function rowsOf({ table }: OpenedRun, filters: Query["filters"]): Uint32Array {
  return runQuery(table, { filters, sort: null, descending: false });
}

function allRows(run: OpenedRun): Uint32Array {
  return rowsOf(run, {});
}

async function comparisonOf(runs: readonly [OpenedRun, OpenedRun], filters: Query["filters"]): Promise<RunComparison> {
  const [first, second] = runs;
  const series = runs.map((run) => ({ name: run.name, table: run.table, rows: rowsOf(run, filters) }));
  const viewpoints = series.map(({ table, rows }) => viewpointsOf(table, rows));
  const pairs = pairsOf(first.table, second.table, series[0]!.rows, allRows(second));
  return {
    runs: series.map(({ name, rows }) => ({ name, count: rows.length })),
    distributions: distributionsOf(series).sort((a, b) => (b.difference ?? -1) - (a.difference ?? -1)),
    viewpoints,
    viewpointDifference: viewpointDifference(viewpoints[0]!, viewpoints[1]!),
    options: await optionsOf(first, second),
    common: pairs.length,
    sameLabel: pairs.filter((pair) => hasSameLabel(first.table, second.table, pair)).length,
    otherVerdict: pairs.filter((pair) => hasOtherVerdict(first.table, second.table, pair)).length,
  };
}

/** A recipe that cannot be read leaves the samples to be compared. */
async function optionsOf(first: OpenedRun, second: OpenedRun): Promise<RunComparison["options"]> {
  try {
    return (await runOptionDifferences({ first: first.root, second: second.root, files: [first.files, second.files] })).options;
  } catch (error) {
    if (DatasetError.isInstance(error)) return null;
    throw error;
  }
}
