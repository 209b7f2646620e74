/**
 * Adapters (LoRA, arXiv 2106.09685): a layer's output plus scale · up(down(input)). The two small matrices stay branches
 * in the graph, whose scale is an input, so that strengths change from run to run without loading anything again.
 */
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { DatasetError } from "../core/errors.js";
import type { Adapt, AdaptedLayer, Scope } from "../nn/graph/scope.js";
import { shapeText, type Value } from "../nn/graph/value.js";
import type { Weights } from "../nn/graph/weights.js";
import { add, multiply, scale } from "../nn/ops/arithmetic.js";
import { convolve } from "../nn/ops/convolution.js";
import { applyMatrix } from "../nn/ops/matrix.js";
import { reshape } from "../nn/ops/shape.js";
import { readHeader, readWeightFiles } from "../nn/session/read-weights.js";
import { belongsTo, loraNames, type LoraNames, type LoraPart } from "./lora-names.js";

/** An adapter on disk. */
export interface Lora {
  readonly file: string;
  readonly weights: Weights;
  /** What the file or its neighbour says of all layers of a part; layers may have an alpha of their own as a tensor. */
  readonly alpha: Readonly<Partial<Record<LoraPart, number>>>;
}

/** Kinds of adapters that compute something else. */
const OTHERS: readonly (readonly [RegExp, string])[] = [
  [/\.hada_|\.lokr_|\.oft_|\.on_input$/, "LoHa, LoKr or OFT"],
  [/dora_scale|lora_magnitude_vector/, "DoRA"],
  [/\.diff(_b)?$/, "full differences"],
  [/\.lora_mid\./, "Tucker decomposition"],
];

/**
 * Reads the head of an adapter's file.
 * @throws DatasetError E_NOT_FOUND or E_MODEL, also for kinds of adapters that compute something else
 */
export async function readLora(file: string): Promise<Lora> {
  const weights = await readWeightFiles(file, [file]);
  for (const name of weights.names()) {
    const other = OTHERS.find(([pattern]) => pattern.test(name));
    if (other !== undefined) throw new DatasetError("E_MODEL", `${file} is an adapter of another kind (${other[1]}): it has the tensor ${name}.`, { hint: "Only plain LoRA is supported.", subject: file });
  }
  return { file, weights, alpha: await readAlpha(file) };
}

/** Name of the graph's input that scales the adapter of this index. */
export function loraInput(index: number): string {
  return `lora_scale_${index}`;
}

/** Writes the branches of some adapters into the layers of a part. */
export function loraBranches(loras: readonly Lora[], part: LoraPart): Adapt {
  return (scope, layer, input, output) => {
    let result = output;
    loras.forEach((lora, index) => {
      const names = loraNames(part, scope.path).find(({ down }) => lora.weights.has(down));
      if (names !== undefined) result = { ...add(scope.graph, result, branch(scope, lora, part, index, names, layer, input, output)), shape: output.shape };
    });
    return result;
  };
}

/**
 * To be called when a part's graph is complete.
 * @throws DatasetError E_MODEL when an adapter has tensors for this part that no layer has taken
 */
export function checkLorasTaken(loras: readonly Lora[], part: LoraPart): void {
  for (const lora of loras) {
    const meant = lora.weights.names().filter((name) => belongsTo(part, name) && !name.endsWith(".alpha"));
    const unused = new Set(lora.weights.unused());
    const left = meant.filter((name) => unused.has(name));
    // Last layers of text encoders may be skipped, and what an adapter teaches them with them.
    if (left.length === 0 || (part !== "unet" && left.length < meant.length)) continue;
    throw new DatasetError("E_MODEL", `${lora.file} does not fit the model's ${part}: ${left.length} of ${meant.length} tensors belong to no layer of it, such as ${left[0]}.`, {
      hint: "An adapter works with the family it was trained for: SD 1.5, SD 2.1 or SDXL.",
      subject: left[0]!,
    });
  }
}

function branch(scope: Scope, lora: Lora, part: LoraPart, index: number, names: LoraNames, layer: AdaptedLayer, input: Value, output: Value): Value {
  const { graph } = scope;
  const rank = lora.weights.shape(names.down)?.[0] ?? 0;
  const take = (name: string, wanted: readonly number[]): Value => {
    const own = lora.weights.shape(name) ?? [];
    // A matrix and a 1 × 1 convolution are the same thing, and files have either for the other.
    const sameNumbers = own[0] === wanted[0] && own[1] === wanted[1] && [...own.slice(2), ...wanted.slice(2)].every((size) => size === 1);
    const value = graph.external(`lora_${index}/${scope.model}/${name}`, lora.weights.take(name, sameNumbers ? own : wanted));
    const cast = scope.cast(value);
    return sameNumbers && own.length !== wanted.length ? reshape(graph, cast, wanted, wanted) : cast;
  };
  const low = layer.kind === "linear" ? applyMatrix(graph, input, take(names.down, [rank, size(input, -1)])) : convolve(graph, input, take(names.down, kernelShape(lora, names, rank, input)), null, layer.options);
  const strength = scope.cast(multiply(graph, graph.input(loraInput(index), "float32", []), relativeAlpha(scope, lora, part, index, names, rank)));
  const scaled = multiply(graph, low, strength);
  if (layer.kind === "linear") return applyMatrix(graph, scaled, take(names.up, [size(output, -1), rank]));
  return convolve(graph, scaled, take(names.up, [size(output, 1), rank, 1, 1]), null);
}

function size(value: Value, axis: number): number {
  const found = value.shape.at(axis);
  if (typeof found === "number") return found;
  throw new RangeError(`axis ${axis} of ${shapeText(value.shape)} has no fixed size`);
}

function kernelShape(lora: Lora, { down }: LoraNames, rank: number, input: Value): number[] {
  const kernel = lora.weights.shape(down)!;
  return [rank, size(input, 1), kernel[2] ?? 1, kernel[3] ?? 1];
}

/** alpha / rank; an adapter without alpha is used as it is. */
function relativeAlpha(scope: Scope, lora: Lora, part: LoraPart, index: number, { alpha }: LoraNames, rank: number): Value {
  const { graph } = scope;
  const shape = lora.weights.shape(alpha);
  if (shape === null) return graph.scalar((lora.alpha[part] ?? rank) / rank);
  const value = scope.cast(graph.external(`lora_${index}/${scope.model}/${alpha}`, lora.weights.take(alpha, shape.length === 0 ? [] : [1])), "float32");
  return scale(graph, shape.length === 0 ? value : reshape(graph, value, [1], [1]), 1 / rank);
}

/** Alphas from the file's own metadata (diffusers) or from adapter_config.json beside it (PEFT). */
async function readAlpha(file: string): Promise<Lora["alpha"]> {
  const { metadata } = await readHeader(file);
  const own = metadata["lora_adapter_metadata"];
  const beside = await readFile(join(dirname(file), "adapter_config.json"), "utf8").catch(() => null);
  const text = own ?? beside;
  if (text == null) return {};
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new DatasetError("E_MODEL", `The settings of ${file} are not JSON.`, { hint: "Fetch the adapter again.", subject: file, cause });
  }
  const settings = (typeof content === "object" ? content : null) as Readonly<Record<string, unknown>> | null;
  const alphaOf = (prefix: string): number | null => {
    const value = settings?.[`${prefix}lora_alpha`];
    if (settings?.[`${prefix}use_rslora`] === true || Object.keys((settings?.[`${prefix}alpha_pattern`] as object | null | undefined) ?? {}).length > 0) {
      throw new DatasetError("E_MODEL", `${file} scales its layers by rslora or by a pattern.`, { hint: "Only one alpha for all layers, or one per layer as a tensor, is supported.", subject: file });
    }
    return typeof value === "number" ? value : null;
  };
  const parts: readonly LoraPart[] = ["unet", "text_encoder", "text_encoder_2"];
  return Object.fromEntries(parts.map((part) => [part, alphaOf(own === undefined ? "" : `${part}.`)]).filter(([, alpha]) => alpha !== null)) as Lora["alpha"];
}
