/** The record of a sample whose control was taken from a photograph: no camera, no objects, no label. */
import { SCHEMA_VERSION, type SampleRecord } from "../sample/record.js";
import type { GeneratedPhoto } from "../sample/sample.js";
import { categoryNames } from "../sample/category-names.js";
import type { RecordExtras } from "./record.js";

/** Builds the complete record. @param licence of all photographs, null where it is not known */
export function buildPhotoRecord(sample: GeneratedPhoto, { files, stages, promptSha256 }: Pick<RecordExtras, "files" | "stages" | "promptSha256">, licence: string | null): SampleRecord {
  const { photo, source, prompt } = sample;
  return {
    schemaVersion: SCHEMA_VERSION,
    id: sample.id,
    index: sample.index,
    scene: sample.scene,
    view: sample.view,
    image: sample.image,
    group: sample.group,
    arm: sample.arm,
    labelStatus: sample.labelStatus,
    photo: {
      file: photo.file,
      category: photo.category,
      categoryNames: categoryNames(photo.category),
      licence,
      sha256: source.sha256,
      width: source.width,
      height: source.height,
      cropXYXY: [...source.cropXYXY],
    },
    camera: null,
    environment: null,
    light: null,
    clutter: null,
    ground: null,
    effects: [],
    planted: null,
    prompt: prompt === null || promptSha256 === null ? null : { ...prompt, sha256: promptSha256 },
    generation: sample.generation,
    objects: [],
    regions: null,
    depth: null,
    passesValidInside: "mask",
    files,
    stages,
  };
}
