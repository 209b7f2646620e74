/** Audits the viewpoints and the balance of a run. */
import { openDataset } from "../dataset/open-dataset.js";
import type { EvaluationReport } from "../evaluate/metrics/metric.js";
import { auditor } from "../evaluate/viewpoints/audit.js";
import { auditReport } from "../evaluate/viewpoints/report.js";
import { writeReport } from "../evaluate/write-report.js";
import { auditedObject } from "./audited-object.js";
import { readAhead } from "./read-ahead.js";
import { readTarget } from "./viewpoint-target.js";

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
  const reader = await openDataset(folder);
  for await (const { record } of readAhead(reader, await reader.committed(), signal)) {
    if (record === null) {
      audit.leaveOut("record unreadable");
      continue;
    }
    audit.image();
    const { labelStatus, objects } = record;
    if (labelStatus === "none") audit.leaveOut("no label");
    else if (objects.length === 0) audit.leaveOut("no object");
    else for (const object of objects) audit.add(auditedObject(object, record));
  }
  const report = auditReport(audit.audit(), { hasTarget: target !== null });
  return { report, written: out === null ? [] : await writeReport(report, out) };
}
