/** The tensors of one part of a model, by name, wherever they lie. */
import { DatasetError } from "../../core/errors.js";
import type { FileTensor, Graph } from "./graph.js";
import { shapeText, type Value } from "./value.js";
import type { WeightSource } from "./weight-source.js";

/** Tensors by name; remembers which were taken, so that a test sees what an architecture overlooks. */
export class Weights implements WeightSource {
  private readonly taken = new Set<string>();

  /**
   * @param origin the file or folder, for messages
   * @param tensors name → place
   */
  constructor(
    readonly origin: string,
    private readonly tensors: ReadonlyMap<string, FileTensor>,
  ) {}

  /**
   * One tensor.
   * @throws DatasetError E_MODEL when it is missing or has another shape; names the tensor and both shapes
   */
  take(name: string, shape: readonly number[]): FileTensor {
    const tensor = this.tensors.get(name);
    if (tensor === undefined) {
      throw new DatasetError("E_MODEL", `${this.origin} lacks the tensor ${name} ${shapeText(shape)}.`, {
        hint: "The configuration and the weights do not belong together, or the weights are of another kind of model.",
        subject: name,
      });
    }
    if (tensor.shape.length !== shape.length || tensor.shape.some((size, axis) => size !== shape[axis])) {
      throw new DatasetError("E_MODEL", `${this.origin}: the tensor ${name} is ${shapeText(tensor.shape)}, but the configuration asks for ${shapeText(shape)}.`, {
        hint: "The configuration and the weights do not belong together.",
        subject: name,
      });
    }
    if (tensor.type !== "float32" && tensor.type !== "float16" && tensor.type !== "bfloat16") {
      throw new DatasetError("E_MODEL", `${this.origin}: the tensor ${name} has numbers of the type ${tensor.type}; weights are read as float32, float16 or bfloat16.`, {
        hint: "Quantised weights are not supported: use the original ones.",
        subject: name,
      });
    }
    this.taken.add(name);
    return tensor;
  }

  /** One tensor as a constant that stays in its file; otherwise as {@link take}. */
  value(graph: Graph, label: string, name: string, shape: readonly number[]): Value {
    return graph.external(label, this.take(name, shape));
  }

  /** Whether there is such a tensor. */
  has(name: string): boolean {
    return this.tensors.has(name);
  }

  /** Shape of a tensor, or null. */
  shape(name: string): readonly number[] | null {
    return this.tensors.get(name)?.shape ?? null;
  }

  /** Every name. */
  names(): string[] {
    return [...this.tensors.keys()];
  }

  /** Names that nobody has taken. */
  unused(): string[] {
    return this.names().filter((name) => !this.taken.has(name));
  }
}
