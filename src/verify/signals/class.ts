/** Signal `class`: whether CLIP takes the picture for the claimed category rather than for another of the dataset. The user brings the model. */
import { exp, log } from "../../core/math.js";
import { lookAtSamples } from "../look-at-samples.js";
import { unfitModel } from "../outside-models/open-model.js";
import { openPictureModel, type PictureModel } from "../outside-models/picture-model.js";
import type { Measure, Signal, SignalValues } from "../signal.js";
import type { VerifiedSample } from "../verified-sample.js";
import { aroundObject, pictureInWindow } from "../window.js";
import { textVectors } from "./class/text-vectors.js";
import { unitVector } from "./class/unit-vector.js";
import { classOptions, type ClassOptions } from "./class/options.js";

const MEASURES: readonly Measure[] = [
  { name: "classLogChance", good: "high", description: "natural logarithm of the chance that CLIP gives to the claimed category among all", reason: "the picture looks like another category" },
];
const NOTHING: SignalValues = { classLogChance: null };
const WHAT = "the picture half of CLIP";
/** Chances are not taken for smaller than this. */
const LEAST = 1e-9;

/** The signal with some options. */
export function classSignal(given: Partial<ClassOptions> = {}): Signal {
  const options = classOptions.parse(given);
  return {
    name: "class",
    measures: MEASURES,
    unavailable(samples) {
      const { imageModel, textModel, tokenizer } = options;
      if (imageModel === null || textModel === null || tokenizer === null) return "it needs CLIP: give the options `imageModel` and `textModel` (.onnx files) and `tokenizer` (a folder)";
      return categoriesOf(samples, options).length > 1 ? null : "there is one category only: name some that it could be mistaken for as the option `others`";
    },
    async measure(samples, context) {
      const categories = categoriesOf(samples, options);
      const texts = categories.map((category) => options.prompt.replaceAll("{category}", category.replaceAll("_", " ")));
      const vectors = await textVectors(options.textModel!, options.tokenizer!, texts, context.device);
      const model = await openPictureModel(options.imageModel!, WHAT, options, context.device);
      try {
        const values = new Map<string, SignalValues>();
        let index = 0;
        for await (const seen of lookAtSamples(samples, context, "class", (sample) => vectorOf(sample, model, options), 1)) {
          const { key, record } = samples[index++]!;
          values.set(key, seen === null ? NOTHING : { classLogChance: logChance(seen, vectors, categories.indexOf(record.objects[0]!.category), options, model) });
        }
        return values;
      } finally {
        await model.release();
      }
    },
  };
}

function categoriesOf(samples: readonly VerifiedSample[], { others }: ClassOptions): string[] {
  return [...new Set([...samples.flatMap(({ record }) => record.objects.slice(0, 1).map(({ category }) => category)), ...others])].sort();
}

/** Null where there is no object. */
async function vectorOf(sample: VerifiedSample, model: PictureModel, options: ClassOptions): Promise<Float32Array | null> {
  const window = aroundObject(sample.record, options);
  if (window === null || sample.record.labelStatus === "none") return null;
  const { image_embeds: named, ...others } = await model.run(pictureInWindow(await sample.image(), window));
  const output = named ?? Object.values(others).find(({ shape }) => shape.length === 2);
  if (output === undefined) throw unfitModel(model.path, model.what, "it gives no vector of float32 numbers", "an output image_embeds float32 [1, size]");
  return unitVector(output.data, model.path, model.what);
}

function logChance(seen: Float32Array, vectors: readonly Float32Array[], claimed: number, { scale }: ClassOptions, { path, what }: PictureModel): number {
  if (vectors[0]!.length !== seen.length) throw unfitModel(path, what, `its vectors have ${seen.length} numbers, those of the text half ${vectors[0]!.length}`, "the same CLIP's weights as the text half");
  const logits = vectors.map((vector) => scale * vector.reduce((sum, value, at) => sum + value * seen[at]!, 0));
  const most = Math.max(...logits);
  const chances = logits.map((logit) => exp(logit - most));
  return log(Math.max(LEAST, chances[claimed]! / chances.reduce((sum, chance) => sum + chance, 0)));
}
