/** From a graph under construction to one that runs. */
import { encodeOnnx, type OnnxValue } from "../../codecs/onnx.js";
import { MICROSOFT, type Graph } from "../graph/graph.js";
import { commonFolder, locationIn } from "./locate.js";
import { openSavedGraph } from "./saved-graph.js";
import { createSession, type Session, type SessionOptions } from "./onnx-runtime.js";

/** The operation sets that graphs here are written in. */
const OPERATION_SETS = { "": 17, [MICROSOFT]: 1 };

/** A graph as bytes, and the folder that the locations in it are relative to. */
export interface EncodedGraph {
  bytes: Uint8Array;
  weightsFolder: string | null;
}

/** The ONNX file of a graph. @param sizes as in OpenGraphOptions */
export function encodeGraph(graph: Graph, sizes: Readonly<Record<string, number>> = {}): EncodedGraph {
  const weightsFolder = commonFolder(graph.files());
  const finished = graph.finish((file) => locationIn(weightsFolder ?? "", file));
  const fixed = (values: readonly OnnxValue[]): OnnxValue[] => values.map((value) => ({ ...value, shape: value.shape.map((size) => (typeof size === "string" ? (sizes[size] ?? size) : size)) }));
  return { bytes: encodeOnnx({ ...finished, inputs: fixed(finished.inputs), outputs: fixed(finished.outputs) }, OPERATION_SETS), weightsFolder };
}

/** How a graph is opened. */
export interface OpenGraphOptions extends Omit<SessionOptions, "weightsFolder" | "saveOptimized"> {
  /** Folder in which optimised graphs are kept; without it nothing is. */
  cacheFolder?: string;
  /** Fixes sizes that the graph leaves open (batch, height …), by their names. */
  sizes?: Readonly<Record<string, number>>;
}

/** Makes a graph ready to run. @throws DatasetError as createSession */
export async function openGraph(graph: Graph, { cacheFolder, sizes, ...options }: OpenGraphOptions = {}): Promise<Session> {
  const encoded = encodeGraph(graph, sizes);
  if (cacheFolder !== undefined) return openSavedGraph(encoded, graph.files(), cacheFolder, options);
  return createSession(encoded.bytes, { ...options, weightsFolder: encoded.weightsFolder });
}
