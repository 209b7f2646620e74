/** What can be trained: a function that writes a network, and the tensors it asks for. */
import type { OnnxSize } from "../../codecs/onnx.js";
import { Graph } from "../graph/graph.js";
import { Scope } from "../graph/scope.js";
import type { ElementType, Value } from "../graph/value.js";
import type { WeightSource } from "../graph/weight-source.js";

/** What a network or a loss is fed, by name; the first size is the batch. */
export type InputShapes = Readonly<Record<string, { type: Extract<ElementType, "float32" | "int64">; shape: readonly number[] }>>;
export type Values = Readonly<Record<string, Value>>;

/** Writes a network into a graph; the same function serves training and inference. */
export type Network = (scope: Scope, inputs: Values) => Values;

/** A tensor that a network asks for. */
export interface Parameter {
  name: string;
  shape: readonly number[];
  /** Learnt by gradient, or computed anew at every step (running averages). */
  kind: "learnt" | "kept";
}

/** Inputs of a graph. @param batch the first size; by default that of the shapes */
export function writeInputs(graph: Graph, shapes: InputShapes, batch?: OnnxSize): Values {
  return Object.fromEntries(Object.entries(shapes).map(([name, { type, shape }]) => [name, graph.input(name, type, batch === undefined ? shape : [batch, ...shape.slice(1)])]));
}

/** Every tensor that a network asks for, in the order in which it does: found by writing it once for nobody. */
export function parametersOf(network: Network, inputs: InputShapes): Parameter[] {
  const shapes = new Map<string, readonly number[]>();
  const kept = new Set<string>();
  const graph = new Graph("declaration");
  const source: WeightSource = {
    value(_, label, name, shape) {
      const known = shapes.get(name);
      if (known !== undefined && known.join() !== shape.join()) throw new RangeError(`the network asks for ${name} in two shapes`);
      shapes.set(name, shape);
      return graph.input(label, "float32", shape);
    },
    has: () => true,
    replace: (name) => void kept.add(name),
  };
  network(new Scope(graph, source), writeInputs(graph, inputs));
  return [...shapes].map(([name, shape]) => ({ name, shape, kind: kept.has(name) ? "kept" : "learnt" }));
}
