/** The network of the signal `match`: picture and label in, one number out that says whether they belong together. */
import type { Graph } from "../../nn/graph/graph.js";
import type { Value } from "../../nn/graph/value.js";
import { binaryCrossEntropy } from "../../nn/losses/binary-cross-entropy.js";
import { heads, residualFeatures } from "../../nn/networks/residual.js";
import type { InputShapes, Network, Values } from "../../nn/train/network.js";

/** Three of the picture, three of the normal, the object, its edges. */
export const CHANNELS = 8;

export function matchInputs(batch: number, size: number): InputShapes {
  return {
    pair: { type: "float32", shape: [batch, CHANNELS, size, size] },
    belongs: { type: "float32", shape: [batch, 1] },
  };
}

const WIDTHS = [24, 48, 96, 128];

export const matchNetwork: Network = (scope, { pair }) => heads(scope.at("heads"), residualFeatures(scope, pair!, { widths: WIDTHS }), { belongs: 1 });

export function matchLoss(graph: Graph, outputs: Values, inputs: Values): Value {
  return binaryCrossEntropy(graph, outputs["belongs"]!, inputs["belongs"]!);
}
