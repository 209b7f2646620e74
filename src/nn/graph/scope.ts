/** A place in a model's tree of modules, with what modules need to write themselves into a graph. */
import { ONNX_TYPES } from "../../codecs/onnx.js";
import type { ConvolutionOptions } from "../ops/convolution.js";
import type { Graph, NodeOptions } from "./graph.js";
import type { ElementType, Value } from "./value.js";
import type { WeightSource } from "./weight-source.js";

/** The type in which a graph computes. */
export type ComputeType = Extract<ElementType, "float32" | "float16">;

/** A layer that adapters can teach more: a matrix, or a convolution with these steps and margins. */
export type AdaptedLayer = { kind: "linear" } | { kind: "convolution"; options: ConvolutionOptions };

/**
 * Adds to a layer what adapters (LoRA) have taught it.
 * @param scope the layer's; its path is what diffusers names it
 * @param input what the layer reads
 * @param output what it has computed
 */
export type Adapt = (scope: Scope, layer: AdaptedLayer, input: Value, output: Value) => Value;

/** Passed down from module to module; `at` narrows it. */
export class Scope {
  /**
   * @param adapt null where there are no adapters
   * @param path names of the modules around, joined by dots
   * @param model names the weights in a graph of several models
   */
  constructor(
    readonly graph: Graph,
    readonly weights: WeightSource,
    readonly compute: ComputeType = "float32",
    readonly adapt: Adapt | null = null,
    readonly path = "",
    readonly model = graph.name,
  ) {}

  /** A module inside this one. */
  at(module: string): Scope {
    return new Scope(this.graph, this.weights, this.compute, this.adapt, this.full(module), this.model);
  }

  /** The same place, writing into another graph. */
  in(graph: Graph): Scope {
    return new Scope(graph, this.weights, this.compute, this.adapt, this.path, this.model);
  }

  /** A tensor of this module in the type of computation. */
  weight(name: string, shape: readonly number[], type: ElementType = this.compute): Value {
    const full = this.full(name);
    const value = this.weights.value(this.graph, `${this.model}/${full}`, full, shape);
    return value.type === type ? value : this.graph.root.add("Cast", [value], { type, shape: value.shape }, castTo(type));
  }

  /** Whether this module has such a tensor. */
  has(name: string): boolean {
    return this.weights.has(this.full(name));
  }

  /** Whether the network is being trained: it then normalises by its batch, and keeps running averages with {@link replace}. */
  get training(): boolean {
    return this.weights.replace !== undefined;
  }

  /** A tensor of this module that is not learnt but computed anew at every step of training. */
  replace(name: string, value: Value): void {
    this.weights.replace?.(this.full(name), value);
  }

  /** A value in another type, by default that of computation. */
  cast(value: Value, type: ElementType = this.compute): Value {
    if (value.type === type) return value;
    return this.graph.add("Cast", [value], { type, shape: value.shape }, castTo(type));
  }

  private full(name: string): string {
    if (name === "") return this.path;
    return this.path === "" ? name : `${this.path}.${name}`;
  }
}

function castTo(type: ElementType): NodeOptions {
  return { attributes: { to: BigInt(ONNX_TYPES[type]) } };
}
