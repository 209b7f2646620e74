/** Reverse-mode differentiation: walks a graph backwards and asks each operation for the gradients of its inputs. */
import type { OnnxAttribute } from "../../codecs/onnx.js";
import { GRADIENTS } from "../gradients/registry.js";
import type { Graph } from "../graph/graph.js";
import type { Value } from "../graph/value.js";
import { add } from "../ops/arithmetic.js";

/** An operation, or several that count as one. */
interface Entry {
  operation: string;
  inputs: readonly (Value | null)[];
  outputs: readonly Value[];
  attributes: Readonly<Record<string, OnnxAttribute>>;
}

/**
 * Adds to a graph what computes how a value changes with others.
 * @param loss one number, of shape []
 * @param of what to differentiate by, made before the loss
 * @returns gradients in the same order and of the same shapes; null where the loss does not depend on a value
 * @throws RangeError when an operation in between has no gradient
 */
export function gradients(graph: Graph, loss: Value, of: readonly Value[]): (Value | null)[] {
  if (loss.shape.length !== 0) throw new RangeError("only one number, of shape [], can be differentiated");
  const entries = entriesOf(graph);
  const dependent = namesThatDependOn(entries, of);
  const found = new Map<string, Value>([[loss.name, graph.scalar(1)]]);
  for (const entry of entries.reverse()) {
    const given = entry.outputs.map((output) => found.get(output.name) ?? null);
    const wanted = (input: number): boolean => dependent.has(entry.inputs[input]?.name ?? "");
    if (given.every((gradient) => gradient === null) || !entry.inputs.some((_, index) => wanted(index))) continue;
    const gradient = GRADIENTS[entry.operation];
    if (gradient === undefined) throw new RangeError(`the operation ${entry.operation} has no gradient, so no network with it can be trained`);
    const parts = gradient({ ...entry, graph, given: given[0]!, gradients: given, wanted });
    parts.forEach((part, index) => {
      if (part === null || !wanted(index)) return;
      const { name } = entry.inputs[index]!;
      const before = found.get(name);
      found.set(name, before === undefined ? part : add(graph, before, part));
    });
  }
  return of.map((value) => found.get(value.name) ?? null);
}

/** The graph's operations in order, groups as one each. */
function entriesOf(graph: Graph): Entry[] {
  const groups = new Map(graph.groups.map((group) => [group.first, group]));
  const entries: Entry[] = [];
  for (let index = 0; index < graph.nodes.length; ) {
    const group = groups.get(index);
    if (group !== undefined) {
      entries.push({ ...group, attributes: {} });
      index = group.end;
      continue;
    }
    const node = graph.nodes[index++]!;
    if (node.name.startsWith("output/")) continue;
    entries.push({ operation: node.operation, inputs: node.inputs.map((name) => (name === "" ? null : graph.value(name))), outputs: node.outputs.map((name) => graph.value(name)), attributes: node.attributes });
  }
  return entries;
}

function namesThatDependOn(entries: readonly Entry[], values: readonly Value[]): Set<string> {
  const names = new Set(values.map(({ name }) => name));
  for (const { inputs, outputs } of entries) {
    if (inputs.some((input) => input !== null && names.has(input.name))) for (const { name } of outputs) names.add(name);
  }
  return names;
}
