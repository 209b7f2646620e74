/** A graph under construction: inputs, constants, operations, outputs. It knows no operation by name; `ops/` do. */
import type { OnnxAttribute, OnnxGraph, OnnxInitializer, OnnxNode, OnnxSize, OnnxValue } from "../../codecs/onnx.js";
import type { ElementType, Value } from "./value.js";

/** A tensor in a file on disk. */
export interface FileTensor {
  /** Absolute path, without symbolic links. */
  file: string;
  type: ElementType;
  shape: readonly number[];
  offset: number;
  bytes: number;
}

/** Operations of ONNX Runtime beyond ONNX. */
export const MICROSOFT = "com.microsoft";

/** How an operation is written down. */
export interface NodeOptions {
  domain?: string;
  attributes?: Readonly<Record<string, OnnxAttribute>>;
}

/** The element type and shape of an operation's output. */
export type OutputType = Pick<Value, "type" | "shape">;

interface ExternalInitializer extends Omit<OnnxInitializer, "content"> {
  content: Uint8Array | FileTensor;
}

type Constant = Float32Array | BigInt64Array | Int32Array | Uint8Array;

/** Some neighbouring operations that count as one, because their gradient is known as a whole. */
export interface OperationGroup {
  operation: string;
  inputs: readonly Value[];
  outputs: readonly Value[];
  /** Places in the graph's nodes: from the first up to, but not including, the end. */
  first: number;
  end: number;
}

/** Collects a graph; every method that adds something returns its value. */
export class Graph {
  readonly inputs: OnnxValue[] = [];
  readonly outputs: OnnxValue[] = [];
  readonly nodes: OnnxNode[] = [];
  readonly groups: OperationGroup[] = [];
  /** Whether attention is written out instead of as one operation, for devices whose operation gives wrong numbers. */
  plainAttention = false;
  private readonly initializers = new Map<string, ExternalInitializer>();
  private readonly constants = new Map<string, Value>();
  private readonly values = new Map<string, Value>();
  private count = 0;

  constructor(
    readonly name: string,
    private readonly parent: Graph | null = null,
  ) {}

  /** The graph around all others, itself where it is none's branch. */
  get root(): Graph {
    return this.parent === null ? this : this.parent.root;
  }

  /** An input that is fed at every run; the same name twice is the same input. */
  input(name: string, type: ElementType, shape: readonly OnnxSize[]): Value {
    if (this.parent !== null) return this.parent.input(name, type, shape);
    const input = { name, type, shape };
    if (!this.inputs.some((other) => other.name === name)) this.inputs.push(input);
    return this.remember(input);
  }

  /** Makes a value an output under a name of its own. */
  output(name: string, value: Value): void {
    this.nodes.push({ name: `output/${name}`, operation: "Identity", domain: "", inputs: [value.name], outputs: [name], attributes: {} });
    this.outputs.push({ name, type: value.type, shape: value.shape });
  }

  /** A constant in the graph itself; equal ones are kept once. */
  constant(type: ElementType, shape: readonly number[], data: Constant): Value {
    if (this.parent !== null) return this.parent.constant(type, shape, data);
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const key = bytes.length <= 64 ? `${type} ${shape.join()} ${bytes.join()}` : "";
    const known = this.constants.get(key);
    if (known !== undefined) return known;
    const value: Value = { name: `constant/${this.initializers.size}`, type, shape };
    this.initializers.set(value.name, { name: value.name, type, shape, content: bytes });
    if (key !== "") this.constants.set(key, value);
    return this.remember(value);
  }

  /** One number of the float32 kind. */
  scalar(value: number): Value {
    return this.constant("float32", [], Float32Array.of(value));
  }

  /** A list of whole numbers, as shapes and axes are given. */
  integers(...values: readonly number[]): Value {
    return this.constant("int64", [values.length], BigInt64Array.from(values, BigInt));
  }

  /** A constant whose bytes stay in a file. */
  external(name: string, tensor: FileTensor): Value {
    if (this.parent !== null) return this.parent.external(name, tensor);
    if (!this.initializers.has(name)) this.initializers.set(name, { name, type: tensor.type, shape: tensor.shape, content: tensor });
    return this.remember({ name, type: tensor.type, shape: tensor.shape });
  }

  /** The value of this name. @throws RangeError when the graph has none */
  value(name: string): Value {
    const value = this.values.get(name);
    if (value === undefined) throw new RangeError(`the graph ${this.name} has no value ${name}`);
    return value;
  }

  /** The whole numbers of a constant made by {@link integers}; null for any other value. */
  integersOf(value: Value): number[] | null {
    const content = this.initializers.get(value.name)?.content;
    if (value.type !== "int64" || !(content instanceof Uint8Array)) return null;
    return Array.from(new BigInt64Array(content.slice().buffer), Number);
  }

  /**
   * Operations that count as one.
   * @param operation names the group's gradient
   * @param write adds the operations; its values are the group's outputs, the first of which others may use
   */
  group(operation: string, inputs: readonly Value[], write: () => readonly Value[]): readonly Value[] {
    const first = this.nodes.length;
    const outputs = write();
    this.groups.push({ operation, inputs, outputs, first, end: this.nodes.length });
    return outputs;
  }

  /** An operation with one output. */
  add(operation: string, inputs: readonly (Value | null)[], output: OutputType, options: NodeOptions = {}): Value {
    return this.addMany(operation, inputs, [output], options)[0]!;
  }

  /** An operation with several outputs. */
  addMany(operation: string, inputs: readonly (Value | null)[], outputs: readonly OutputType[], { domain = "", attributes = {} }: NodeOptions = {}): Value[] {
    const name = `${operation}/${this.nextNumber()}`;
    const values = outputs.map((output, index): Value => ({ name: outputs.length === 1 ? name : `${name}.${index}`, type: output.type, shape: output.shape }));
    this.nodes.push({ name, operation, domain, inputs: inputs.map((input) => input?.name ?? ""), outputs: values.map((value) => value.name), attributes });
    return values.map((value) => this.remember(value));
  }

  /** A graph that runs inside an `If`; it sees the values of this one, and its constants live here. */
  branch(name: string): Graph {
    return new Graph(name, this);
  }

  /** Every file that the constants lie in. */
  files(): string[] {
    return [...new Set([...this.initializers.values()].flatMap(({ content }) => (content instanceof Uint8Array ? [] : [content.file])))].sort();
  }

  /** The finished graph. @param locate how the ONNX file names a file on disk; branches have none */
  finish(locate: (file: string) => string = (file) => file): OnnxGraph {
    const initializers = [...this.initializers.values()].map(({ content, ...rest }): OnnxInitializer => ({
      ...rest,
      content: content instanceof Uint8Array ? content : { location: locate(content.file), offset: content.offset, bytes: content.bytes },
    }));
    return { name: this.name, inputs: this.inputs, outputs: this.outputs, nodes: this.nodes, initializers };
  }

  private remember(value: Value): Value {
    this.values.set(value.name, value);
    return value;
  }

  private nextNumber(): number {
    return this.parent === null ? ++this.count : this.parent.nextNumber();
  }
}
