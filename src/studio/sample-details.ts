/** What the page of a sample shows beside its record. */
import { sampleId } from "../dataset/sample-id.js";
import type { SampleRecord } from "../sample/record.js";
import { judgementOf, type OpenedRun } from "./opened-run.js";
import type { SampleDetails } from "./protocol.js";
import { shellWord } from "../core/shell-word.js";

/**
 * Details of a sample.
 * @param shown the run as commands name it, whether its meshes can be shown, and where the sample stands in a list
 */
export function sampleDetails(run: Pick<OpenedRun, "scores" | "overrides">, record: SampleRecord, shown: { folder: string; hasMesh: boolean; position: number | null }): SampleDetails {
  const id = sampleId(record.index);
  return {
    record,
    score: run.scores.get(id) ?? null,
    override: run.overrides.get(id) ?? null,
    judgementIsStale: judgementOf(run, id, record.files["image"]?.sha256 ?? "")?.verdict === "stale",
    pictures: picturesOf(record),
    replay: `dst3d replay ${shellWord(shown.folder)} ${record.index} --passes all`,
    hasMesh: shown.hasMesh,
    position: shown.position,
  };
}

/** Names of the outputs that a browser can show, the image first. */
export function picturesOf({ files }: Pick<SampleRecord, "files">): string[] {
  const names = Object.keys(files).filter((name) => /\.(png|jpe?g|webp)$/.test(files[name]!.name));
  return [...names.filter((name) => name === "image"), ...names.filter((name) => name !== "image").sort()];
}
