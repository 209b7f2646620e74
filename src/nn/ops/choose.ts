/** One of two computations, chosen at run time; the other is not run. */
import type { Graph } from "../graph/graph.js";
import type { Value } from "../graph/value.js";

/** What a branch computes. */
export type Branch = (graph: Graph) => readonly Value[];

/**
 * Values of the first branch where `condition` holds, otherwise those of the second.
 * @param condition a truth value of shape []
 * @param then and @param otherwise give as many values, of the same types; inside, values of `graph` can be used
 */
export function choose(graph: Graph, condition: Value, then: Branch, otherwise: Branch): Value[] {
  const build = (name: string, branch: Branch): { inner: Graph; values: readonly Value[] } => {
    const inner = graph.branch(name);
    const values = branch(inner);
    values.forEach((value, index) => inner.output(`${name}/${condition.name}/${index}`, value));
    return { inner, values };
  };
  const first = build("then", then);
  const second = build("else", otherwise);
  const outputs = first.values.map((value, index) => ({ type: value.type, shape: value.shape.length === second.values[index]!.shape.length ? value.shape.map(() => null) : [] }));
  return graph.addMany("If", [condition], outputs, { attributes: { then_branch: first.inner.finish(), else_branch: second.inner.finish() } });
}
