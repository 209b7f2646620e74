/** Makes one sample from a photograph: plan → photograph → control → generate → files and record. */
import { buildPhotoRecord } from "../annotate/photo-record.js";
import { decodeCover, encodePng } from "../codecs/image.js";
import { photoCanny } from "../controls/photo-canny.js";
import { DatasetError } from "../core/errors.js";
import { generatorOf } from "../generate/registry.js";
import type { ControlledPhoto, GeneratedPhoto, PhotoSample, PlannedPhoto } from "../sample/sample.js";
import { sha256Hex } from "../storage/sha256.js";
import type { PhotoPlan } from "./photo-plan.js";
import type { Plan } from "./plan.js";
import type { Measure, Producer } from "./produce.js";
import { paintedText } from "./outputs.js";
import { outputsToMake, ownFiles, sharedOnly } from "./shared-files.js";
import { photoStages, type AssetHashes } from "./stage-hashes.js";

/** A producer for a plan of photographs. */
export function createPhotoProducer(plan: Plan, photos: PhotoPlan, assets: AssetHashes, measure: Measure): Producer {
  const { recipe } = plan;
  const generator = generatorOf(recipe.generator, plan.folder);

  async function open(planned: PlannedPhoto): Promise<PhotoSample> {
    const { photo, width, height } = planned;
    const bytes = await photos.read(photo.file);
    return { ...planned, source: { ...(await decodeCover(bytes, width, height, { subject: photo.file })), sha256: sha256Hex(bytes) } };
  }

  return {
    probe: (signal) => generator.probe(signal),
    prepare: (preparation) => generator.prepare(preparation),
    render() {
      throw new DatasetError("E_INTERNAL", "a sample made from a photograph has no render");
    },
    async produce(index, context, shared = null) {
      const planned = photos.sample(index);
      const opened = await measure("photo", () => open(planned));
      const controlled: ControlledPhoto = { ...opened, controls: { canny: await measure("canny", () => photoCanny(opened.source.image, recipe.controls.canny)) } };
      const generated = await measure("generate", () => generator.generate(controlled, context));
      const wanted = outputsToMake(recipe.outputs, shared);
      const encoded = await measure("encode", () => Promise.all(wanted.map(async (name) => ({ name, bytes: await encodePicture(name, generated) }))));
      const files = encoded.map(({ name, bytes }) => ({ name, extension: `.${name}.png`, bytes }));
      const record = buildPhotoRecord(
        generated,
        {
          files: { ...sharedOnly(shared), ...ownFiles(planned.id, files) },
          stages: photoStages(plan, planned, assets),
          promptSha256: planned.prompt === null ? null : sha256Hex(planned.prompt.text),
        },
        photos.licence,
      );
      return { index, files, record };
    },
    close: () => generator.close(),
  };
}

/** Reading the recipe has refused all other outputs. */
function encodePicture(name: string, photo: GeneratedPhoto): Promise<Uint8Array> {
  return name === "canny" ? encodePng(photo.controls["canny"]!.image) : encodePng(photo.output, paintedText(photo));
}
