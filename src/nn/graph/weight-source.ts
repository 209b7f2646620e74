/** Where the numbers of a network come from: files, memory, or the state of a training. */
import type { Graph } from "./graph.js";
import type { Value } from "./value.js";

export interface WeightSource {
  /**
   * A tensor as a value of the graph.
   * @param label its name there
   * @param name its name in the model
   * @throws DatasetError E_MODEL when there is no such tensor of this shape
   */
  value(graph: Graph, label: string, name: string, shape: readonly number[]): Value;
  has(name: string): boolean;
  /** Only in training: what a tensor shall be at the next step, where it is not learnt by gradient. */
  replace?(name: string, value: Value): void;
}
