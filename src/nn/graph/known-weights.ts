/** Weights in memory, written into the graph as constants. */
import { DatasetError } from "../../core/errors.js";
import type { FloatTensor } from "./float-tensor.js";
import type { Graph } from "./graph.js";
import { shapeText, type Value } from "./value.js";
import type { WeightSource } from "./weight-source.js";

export class KnownWeights implements WeightSource {
  private readonly values = new Map<string, Value>();

  constructor(private readonly tensors: ReadonlyMap<string, FloatTensor>) {}

  value(graph: Graph, label: string, name: string, shape: readonly number[]): Value {
    const tensor = this.tensors.get(name);
    if (tensor === undefined || tensor.shape.join() !== shape.join()) {
      throw new DatasetError("E_MODEL", `The network asks for the tensor ${name} ${shapeText(shape)}, but the weights have ${tensor === undefined ? "none" : shapeText(tensor.shape)}.`, {
        hint: "The weights belong to another network.",
        subject: name,
      });
    }
    const known = this.values.get(label);
    if (known !== undefined) return known;
    const value = graph.constant("float32", shape, tensor.data);
    this.values.set(label, value);
    return value;
  }

  has(name: string): boolean {
    return this.tensors.has(name);
  }
}
