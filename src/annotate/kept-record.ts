/** The record of a sample that was painted from another run's render: that run's label, and what is new. */
import { SCHEMA_VERSION, type SampleRecord } from "../sample/record.js";
import type { GeneratedView, PlannedRender } from "../sample/sample.js";
import type { RecordExtras } from "./record.js";

/** What the record says of the run that the render is from. */
export interface KeptFrom {
  /** Its name. */
  run: string;
  /** `planHash` of its run.json. */
  planHash: string;
  /** Whether normals are made from depth. */
  hasOwnNormals: boolean;
}

/**
 * Builds the complete record. Objects, camera, light and group are those of the kept record, and so is what it says that nobody knows.
 * @param keepsDepth whether the depth picture is kept once more
 */
export function buildKeptRecord(sample: GeneratedView & PlannedRender, kept: SampleRecord, from: KeptFrom, { files, stages, promptSha256, keepsDepth }: Pick<RecordExtras, "files" | "stages" | "promptSha256"> & { keepsDepth: boolean }): SampleRecord {
  const { generation, labelStatus, prompt } = sample;
  const validInside = labelStatus === "exact" ? kept.passesValidInside : "mask";
  const { unknown } = kept.generation.settings;
  return {
    ...kept,
    schemaVersion: SCHEMA_VERSION,
    id: sample.id,
    index: sample.index,
    image: sample.image,
    arm: sample.arm,
    labelStatus,
    prompt: prompt === null || promptSha256 === null ? null : { ...prompt, sha256: promptSha256 },
    generation: {
      ...generation,
      hashes: { ...generation.hashes, render: sample.kept.recordSha256 },
      settings: { ...generation.settings, render: { run: from.run, planHash: from.planHash, id: sample.kept.id, normals: from.hasOwnNormals ? "kept" : "from depth" }, ...(unknown === undefined ? {} : { unknown }) },
    },
    effects: [],
    regions: null,
    depth: keepsDepth && kept.depth !== null ? { ...kept.depth, validInside } : null,
    passesValidInside: validInside,
    files,
    stages,
  };
}
