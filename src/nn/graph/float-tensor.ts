/** Numbers in memory. */
export interface FloatTensor {
  data: Float32Array;
  shape: readonly number[];
}

/** How many numbers a shape holds. */
export function countOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
