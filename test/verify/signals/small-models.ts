/** Models that a user could bring, as small as they can be, written by our own graphs. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Graph } from "../../../src/nn/graph/graph.js";
import type { Value } from "../../../src/nn/graph/value.js";
import { convolve } from "../../../src/nn/ops/convolution.js";
import { lookUp } from "../../../src/nn/ops/lookup.js";
import { globalAveragePool } from "../../../src/nn/ops/pooling.js";
import { sum } from "../../../src/nn/ops/reduce.js";
import { encodeGraph } from "../../../src/nn/session/open-graph.js";

/** Options that leave colours as they are, 0 … 1. */
export const PLAIN: { mean: [number, number, number]; deviation: [number, number, number] } = { mean: [0, 0, 0], deviation: [1, 1, 1] };

/** Writes a model that reads one picture [1, 3, size, size]. @returns its path */
export async function writePictureModel(folder: string, name: string, size: number, outputs: (graph: Graph, picture: Value) => Record<string, Value>): Promise<string> {
  const graph = new Graph("model");
  const picture = graph.input("pixels", "float32", [1, 3, size, size]);
  for (const [output, value] of Object.entries(outputs(graph, picture))) graph.output(output, value);
  const path = join(folder, `${name}.onnx`);
  await writeFile(path, encodeGraph(graph).bytes);
  return path;
}

/** A weighted sum of the channels: [1, 3, size, size] → [1, 1, size, size]. */
export function mixChannels(graph: Graph, picture: Value, weights: readonly [number, number, number]): Value {
  return convolve(graph, picture, graph.constant("float32", [1, 3, 1, 1], Float32Array.from(weights)), null);
}

/** Takes the green channel for the inverse depth, as the world's walls are painted. */
export const writeDepthModel = (folder: string, size: number): Promise<string> =>
  writePictureModel(folder, "depth", size, (graph, picture) => ({ depth: mixChannels(graph, picture, [0, 1, 0]) }));

/** Azimuth, elevation: the mean of the red channel, and 0. */
export const writeOrientationModel = (folder: string, size: number): Promise<string> =>
  writePictureModel(folder, "orientation", size, (graph, picture) => ({
    angles: globalAveragePool(graph, convolve(graph, picture, graph.constant("float32", [2, 3, 1, 1], Float32Array.of(1, 0, 0, 0, 0, 0)), null)),
  }));

/** The mean colour. */
export const writeImageModel = (folder: string, size: number): Promise<string> =>
  writePictureModel(folder, "image", size, (graph, picture) => ({ image_embeds: globalAveragePool(graph, picture) }));

const LETTERS = [..."abcdefghijklmnopqrstuvwxyz"];
const VOCABULARY = [...LETTERS, ...LETTERS.map((letter) => `${letter}</w>`), "<|startoftext|>", "<|endoftext|>"];

/** Knows letters alone. @returns the folder */
export async function writeTokenizer(folder: string): Promise<string> {
  const path = join(folder, "tokenizer");
  await mkdir(path);
  await writeFile(join(path, "vocab.json"), JSON.stringify(Object.fromEntries(VOCABULARY.map((token, id) => [token, id]))));
  await writeFile(join(path, "merges.txt"), "#version: 0.2\n");
  return path;
}

/** Words as sums of their letters' colours. */
export async function writeTextModel(folder: string, colorOf: (letter: string) => readonly [number, number, number]): Promise<string> {
  const graph = new Graph("text");
  const ids = graph.input("input_ids", "int64", [1, 77]);
  const table = VOCABULARY.flatMap((token) => (token.startsWith("<|") ? [0, 0, 0] : colorOf(token[0]!)));
  graph.output("text_embeds", sum(graph, lookUp(graph, graph.constant("float32", [VOCABULARY.length, 3], Float32Array.from(table)), ids), [1]));
  const path = join(folder, "text.onnx");
  await writeFile(path, encodeGraph(graph).bytes);
  return path;
}
