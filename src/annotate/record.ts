/** The record of a finished sample. */
import { SCHEMA_VERSION, type SampleRecord } from "../sample/record.js";
import type { RenderWorkspace } from "../render/workspace.js";
import type { GeneratedSample } from "../sample/sample.js";
import type { Lighting } from "../sample/scene.js";
import { objectRecord, visibleExtents } from "./object-record.js";

/** What the record holds beside the sample itself. */
export interface RecordExtras {
  files: SampleRecord["files"];
  stages: SampleRecord["stages"];
  /** sha256 of the prompt text, null without prompt. */
  promptSha256: string | null;
  /** World units per step of the stored depth image; null when depth is not stored. */
  depthUnitsPerStep: number | null;
  /** Panorama pixels under an image pixel; null for procedural environments. */
  pixelsPerImagePixel: number | null;
  /** What is wrong with the picture on purpose. */
  planted: SampleRecord["planted"];
}

/** All labelled objects' labels, in instance order. */
export function annotateObjects(sample: Pick<GeneratedSample, "content" | "passes" | "viewpoint">, workspace?: RenderWorkspace): SampleRecord["objects"] {
  const { content, passes, viewpoint } = sample;
  const extents = visibleExtents(passes, Math.max(0, ...content.instances.map((instance) => instance.instanceId)));
  return content.instances.filter(({ labelled }) => labelled !== false).map((instance, index) => {
    const offset = index === 0 && viewpoint.raw !== null ? { canonical: viewpoint.canonical, raw: viewpoint.raw } : null;
    return objectRecord(content, instance, passes, extents[instance.instanceId]!, offset, workspace);
  });
}

/** Builds the complete record of a sample. */
export function buildRecord(sample: GeneratedSample, extras: RecordExtras, workspace?: RenderWorkspace): SampleRecord {
  const { content } = sample;
  const { camera, environment, lighting } = content;
  const validInside = sample.labelStatus === "exact" ? "image" : "mask";
  const record: SampleRecord = {
    schemaVersion: SCHEMA_VERSION,
    id: sample.id,
    index: sample.index,
    scene: sample.scene,
    view: sample.view,
    image: sample.image,
    group: sample.group,
    arm: sample.arm,
    labelStatus: sample.labelStatus,
    photo: null,
    camera: {
      K: [...camera.K],
      rotationWorldToCamera: [...camera.rotationWorldToCamera],
      translationWorldToCamera: [...camera.translationWorldToCamera],
      width: camera.width,
      height: camera.height,
      distortion: camera.distortion == null ? null : { ...camera.distortion },
    },
    environment:
      environment === null
        ? null
        : {
            id: environment.id,
            kind: environment.source.kind,
            name: environment.source.name,
            licence: environment.source.licence,
            author: environment.source.author,
            sha256: environment.source.sha256,
            parameters: { ...environment.parameters },
            rotationRadians: lighting.environmentRotationRadians,
            pixelsPerImagePixel: extras.pixelsPerImagePixel,
          },
    light: { areaRadiance: lighting.areaRadiance, environmentStrength: lighting.environmentStrength, exposure: lighting.exposure, sun: recordedSun(lighting) },
    clutter: recordedClutter(sample),
    ground: content.groundHeight === null ? null : { height: content.groundHeight },
    effects: [],
    planted: extras.planted,
    prompt: sample.prompt === null || extras.promptSha256 === null ? null : { ...sample.prompt, sha256: extras.promptSha256 },
    generation: sample.generation,
    objects: annotateObjects(sample, workspace),
    regions: null,
    depth: extras.depthUnitsPerStep === null ? null : { unitsPerStep: extras.depthUnitsPerStep, validInside },
    passesValidInside: validInside,
    files: extras.files,
    stages: extras.stages,
  };
  clearNegativeZeros(record);
  return record;
}

function recordedSun({ sun }: Lighting): NonNullable<SampleRecord["light"]>["sun"] {
  if (sun == null) return null;
  return { direction: [...sun.direction], irradiance: [...sun.irradiance], angularRadiusRadians: sun.angularRadiusRadians };
}

function recordedClutter({ objects, clutter }: GeneratedSample): SampleRecord["clutter"] {
  if (clutter === null) return null;
  const placed = objects.filter((object) => object.clutter !== undefined);
  return { labelled: clutter.labelled, objects: placed.map(({ instanceId, shape, scale }) => ({ instanceId, category: shape.category, shape: shape.id, scale })) };
}

/** JSON has no −0: a record must equal what is read back. */
function clearNegativeZeros(value: object): void {
  for (const [key, item] of Object.entries(value)) {
    if (Object.is(item, -0)) Object.assign(value, { [key]: 0 });
    else if (typeof item === "object" && item !== null) clearNegativeZeros(item);
  }
}
