/** Evaluates what files hold, and writes what comes of it. */
import { readFile } from "node:fs/promises";
import { DatasetError } from "../core/errors.js";
import { nearest } from "../core/nearest.js";
import { type Fields, fieldsOf } from "./input/checks.js";
import type { EvaluationReport, Metric } from "./metrics/metric.js";
import { METRICS } from "./metrics/registry.js";
import { writeReport } from "./write-report.js";

/** What to evaluate. */
export interface EvaluateFiles {
  /** Name of the metric: pose, coco, omni3d or classification. */
  metric: string;
  /** Paths of JSON files, as many as the metric takes. */
  files: readonly string[];
  /** Options of the metric. */
  options: Fields;
  /** Path of a JSON file with options; those given as `options` go first. */
  optionsFile: string | null;
  /** Folder for `metrics.json`, `metrics.md` and the plots; null: none. */
  out: string | null;
}

/**
 * Reads files and evaluates them.
 * @returns the report and the paths of what was written
 * @throws DatasetError E_OPTION for an unknown metric and another number of files; E_NOT_FOUND, E_EVALUATION for files that cannot be read; E_STORAGE
 */
export async function evaluateFiles({ metric: name, files, options, optionsFile, out }: EvaluateFiles): Promise<{ report: EvaluationReport; written: string[] }> {
  const metric = metricOf(name);
  if (files.length !== metric.files.length) {
    throw new DatasetError("E_OPTION", `evaluate ${name} takes ${metric.files.length === 1 ? "one file" : `${metric.files.length} files`} (${metric.files.join(", ")}), not ${files.length}`, { hint: "docs/evaluate.md shows the files' form.", subject: name });
  }
  const fromFile = optionsFile === null ? {} : fieldsOf(await readJson(optionsFile), optionsFile);
  const contents = [];
  for (const file of files) contents.push(await readJson(file));
  const report = metric.report(contents, { ...fromFile, ...options });
  const written = out === null ? [] : await writeReport(report, out);
  return { report, written };
}

function metricOf(name: string): Metric {
  if (Object.hasOwn(METRICS, name)) return METRICS[name]!;
  const meant = nearest(name, Object.keys(METRICS));
  throw new DatasetError("E_OPTION", `there is no metric ${JSON.stringify(name)}`, { hint: meant === null ? `Metrics are ${Object.keys(METRICS).join(", ")}.` : `Did you mean ${meant}?`, subject: name });
}

async function readJson(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw new DatasetError(isMissing ? "E_NOT_FOUND" : "E_EVALUATION", isMissing ? `there is no file ${file}` : `${file} cannot be read: ${(error as Error).message}`, { hint: "Name a JSON file.", subject: file, cause: error });
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new DatasetError("E_EVALUATION", `${file} is not JSON: ${(error as Error).message}`, { hint: /\bNaN\b|\bInfinity\b/.test(text) ? "NaN and Infinity are no JSON: leave them out." : "Is the file complete?", subject: file, cause: error });
  }
}
