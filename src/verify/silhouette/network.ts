/** The network of the signal `silhouette`: a picture and a category in, for every cell of the picture whether it belongs to such an object. */
import type { Graph } from "../../nn/graph/graph.js";
import type { Value } from "../../nn/graph/value.js";
import { binaryCrossEntropy } from "../../nn/losses/binary-cross-entropy.js";
import { foreground } from "../../nn/networks/foreground.js";
import type { InputShapes, Network, Values } from "../../nn/train/network.js";
import { CELL } from "./scene-bytes.js";

/** Planes of a picture: the colours of all pixels of a cell. */
export const PLANES = 3 * CELL * CELL;

/** @param cells along a side @param categories how many there are */
export function silhouetteInputs(batch: number, cells: number, categories: number): InputShapes {
  return { picture: { type: "float32", shape: [batch, PLANES, cells, cells] }, category: { type: "float32", shape: [batch, categories] } };
}

/** What only the loss reads: the claimed mask, and how much each cell counts. */
export function silhouetteTargets(batch: number, cells: number): InputShapes {
  const shape = [batch, 1, cells, cells];
  return { mask: { type: "float32", shape }, weight: { type: "float32", shape } };
}

const WIDTHS = [24, 48, 96];

export const silhouetteNetwork: Network = (scope, { picture, category }) => ({ belongs: foreground(scope, picture!, { widths: WIDTHS, condition: category! }) });

export function silhouetteLoss(graph: Graph, outputs: Values, inputs: Values): Value {
  return binaryCrossEntropy(graph, outputs["belongs"]!, inputs["mask"]!, inputs["weight"]!);
}
