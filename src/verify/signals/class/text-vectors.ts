/** The text half of CLIP, brought by the user: texts as vectors of length 1. */
import type { Session, TensorData } from "../../../nn/session/onnx-runtime.js";
import { shapeText } from "../../../nn/graph/value.js";
import { CONTEXT_LENGTH, ClipTokenizer } from "../../../diffusion/tokenizer.js";
import { openModel, unfitModel } from "../../outside-models/open-model.js";
import { unitVector } from "./unit-vector.js";

const WHAT = "the text half of CLIP";
const EXPECTED = `the input input_ids int64 or int32 [1, ${CONTEXT_LENGTH}], perhaps attention_mask, and an output text_embeds float32 [1, size]`;

/**
 * @param path of the .onnx file
 * @param tokenizerFolder with vocab.json and merges.txt, or tokenizer.json
 * @throws DatasetError E_NOT_FOUND, E_MODEL
 */
export async function textVectors(path: string, tokenizerFolder: string, texts: readonly string[], device: string): Promise<Float32Array[]> {
  const tokenizer = ClipTokenizer.fromFolder(tokenizerFolder);
  const session = await openModel(path, WHAT, device);
  try {
    const vectors: Float32Array[] = [];
    for (const text of texts) {
      const { text_embeds: named, ...others } = await session.run(feedsOf(session, path, tokenizer.encode(text), tokenizer.eosId));
      const output = named ?? Object.values(others).find(({ shape }) => shape.length === 2);
      if (output?.type !== "float32") throw unfitModel(path, WHAT, "it gives no vector of float32 numbers", EXPECTED);
      vectors.push(unitVector(output.data, path, WHAT));
    }
    return vectors;
  } finally {
    await session.release();
  }
}

function feedsOf({ signatures }: Session, path: string, ids: readonly number[], endId: number): Record<string, TensorData> {
  const last = ids.indexOf(endId);
  const feeds: Record<string, TensorData> = {};
  for (const { name, type, shape } of signatures) {
    const isMask = name.includes("mask");
    const numbers = isMask ? ids.map((_, place) => (place <= last ? 1 : 0)) : ids;
    const fits = (isMask || name.includes("ids")) && shape.length === 2 && (typeof shape[1] !== "number" || shape[1] < 0 || shape[1] === CONTEXT_LENGTH);
    if (!fits || (type !== "int64" && type !== "int32")) throw unfitModel(path, WHAT, `it reads ${signatures.map((input) => `${input.name} ${input.type ?? "of another kind"} ${shapeText(input.shape)}`).join(", ")}`, EXPECTED);
    feeds[name] = type === "int64" ? { type, data: BigInt64Array.from(numbers, BigInt), shape: [1, CONTEXT_LENGTH] } : { type, data: Int32Array.from(numbers), shape: [1, CONTEXT_LENGTH] };
  }
  return feeds;
}
