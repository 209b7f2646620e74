/** Signal `depth`: whether a model that reads depth from pictures sees the object's surface as the label has it. The user brings the model. */
import { scaleArea } from "../../core/scale-image.js";
import type { FloatTensor } from "../../nn/graph/float-tensor.js";
import { shapeText } from "../../nn/graph/value.js";
import { cropOf } from "../crop.js";
import { lookAtSamples } from "../look-at-samples.js";
import { unfitModel } from "../outside-models/open-model.js";
import { openPictureModel, type PictureModel } from "../outside-models/picture-model.js";
import type { Measure, Signal, SignalValues } from "../signal.js";
import type { VerifiedSample } from "../verified-sample.js";
import { depthAgreement } from "./depth/depth-agreement.js";
import { depthOptions, type DepthOptions } from "./depth/options.js";

const MEASURES: readonly Measure[] = [
  { name: "depthRank", good: "high", description: "rank correlation of the label's depth and the one that a model reads from the picture, on the object; -1 to 1", reason: "the object's surface runs otherwise than the label says" },
  { name: "depthError", good: "low", description: "what is left of the label's depth after the model's is fitted to it by scale and shift, relative to its spread; 0 to 1", reason: "the object's depth is not that of the label" },
];
const NOTHING: SignalValues = Object.fromEntries(MEASURES.map(({ name }) => [name, null]));

const WHAT = "a depth model";
/** Fewer pixels say nothing. */
const LEAST_PIXELS = 50;

/** The signal with some options. */
export function depthSignal(given: Partial<DepthOptions> = {}): Signal {
  const options = depthOptions.parse(given);
  return {
    name: "depth",
    measures: MEASURES,
    unavailable(samples) {
      if (options.model === null) return "it needs a depth model: give the path of an .onnx file as the option `model`";
      return samples.some(({ record }) => record.depth !== null) ? null : "the dataset has kept no depth: add `depth` to the recipe's outputs";
    },
    async measure(samples, context) {
      const model = await openPictureModel(options.model!, WHAT, options, context.device);
      try {
        const values = new Map<string, SignalValues>();
        let index = 0;
        for await (const found of lookAtSamples(samples, context, "depth", (sample) => agreementOf(sample, model, options), 1)) values.set(samples[index++]!.key, found ?? NOTHING);
        return values;
      } finally {
        await model.release();
      }
    },
  };
}

/** Null where the label has no depth. */
async function agreementOf(sample: VerifiedSample, model: PictureModel, { size, gives, margin }: DepthOptions): Promise<SignalValues | null> {
  const crop = sample.record.depth === null ? null : await cropOf(sample, { size, margin });
  if (crop === null || crop.label.depth === null) return null;
  const { depth, mask } = crop.label;
  const seen = mapOf(model, await model.run(crop.picture), size);
  const [claims, reads]: [number[], number[]] = [[], []];
  for (let pixel = 0; pixel < mask.length; pixel++) {
    if (mask[pixel] === 0 || depth[pixel] === 0) continue;
    claims.push(gives === "depth" ? depth[pixel]! : 1 / depth[pixel]!);
    reads.push(seen[pixel]!);
  }
  const agreement = claims.length < LEAST_PIXELS ? null : depthAgreement(claims, reads);
  return agreement === null ? null : { depthRank: agreement.rank, depthError: agreement.error };
}

/** The model's only picture-like output at the crop's size. @throws DatasetError E_MODEL when there is none, or it holds no finite numbers */
function mapOf({ path, what }: PictureModel, outputs: Readonly<Record<string, FloatTensor>>, size: number): ArrayLike<number> {
  const maps = Object.values(outputs).filter(({ shape }) => shape.length >= 2 && shape.slice(0, -2).every((length) => length === 1) && shape.slice(-2).every((length) => length > 1));
  const expected = "one output float32 [1, 1, height, width] or [1, height, width]";
  if (maps.length !== 1) throw unfitModel(path, what, `it gives ${Object.entries(outputs).map(([name, { shape }]) => `${name} ${shapeText(shape)}`).join(", ") || "no float32 numbers"}`, expected);
  const [{ data, shape }] = maps as [FloatTensor];
  if (!data.every(Number.isFinite)) throw unfitModel(path, what, "it gives numbers that are not finite", expected);
  const [height, width] = shape.slice(-2) as [number, number];
  return width === size && height === size ? data : scaleArea(data, width, height, 1, size, size);
}
