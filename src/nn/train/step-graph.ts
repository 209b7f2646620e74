/** One step of training as one graph: forward, backward, optimiser. */
import { Graph } from "../graph/graph.js";
import { Scope } from "../graph/scope.js";
import type { Value } from "../graph/value.js";
import type { WeightSource } from "../graph/weight-source.js";
import { squareRoot } from "../ops/activation.js";
import { add, divide, multiply } from "../ops/arithmetic.js";
import { sumOfAll } from "../ops/reduce.js";
import { concatenate, reshape } from "../ops/shape.js";
import { gradients } from "./gradient.js";
import type { Section } from "./layout.js";
import { writeInputs, type InputShapes, type Network, type Parameter, type Values } from "./network.js";
import type { Optimizer } from "./optimizer.js";

/** A loss of shape [], from what a network gives and what it was fed. */
export type Loss = (graph: Graph, outputs: Values, inputs: Values) => Value;

export interface StepGraphOptions {
  inputs: InputShapes;
  network: Network;
  loss: Loss;
  optimizer: Optimizer;
  parameters: readonly Parameter[];
  sections: readonly Section[];
}

/** Names of what a step is fed beside the batch; an output of the same name and {@link NEXT} is what to feed next. */
export const NAMES = {
  weights: (section: Section): string => `weights/${section.name}`,
  moment: (name: string, section: Section): string => `moment/${name}/${section.name}`,
  kept: (name: string): string => `kept/${name}`,
  scalar: (name: string): string => `scalar/${name}`,
};
export const NEXT = "/next";

export function writeStepGraph({ inputs, network, loss, optimizer, parameters, sections }: StepGraphOptions): Graph {
  const graph = new Graph("training");
  const values = new Map<string, Value>();
  const vectors = sections.map((section) => graph.input(NAMES.weights(section), "float32", [section.count]));
  sections.forEach((section, index) => takeApart(graph, vectors[index]!, section, values));
  for (const { name, shape, kind } of parameters) if (kind === "kept") values.set(name, graph.input(NAMES.kept(name), "float32", shape));

  const replaced = new Map<string, Value>();
  const source: WeightSource = {
    value: (_, __, name) => values.get(name)!,
    has: (name) => values.has(name),
    replace: (name, value) => void replaced.set(name, value),
  };
  const given = writeInputs(graph, inputs);
  const result = loss(graph, network(new Scope(graph, source), given), given);
  const learnt = gradientVectors(graph, result, sections, values);
  const norm = squareRoot(graph, learnt.map((vector) => sumOfAll(graph, multiply(graph, vector, vector))).reduce((sum, each) => add(graph, sum, each)));
  const clipped = optimizer.clipNorm === null ? learnt : shorten(graph, learnt, norm, optimizer.clipNorm);

  const scalars = Object.fromEntries(Object.keys(optimizer.scalars(0)).map((name) => [name, graph.input(NAMES.scalar(name), "float32", [])]));
  sections.forEach((section, index) => {
    const names = optimizer.moments.map((name) => NAMES.moment(name, section));
    const moments = names.map((name) => graph.input(name, "float32", [section.count]));
    const weightDecay = section.name === "decayed" ? optimizer.weightDecay : 0;
    const updated = optimizer.write(graph, { weights: vectors[index]!, gradient: clipped[index]!, moments, scalars, weightDecay });
    graph.output(NAMES.weights(section) + NEXT, updated.weights);
    names.forEach((name, moment) => graph.output(name + NEXT, updated.moments[moment]!));
  });
  for (const [name, value] of replaced) graph.output(NAMES.kept(name) + NEXT, value);
  graph.output("loss", result);
  graph.output("gradient_norm", norm);
  return graph;
}

function takeApart(graph: Graph, vector: Value, { places }: Section, values: Map<string, Value>): void {
  const pieces = graph.addMany("Split", [vector, graph.integers(...places.map(({ count }) => count))], places.map(({ count }) => ({ type: "float32", shape: [count] })), { attributes: { axis: 0n } });
  places.forEach(({ name, shape }, index) => values.set(name, reshape(graph, pieces[index]!, shape, shape)));
}

/** Gradients laid out as the weights are. */
function gradientVectors(graph: Graph, loss: Value, sections: readonly Section[], values: ReadonlyMap<string, Value>): Value[] {
  const found = new Map<string, Value | null>();
  const names = sections.flatMap(({ places }) => places.map(({ name }) => name));
  gradients(graph, loss, names.map((name) => values.get(name)!)).forEach((gradient, index) => found.set(names[index]!, gradient));
  return sections.map(({ places }) => {
    const pieces = places.map(({ name, count }) => {
      const gradient = found.get(name)!;
      return gradient === null ? graph.constant("float32", [count], new Float32Array(count)) : reshape(graph, gradient, [count], [count]);
    });
    return pieces.length === 1 ? pieces[0]! : concatenate(graph, pieces, 0);
  });
}

/** As PyTorch's clip_grad_norm_. */
function shorten(graph: Graph, vectors: readonly Value[], norm: Value, longest: number): Value[] {
  const share = divide(graph, graph.scalar(longest), add(graph, norm, graph.scalar(1e-6)));
  const factor = graph.add("Min", [share, graph.scalar(1)], { type: "float32", shape: [] });
  return vectors.map((vector) => multiply(graph, vector, factor));
}
