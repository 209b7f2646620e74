/**
 * Trains a network step by step. Same seed, batches, threads and kind of machine: the same weights, bit for bit. (ONNX
 * Runtime adds up a kernel's gradient in another order for another number of threads, if the kernel is small.)
 */
import { DatasetError } from "../../core/errors.js";
import { countOf, type FloatTensor } from "../graph/float-tensor.js";
import type { Session, SessionOptions, TensorData } from "../session/onnx-runtime.js";
import { openGraph } from "../session/open-graph.js";
import { readCheckpoint, writeCheckpoint } from "./checkpoint.js";
import { initialize, stream, type Initialize } from "./initialize.js";
import { layOut, type Section } from "./layout.js";
import { parametersOf, type InputShapes, type Network, type Parameter } from "./network.js";
import type { Optimizer } from "./optimizer.js";
import { NAMES, NEXT, writeStepGraph, type Loss } from "./step-graph.js";

/** What is trained, and how. */
export interface TrainerOptions extends Pick<SessionOptions, "device"> {
  /** Threads of the CPU; one by default, so that the result does not depend on how many processors there are. */
  threads?: number;
  /** What a step is fed; every batch has these sizes, the first being the batch's. */
  inputs: InputShapes;
  network: Network;
  loss: Loss;
  optimizer: Optimizer;
  /** For the weights at first. */
  seed: number;
  /** Weights to begin with, by name; others are drawn. */
  initial?: ReadonlyMap<string, FloatTensor>;
  /** Draws some weights otherwise than by default. */
  initialize?: Initialize;
}

/** What a step is fed: numbers by the names of the inputs. */
export type Batch = Readonly<Record<string, Float32Array | BigInt64Array>>;

export interface StepResult {
  loss: number;
  /** Length of all gradients together, before it is clipped. */
  gradientNorm: number;
}

export interface Trainer {
  /** Steps taken. */
  readonly steps: number;
  readonly parameters: readonly Parameter[];
  /** @throws DatasetError E_TRAINING when loss or gradient is not a number any more; the weights stay those before the step */
  step(batch: Batch): Promise<StepResult>;
  /** Copies of all tensors by name, running averages among them. */
  weights(): Map<string, FloatTensor>;
  /** Writes weights, the optimiser's state and the count of steps. @param path a `.safetensors` file */
  save(path: string): Promise<void>;
  /** Goes on from what {@link save} wrote, exactly. @throws DatasetError E_MODEL when it is of another network or optimiser */
  load(path: string): Promise<void>;
  /** Gives the memory back. */
  release(): Promise<void>;
}

/** Writes the graph of a step and draws the weights. @throws DatasetError as openGraph */
export async function createTrainer(options: TrainerOptions): Promise<Trainer> {
  const parameters = parametersOf(options.network, options.inputs);
  const sections = layOut(parameters);
  if (sections.length === 0) throw new RangeError("the network has nothing to learn");
  const graph = writeStepGraph({ ...options, parameters, sections });
  const { device = "cpu", threads = 1 } = options;
  const session = await openGraph(graph, { device, threads });
  return new GraphTrainer(options, parameters, sections, session);
}

class GraphTrainer implements Trainer {
  steps = 0;
  /** What is fed back at every step, by the names of the graph's inputs. */
  private state: Record<string, FloatTensor> = {};

  constructor(
    private readonly options: TrainerOptions,
    readonly parameters: readonly Parameter[],
    private readonly sections: readonly Section[],
    private readonly session: Session,
  ) {
    const { seed, initial, optimizer } = options;
    for (const section of sections) {
      for (const moment of optimizer.moments) this.state[NAMES.moment(moment, section)] = zeros([section.count]);
    }
    this.setWeights(new Map(parameters.map((parameter) => [parameter.name, initial?.get(parameter.name) ?? this.draw(parameter, seed)])));
  }

  async step(batch: Batch): Promise<StepResult> {
    const feeds: Record<string, TensorData> = this.feedsOf(batch);
    for (const [name, tensor] of Object.entries(this.state)) feeds[name] = { type: "float32", ...tensor };
    for (const [name, value] of Object.entries(this.options.optimizer.scalars(this.steps))) feeds[NAMES.scalar(name)] = { type: "float32", data: Float32Array.of(value), shape: [] };
    const results = await this.session.run(feeds);
    const number = (name: string): number => Number(results[name]!.data[0]);
    const result = { loss: number("loss"), gradientNorm: number("gradient_norm") };
    if (!Number.isFinite(result.loss) || !Number.isFinite(result.gradientNorm)) throw this.diverged(result);
    for (const name of Object.keys(this.state)) {
      const next = results[name + NEXT]!;
      if (next.type === "float32") this.state[name] = next;
    }
    this.steps++;
    return result;
  }

  weights(): Map<string, FloatTensor> {
    return this.tensors((section) => this.state[NAMES.weights(section)]!, true);
  }

  async save(path: string): Promise<void> {
    const moments = this.options.optimizer.moments.map((name) => [name, this.tensors((section) => this.state[NAMES.moment(name, section)]!, false)] as const);
    await writeCheckpoint(path, { weights: this.weights(), moments: new Map(moments), steps: this.steps });
  }

  async load(path: string): Promise<void> {
    const { moments: names } = this.options.optimizer;
    const { weights, moments, steps } = await readCheckpoint(path, this.parameters, names);
    this.setWeights(weights);
    for (const name of names) this.fill((section) => NAMES.moment(name, section), moments.get(name)!);
    this.steps = steps;
  }

  async release(): Promise<void> {
    await this.session.release();
  }

  private draw(parameter: Parameter, seed: number): FloatTensor {
    const own = this.options.initialize?.(parameter, stream(parameter.name, seed)) ?? null;
    return own === null ? initialize(parameter, seed) : { data: own, shape: parameter.shape };
  }

  private setWeights(weights: ReadonlyMap<string, FloatTensor>): void {
    for (const { name, shape } of this.parameters) {
      const tensor = weights.get(name)!;
      if (tensor.data.length !== countOf(shape)) throw new RangeError(`${name} has ${tensor.data.length} numbers in place of ${countOf(shape)}`);
    }
    this.fill((section) => NAMES.weights(section), weights);
    for (const { name, shape, kind } of this.parameters) if (kind === "kept") this.state[NAMES.kept(name)] = { data: weights.get(name)!.data.slice(), shape };
  }

  private fill(name: (section: Section) => string, tensors: ReadonlyMap<string, FloatTensor>): void {
    for (const section of this.sections) {
      const vector = zeros([section.count]);
      for (const place of section.places) vector.data.set(tensors.get(place.name)!.data, place.offset);
      this.state[name(section)] = vector;
    }
  }

  private tensors(vector: (section: Section) => FloatTensor, kept: boolean): Map<string, FloatTensor> {
    const found = new Map<string, FloatTensor>();
    for (const section of this.sections) {
      const { data } = vector(section);
      for (const { name, shape, offset, count } of section.places) found.set(name, { data: data.slice(offset, offset + count), shape });
    }
    if (kept) for (const { name, shape, kind } of this.parameters) if (kind === "kept") found.set(name, { data: this.state[NAMES.kept(name)]!.data.slice(), shape });
    return found;
  }

  private feedsOf(batch: Batch): Record<string, TensorData> {
    return Object.fromEntries(Object.entries(this.options.inputs).map(([name, { type, shape }]): [string, TensorData] => {
      const data = batch[name];
      if (data?.length !== countOf(shape)) throw new RangeError(`the batch has ${data?.length ?? "no"} numbers for ${name} in place of ${countOf(shape)}`);
      if (type === "float32" && data instanceof Float32Array) return [name, { type, data, shape }];
      if (type === "int64" && data instanceof BigInt64Array) return [name, { type, data, shape }];
      throw new RangeError(`the batch's ${name} is not of the type ${type}`);
    }));
  }

  private diverged({ loss, gradientNorm }: StepResult): DatasetError {
    const rate = this.options.optimizer.learningRate(this.steps);
    const what = Number.isFinite(loss) ? `the gradient's length is ${gradientNorm}` : `the loss is ${loss}`;
    return new DatasetError("E_TRAINING", `Training went astray at step ${this.steps + 1}: ${what}. The weights are those before this step.`, {
      hint: `Lower the learning rate (it is ${rate}), warm it up over the first steps, or clip gradients${this.options.optimizer.clipNorm === null ? "" : ` below ${this.options.optimizer.clipNorm}`}; check that no input is NaN.`,
    });
  }
}

function zeros(shape: readonly number[]): FloatTensor {
  return { data: new Float32Array(countOf(shape)), shape };
}
