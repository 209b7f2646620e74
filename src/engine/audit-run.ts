/** Audits the viewpoints and the balance of a run. */
import { stat } from "node:fs/promises";
import { DatasetError } from "../core/errors.js";
import { openDataset } from "../dataset/open-dataset.js";
import type { EvaluationReport } from "../evaluate/metrics/metric.js";
import { auditor } from "../evaluate/viewpoints/audit.js";
import { auditReport } from "../evaluate/viewpoints/report.js";
import { readTargetFile, targetCounter, type ViewpointTarget } from "../evaluate/viewpoints/target.js";
import { writeReport } from "../evaluate/write-report.js";
import type { ObjectRecord, SampleRecord } from "../sample/record.js";
import { readAhead } from "./read-ahead.js";

/** What to audit. */
export interface AuditRunOptions {
  /** The run's folder. */
  folder: string;
  /** Another run's folder, or a list of viewpoints as JSON or CSV; null: none. */
  against: string | null;
  /** Folder for `metrics.json`, `metrics.md` and the plots; null: none. */
  out: string | null;
  signal?: AbortSignal;
}

/**
 * Reads a run's records one by one. Objects without true label are left out, those whose front is unknown count for the balance only.
 * @returns the report and the paths of what was written
 * @throws DatasetError E_NOT_FOUND, E_EVALUATION for targets that cannot be read; E_STORAGE; the signal's reason
 */
export async function auditRun({ folder, against, out, signal = new AbortController().signal }: AuditRunOptions): Promise<{ report: EvaluationReport; written: string[] }> {
  const target = against === null ? null : await readTarget(against, signal);
  const audit = auditor(target);
  for await (const { record } of records(folder, signal)) {
    if (record === null) {
      audit.leaveOut("record unreadable");
      continue;
    }
    audit.image();
    const { labelStatus, objects } = record;
    if (labelStatus === "none") audit.leaveOut("no label");
    else if (objects.length === 0) audit.leaveOut("no object");
    else for (const object of objects) audit.add({ category: object.category, ...placeOf(object), visibleFraction: object.visibleFraction, truncation: object.truncation, size: sizeOf(object, record) });
  }
  const report = auditReport(audit.audit(), target !== null);
  return { report, written: out === null ? [] : await writeReport(report, out) };
}

async function* records(folder: string, signal: AbortSignal) {
  const reader = await openDataset(folder);
  yield* readAhead(reader, await reader.committed(), signal);
}

async function readTarget(path: string, signal: AbortSignal): Promise<ViewpointTarget> {
  const found = await stat(path).catch(() => null);
  if (found === null) throw new DatasetError("E_NOT_FOUND", `there is no ${path}`, { hint: "--against takes a run's folder, or a list of viewpoints as JSON or CSV.", subject: path });
  if (!found.isDirectory()) return readTargetFile(path);
  const counter = targetCounter();
  for await (const { record } of records(path, signal)) {
    if (record === null || record.labelStatus === "none") continue;
    for (const object of record.objects) {
      const { azimuth, elevation } = placeOf(object);
      if (azimuth !== null) counter.add(object.category, azimuth, elevation);
    }
  }
  return counter.target();
}

function placeOf({ frontKnown, viewpoint }: ObjectRecord): { azimuth: number | null; elevation: number; distance: number } {
  return { azimuth: frontKnown ? viewpoint.azimuthRadians : null, elevation: viewpoint.elevationRadians, distance: viewpoint.distance };
}

function sizeOf({ boxVisibleXYXY: box }: ObjectRecord, { camera }: SampleRecord): number | null {
  if (box === null || camera === null) return null;
  return Math.sqrt(((box[2] - box[0]) * (box[3] - box[1])) / (camera.width * camera.height));
}
