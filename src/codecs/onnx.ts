/**
 * ONNX files, written: the messages of onnx.proto3 that a graph for inference or training needs.
 * Format: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3 (field numbers below are its).
 */
import { ProtobufWriter } from "./protobuf.js";

/** TensorProto.DataType of the element types that graphs here use. */
export const ONNX_TYPES = { float32: 1, int32: 6, int64: 7, bool: 9, float16: 10, float64: 11, bfloat16: 16 } as const;
export type OnnxType = keyof typeof ONNX_TYPES;

/** A size: a number, a name shared by all sizes that are equal, or unknown. */
export type OnnxSize = number | string | null;

/** A graph's input or output. */
export interface OnnxValue {
  name: string;
  type: OnnxType;
  shape: readonly OnnxSize[];
}

/** A constant: its bytes (little-endian) are in the file, or somewhere in another one. */
export interface OnnxInitializer {
  name: string;
  type: OnnxType;
  shape: readonly number[];
  content: Uint8Array | { location: string; offset: number; bytes: number };
}

/** A number is written as a float attribute; whole numbers are given as bigint or in a list. */
export type OnnxAttribute = bigint | number | string | readonly bigint[] | OnnxGraph;

/** One operation; an empty input name stands for an optional input that is left out. */
export interface OnnxNode {
  name: string;
  operation: string;
  domain: string;
  inputs: readonly string[];
  outputs: readonly string[];
  attributes: Readonly<Record<string, OnnxAttribute>>;
}

export interface OnnxGraph {
  name: string;
  inputs: readonly OnnxValue[];
  outputs: readonly OnnxValue[];
  nodes: readonly OnnxNode[];
  initializers: readonly OnnxInitializer[];
}

const EXTERNAL = 1;
const IR_VERSION = 8;
const ATTRIBUTE = { float: 1, int: 2, string: 3, graph: 5, ints: 7 } as const;

/**
 * A model file.
 * @param operationSets version of each operation set by domain; "" is ONNX's own
 */
export function encodeOnnx(graph: OnnxGraph, operationSets: Readonly<Record<string, number>>): Uint8Array {
  const model = new ProtobufWriter().int(1, IR_VERSION).data(2, "dst3d");
  model.data(7, graphMessage(graph));
  for (const [domain, version] of Object.entries(operationSets)) model.data(8, new ProtobufWriter().data(1, domain).int(2, version));
  return model.finish();
}

function graphMessage(graph: OnnxGraph): ProtobufWriter {
  const message = new ProtobufWriter();
  for (const node of graph.nodes) message.data(1, nodeMessage(node));
  message.data(2, graph.name);
  for (const initializer of graph.initializers) message.data(5, tensorMessage(initializer));
  for (const input of graph.inputs) message.data(11, valueMessage(input));
  for (const output of graph.outputs) message.data(12, valueMessage(output));
  return message;
}

function nodeMessage(node: OnnxNode): ProtobufWriter {
  const message = new ProtobufWriter();
  for (const input of node.inputs) message.data(1, input);
  for (const output of node.outputs) message.data(2, output);
  message.data(3, node.name).data(4, node.operation);
  for (const [name, value] of Object.entries(node.attributes)) message.data(5, attributeMessage(name, value));
  return node.domain === "" ? message : message.data(7, node.domain);
}

function attributeMessage(name: string, value: OnnxAttribute): ProtobufWriter {
  const message = new ProtobufWriter().data(1, name);
  if (typeof value === "number") return message.float(2, value).int(20, ATTRIBUTE.float);
  if (typeof value === "bigint") return message.int(3, value).int(20, ATTRIBUTE.int);
  if (typeof value === "string") return message.data(4, value).int(20, ATTRIBUTE.string);
  if (isList(value)) return message.ints(8, value).int(20, ATTRIBUTE.ints);
  return message.data(6, graphMessage(value)).int(20, ATTRIBUTE.graph);
}

function isList(value: readonly bigint[] | OnnxGraph): value is readonly bigint[] {
  return Array.isArray(value);
}

function tensorMessage({ name, type, shape, content }: OnnxInitializer): ProtobufWriter {
  const message = new ProtobufWriter().ints(1, shape).int(2, ONNX_TYPES[type]).data(8, name);
  if (content instanceof Uint8Array) return message.data(9, content);
  const entry = (key: string, value: string): ProtobufWriter => new ProtobufWriter().data(1, key).data(2, value);
  message.data(13, entry("location", content.location));
  message.data(13, entry("offset", String(content.offset)));
  message.data(13, entry("length", String(content.bytes)));
  return message.int(14, EXTERNAL);
}

function valueMessage({ name, type, shape }: OnnxValue): ProtobufWriter {
  const sizes = new ProtobufWriter();
  for (const size of shape) {
    const dimension = new ProtobufWriter();
    if (typeof size === "number") dimension.int(1, size);
    else if (typeof size === "string") dimension.data(2, size);
    sizes.data(1, dimension);
  }
  const tensor = new ProtobufWriter().int(1, ONNX_TYPES[type]).data(2, sizes);
  return new ProtobufWriter().data(1, name).data(2, new ProtobufWriter().data(1, tensor));
}
