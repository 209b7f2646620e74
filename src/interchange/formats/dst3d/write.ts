/** Writes the tree of the original 3D-DST code. */
import { decodePng16 } from "../../../codecs/image.js";
import { encodeExr } from "../../../codecs/exr.js";
import { encodeNpy } from "../../../codecs/npy.js";
import type { ObjectRecord } from "../../../sample/record.js";
import type { ExportContext, ExportedSample, FormatWriter } from "../../format.js";
import { lineFiles } from "../../image-sets.js";
import { safeName } from "../../safe-name.js";
import { shapeKey } from "../../shape-key.js";
import { sha256Hex } from "../../../storage/sha256.js";
import { dst3dAnnotation } from "./annotation.js";

/** Where nothing is seen, Blender's depth pass has this. */
const NO_DEPTH = 1e10;

/**
 * Writes `SPLIT/SYNSET/MODEL/` with `annotation/000.npy`, `image_dst/000_00.png`, and, where all samples have them,
 * `image_render/000.png` and `depth/000.exr`; `prompts.json` per synset. Prompts are held until the end. `SPLIT/samples.txt`,
 * which the original has not, says which view is which sample of the run.
 */
export async function openDst3d({ folder, survey }: ExportContext): Promise<FormatWriter> {
  const views = new Map<string, number>();
  const prompts = new Map<string, Record<string, Record<string, string>>>();
  const varying = new Set(survey.shapes.filter(({ sha256 }) => sha256 === null).map(({ id }) => id));
  const samplesFile = (split: string): string => `${split}/samples.txt`;
  const lists = await lineFiles(folder, [...survey.samples.keys()].map(samplesFile));
  return {
    async add(sample) {
      const { record, split, place } = sample;
      const object = record.objects[0]!;
      const synset = `${split}/${dst3dSynset(object)}`;
      const model = dst3dModel(object, varying.has(object.shape.id));
      const path = `${synset}/${model}`;
      const number = views.get(path) ?? 0;
      views.set(path, number + 1);
      const view = String(number).padStart(3, "0");
      await folder.write(`${path}/annotation/${view}.npy`, encodeNpy({ shape: [], type: "object", values: [dst3dAnnotation(record, object)] }));
      await place("image", `${path}/image_dst/${view}_00.png`);
      if (survey.outputs.includes("render")) await place("render", `${path}/image_render/${view}.png`);
      if (survey.outputs.includes("depth")) await folder.write(`${path}/depth/${view}.exr`, await depthExr(sample, object));
      await lists.add(samplesFile(split), `${record.id} ${dst3dSynset(object)}/${model}/${view}`);
      const known = prompts.get(synset) ?? {};
      (known[model] ??= {})[`${view}_00`] = record.prompt?.text ?? "";
      prompts.set(synset, known);
    },
    async finish() {
      await lists.close();
      for (const [synset, known] of prompts) await folder.write(`${synset}/prompts.json`, `${JSON.stringify(known, null, 1)}\n`);
    },
  };
}

/** The category's WordNet id; its own name where it has none. */
function dst3dSynset({ category, categoryNames }: ObjectRecord): string {
  return categoryNames.synset ?? safeName(category);
}

/** Shapes whose surface varies under one id (drawn variants, states of joints) get an ending each. */
function dst3dModel(object: ObjectRecord, isVarying: boolean): string {
  const name = safeName(object.shape.id);
  return isVarying || object.articulation !== null ? `${name}-${sha256Hex(shapeKey(object)).slice(0, 8)}` : name;
}

async function depthExr({ record, output }: ExportedSample, object: ObjectRecord): Promise<Uint8Array> {
  const bytes = await output("depth");
  const { data, width, height } = await decodePng16(bytes!, { subject: `${record.id}.depth.png` });
  const perStep = record.depth!.unitsPerStep / object.scale;
  return encodeExr(Float32Array.from(data, (steps) => (steps === 0 ? NO_DEPTH : steps * perStep)), width, height);
}
