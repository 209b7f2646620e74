/** What the pages show where there is no server: the files that `dst3d studio --static` has written. */
import type { RunSummary, SampleDetails } from "../../src/studio/protocol.js";
import { labelsOf } from "../../src/studio/sample-labels.js";
import { detailsPath, picturePath, STATIC_TABLE, type StaticTable, thumbnailPath } from "../../src/studio/static-layout.js";
import { facetsOf } from "../../src/studio/table/facets.js";
import { parseQuery, runQuery } from "../../src/studio/table/query.js";
import { makeTable, rowAt, rowOf, type SampleTable } from "../../src/studio/table/sample-table.js";
import type { Source } from "./source.js";
import { StudioError } from "./studio-error.js";

interface StaticRun {
  about: StaticTable;
  table: SampleTable;
}

async function fetched<T>(path: string): Promise<T> {
  const response = await fetch(path).catch(() => null);
  if (response?.ok === true) return (await response.json()) as T;
  throw new StudioError("E_NOT_FOUND", `${path} cannot be read.`, location.protocol === "file:" ? "Browsers read such pages from a web server only: for example `npx serve` in this folder." : "Copy the whole folder that dst3d studio --static wrote.");
}

/** See the head of this file. */
export function staticSource(): Source {
  let loading: Promise<StaticRun> | null = null;
  const run = (): Promise<StaticRun> => (loading ??= fetched<StaticTable>(STATIC_TABLE).then((about) => {
    let at = 0;
    return { about, table: makeTable([about.rows], () => about.judgements[at++] ?? null) };
  }));
  const details = (id: number): Promise<SampleDetails> => fetched(detailsPath(id));
  /** Endings of whole pictures, known from the samples that were looked at. */
  const endings = new Map<string, string>();
  const refused = (): Promise<never> => Promise.reject(new StudioError("E_ACCESS", "This gallery is for looking only.", "Open the run with `dst3d studio`."));
  const rowsOf = (table: SampleTable, parameters: URLSearchParams): Uint32Array => runQuery(table, parseQuery(parameters));
  return {
    isLive: false,
    async studio() {
      const { about } = await run();
      return { version: about.version, write: false, folder: null, runs: [about.name], versions: {} };
    },
    async runs() {
      const { about, table } = await run();
      return [{ name: about.name, samples: table.length, planned: about.planned, verified: false, problem: null }];
    },
    async run(): Promise<RunSummary> {
      const { about, table } = await run();
      const { name, planned, seed, dst3dVersion } = about;
      return { name, folder: name, version: 0, samples: table.length, planned, seed, dst3dVersion, indexing: null, verified: about.judgements.some((judgement) => judgement !== null), decisions: 0, problems: [], problemCount: 0 };
    },
    facets: async (_, parameters) => facetsOf((await run()).table, parseQuery(parameters).filters),
    async distributions(_, parameters) {
      const [{ table }, { distributionReport }] = await Promise.all([run(), import("../../src/studio/report/distribution-report.js")]);
      return distributionReport(table, parseQuery(parameters).filters, 0);
    },
    async viewpoints(_, parameters) {
      const [{ table }, { viewpointsOf }] = await Promise.all([run(), import("../../src/studio/report/viewpoints.js")]);
      return viewpointsOf(table, rowsOf(table, parameters));
    },
    async samples(_, parameters, offset, limit) {
      const { table } = await run();
      const rows = rowsOf(table, parameters);
      return { version: 0, total: rows.length, rows: Array.from(rows.subarray(offset, offset + limit), (row) => rowAt(table, row)) };
    },
    async sample(_, id, parameters) {
      const [{ table }, found] = await Promise.all([run(), details(id)]);
      for (const [output, { name }] of Object.entries(found.record.files)) endings.set(`${id} ${output}`, name);
      const row = rowOf(table, id);
      const position = row === null ? -1 : rowsOf(table, parameters).indexOf(row);
      return { ...found, position: position < 0 ? null : position };
    },
    labels: async (_, ids) => (await Promise.all(ids.map((id) => details(id).then(({ record }) => labelsOf(record), () => null)))).filter((each) => each !== null),
    picture: (_, id, output, { side } = {}) => (side === undefined ? picturePath(id, output, endings.get(`${id} ${output}`) ?? ".png") : thumbnailPath(id, output)),
    mesh: refused,
    find: refused,
    decide: refused,
    listen: () => () => {},
  };
}
