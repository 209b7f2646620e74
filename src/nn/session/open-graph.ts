/** From a graph under construction to one that runs. */
import { encodeOnnx } from "../../codecs/onnx.js";
import { MICROSOFT, type Graph } from "../graph/graph.js";
import { commonFolder, locationIn } from "./locate.js";
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

/** Makes a graph ready to run. @throws DatasetError as createSession */
export async function openGraph(graph: Graph, options: Omit<SessionOptions, "weightsFolder"> = {}): Promise<Session> {
  const { bytes, weightsFolder } = encodeGraph(graph);
  return createSession(bytes, { ...options, weightsFolder });
}
