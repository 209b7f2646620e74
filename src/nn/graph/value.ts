/** What flows along the edges of a graph. */
import type { OnnxSize, OnnxType } from "../../codecs/onnx.js";

export type ElementType = OnnxType;

/** A tensor that a graph computes, reads or holds; sizes are known, symbolic (a name) or open (null). */
export interface Value {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly OnnxSize[];
}

/** `[batch, 4, ?]`, for messages. */
export function shapeText(shape: readonly OnnxSize[]): string {
  return `[${shape.map((size) => size ?? "?").join(", ")}]`;
}

/** The fixed size of an axis (negative ones count from the end). @throws RangeError when it is not fixed: a defect of the architecture */
export function fixedSize(value: Value, axis: number): number {
  const size = value.shape.at(axis);
  if (typeof size !== "number") throw new RangeError(`axis ${axis} of ${value.name} ${shapeText(value.shape)} has no fixed size`);
  return size;
}

/** A shape in which every size is fixed, as training needs. @throws RangeError when one is open */
export function fixedShape(value: Value): readonly number[] {
  return value.shape.map((_, axis) => fixedSize(value, axis));
}
