/** Contact sheets of judged pictures, with verdict and first reason under each. */
import type { Image } from "../../core/image.js";
import { DatasetError } from "../../core/errors.js";
import type { Color } from "../../sheet/canvas.js";
import { contactSheet, type ContactSheetOptions, type SheetSample } from "../../sheet/contact-sheet.js";
import type { OverlayOptions } from "../../sheet/overlay.js";
import type { Verdict } from "../scores.js";
import { categoryOf } from "./groups.js";
import type { JudgedSample } from "./report.js";

/** Told apart by their words, too. */
const COLORS: Record<Verdict, Color> = { accepted: [64, 200, 130], rejected: [255, 106, 92], unsure: [240, 190, 70] };

/** The label as it matters here: whether box and outline sit on the object. */
const OVERLAY: OverlayOptions = { box: true, axes: false, mask: true, keypoints: false };

/** In turn one of each group, in the order of the pictures. */
export function inTurn<T>(items: readonly T[], groupOf: (item: T) => string, count: number): T[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const members = groups.get(groupOf(item));
    if (members === undefined) groups.set(groupOf(item), [item]);
    else members.push(item);
  }
  const chosen: T[] = [];
  for (let round = 0; chosen.length < Math.min(count, items.length); round++) {
    for (const members of groups.values()) if (members[round] !== undefined && chosen.length < count) chosen.push(members[round]!);
  }
  return chosen;
}

/** Pictures with a chance, from the best to the worst or the other way, categories in turn. */
export function extremes(judged: readonly JudgedSample[], which: "best" | "worst", count: number): JudgedSample[] {
  const sign = which === "best" ? -1 : 1;
  const sorted = judged.filter(({ score }) => score !== null).sort((a, b) => sign * (a.score! - b.score!) || (a.sample.key < b.sample.key ? -1 : 1));
  return inTurn(sorted, ({ sample }) => categoryOf(sample.record), count);
}

/** Draws judged pictures; those that cannot be read are left out. */
export async function judgedSheet(judged: readonly JudgedSample[], options: Partial<ContactSheetOptions>): Promise<Image> {
  const samples: SheetSample[] = [];
  for (const { sample, score, verdict, reasons } of judged) {
    const image = await readable(sample);
    if (image === null) continue;
    const chance = score === null ? "" : `  ${Math.round(score * 100)}%`;
    samples.push({ image, record: sample.record, caption: { heading: `${verdict}${chance}`, color: COLORS[verdict], about: `${categoryOf(sample.record)}  ${sample.id.replace(/^0+(?=\d)/, "")}`, text: reasons[0] ?? "" } });
  }
  return contactSheet(samples, { overlay: OVERLAY, ...options });
}

async function readable(sample: JudgedSample["sample"]): Promise<Image | null> {
  try {
    return await sample.image();
  } catch (error) {
    if (DatasetError.isInstance(error) && (error.code === "E_IMAGE" || error.code === "E_NOT_FOUND" || error.code === "E_RECORD")) return null;
    throw error;
  }
}

/**
 * One sheet with a row of accepted pictures above rows of rejected ones: the best of every category, and the worst of
 * every reason in turn.
 */
export function verdictSheet(judged: readonly JudgedSample[], { columns, rows = 1, ...look }: { columns: number; rows?: number } & Partial<Omit<ContactSheetOptions, "columns">>): Promise<Image> {
  const of = (verdict: Verdict): JudgedSample[] => judged.filter((each) => each.verdict === verdict);
  const accepted = extremes(of("accepted"), "best", columns * rows);
  const worst = extremes(of("rejected").filter(({ reasons }) => reasons.length > 0), "worst", judged.length);
  const rejected = inTurn(worst, ({ reasons }) => reasons[0]!, columns * rows);
  return judgedSheet([...accepted, ...rejected], { columns, ...look });
}
