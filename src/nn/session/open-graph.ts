/** From a graph under construction to one that runs. */
import { encodeOnnx } from "../../codecs/onnx.js";
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

/** The ONNX file of a graph. */
export function encodeGraph(graph: Graph): EncodedGraph {
  const weightsFolder = commonFolder(graph.files());
  const finished = graph.finish((file) => locationIn(weightsFolder ?? "", file));
  return { bytes: encodeOnnx(finished, OPERATION_SETS), weightsFolder };
}

/** How a graph is opened. */
export interface OpenGraphOptions extends Omit<SessionOptions, "weightsFolder" | "saveOptimized"> {
  /** Folder in which optimised graphs are kept; without it nothing is. */
  cacheFolder?: string;
}

/** Makes a graph ready to run. @throws DatasetError as createSession */
export async function openGraph(graph: Graph, { cacheFolder, ...options }: OpenGraphOptions = {}): Promise<Session> {
  const encoded = encodeGraph(graph);
  if (cacheFolder !== undefined) return openSavedGraph(encoded, graph.files(), cacheFolder, options);
  return createSession(encoded.bytes, { ...options, weightsFolder: encoded.weightsFolder });
}
