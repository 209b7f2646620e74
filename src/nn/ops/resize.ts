/** Images of another size. */
import type { Graph, NodeOptions } from "../graph/graph.js";
import type { Value } from "../graph/value.js";
import { concatenate, shapeOf, slice } from "./shape.js";

const NEAREST: NodeOptions = { attributes: { mode: "nearest", coordinate_transformation_mode: "asymmetric", nearest_mode: "floor" } };

/** Every pixel repeated `factor` times each way. */
export function enlarge(graph: Graph, x: Value, factor: number): Value {
  const scales = graph.constant("float32", [4], Float32Array.of(1, 1, factor, factor));
  const size = x.shape.slice(2).map((side) => (typeof side === "number" ? side * factor : null));
  return graph.add("Resize", [x, null, scales], { type: x.type, shape: [x.shape[0]!, x.shape[1]!, ...size] }, NEAREST);
}

/** The nearest pixel for every pixel of an image as high and wide as `other`. */
export function resizeLike(graph: Graph, x: Value, other: Value): Value {
  const sizes = concatenate(graph, [slice(graph, shapeOf(graph, x), 0, 0, 2), slice(graph, shapeOf(graph, other), 0, 2, 4)], 0);
  return graph.add("Resize", [x, null, null, sizes], { type: x.type, shape: [x.shape[0]!, x.shape[1]!, ...other.shape.slice(2)] }, NEAREST);
}

/** Cubic interpolation between pixels' middles, as PyTorch's `bicubic` without aligned corners. */
export function resizeCubic(graph: Graph, x: Value, height: number, width: number): Value {
  const sizes = graph.integers(...x.shape.slice(0, 2).map(Number), height, width);
  return graph.add("Resize", [x, null, null, sizes], { type: x.type, shape: [...x.shape.slice(0, 2), height, width] }, {
    attributes: { mode: "cubic", coordinate_transformation_mode: "half_pixel", cubic_coeff_a: -0.75 },
  });
}
