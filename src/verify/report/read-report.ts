/** Reads `verify/report.json` of a run. */
import { join } from "node:path";
import * as z from "zod";
import { DatasetError } from "../../core/errors.js";
import { type FileSystem, localFileSystem } from "../../storage/file-system.js";
import { readTextIfThere } from "../../storage/read-text.js";
import { calibrationSchema } from "../calibration/calibration.js";
import { VERIFY_FOLDER } from "../score-file.js";
import { type Report, REPORT_FORMAT } from "./report.js";

const number = z.number();
const share = number.min(0).max(1);
const count = z.int().min(0);
const text = z.string().max(10_000);
const interval = z.object({ low: number, high: number }).nullable();
const { roc, reliability } = calibrationSchema.shape.figures.shape;
const verdicts = z.object({ accepted: count, rejected: count, unsure: count });
const group = z.object({ name: text, count, verdicts, meanChance: share.nullable(), good: count.nullable(), auc: share.nullable(), precision: share.nullable(), yield: share.nullable() });
const groups = z.array(group).max(100_000);
const kept = z.object({ precision: share, yield: share });

/** Unknown fields are left out, so that a report with more of them can be read, too. */
const reportSchema: z.ZodType<Report> = z.object({
  formatVersion: z.literal(REPORT_FORMAT),
  run: text,
  generator: z.object({ id: text, model: text.nullable() }),
  seed: z.int(),
  count,
  calibration: z.object({
    status: z.enum(["calibrated", "uncalibrated"]),
    sentence: text,
    missingMeasures: z.array(text).max(1000),
    badShare: share.nullable(),
    rows: count,
    figures: calibrationSchema.shape.figures.nullable(),
    kinds: calibrationSchema.shape.kinds,
  }),
  targetPrecision: share,
  verdicts,
  reasons: z.array(z.object({ reason: text, count })).max(10_000),
  expectedGoodShare: share.nullable(),
  yields: z.array(z.object({
    precision: share,
    cut: share.nullable(),
    accepted: count,
    calibrationYield: share.nullable(),
    expected: kept.nullable(),
    measured: kept.extend({ precisionInterval: interval, yieldInterval: interval }).nullable(),
    bestYield: share.nullable(),
  })).max(1000),
  truth: z.object({ known: count, good: count, caution: text.nullable(), auc: share.nullable(), aucInterval: interval, roc, reliability, expectedCalibrationError: number.nullable(), binning: text }).nullable(),
  measures: z.array(z.object({ name: text, good: z.enum(["high", "low"]), description: text, taken: count, auc: share.nullable(), aucInterval: interval, calibrationAuc: share.nullable() })).max(1000),
  leftOut: z.array(z.object({ signal: text, why: text })).max(1000),
  categories: groups,
  azimuths: groups,
  elevations: groups,
  kinds: groups,
  trainings: z.array(z.object({ name: text, note: text, losses: z.array(z.object({ name: text, values: z.array(number).max(100_000) })).max(1000) })).max(1000),
  notes: z.array(text).max(100_000),
});

/**
 * The report of a run's last verification; null where it was never verified.
 * @param root of the run
 * @throws DatasetError E_RECORD for a file that is no report of this version, E_STORAGE
 */
export async function readReport(root: string, fileSystem: FileSystem = localFileSystem): Promise<Report | null> {
  const path = join(root, VERIFY_FOLDER, "report.json");
  const text = await readTextIfThere(path, root, fileSystem);
  if (text === null) return null;
  const fault = (what: string, cause: unknown): DatasetError => new DatasetError("E_RECORD", `${path} ${what}`, { hint: "Run dst3d verify again.", subject: path, cause });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw fault("is not JSON", cause);
  }
  const result = reportSchema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw fault(`is no report of this version: ${issue?.path.join(".") || "file"}: ${issue?.message ?? "unreadable"}`, result.error);
}
