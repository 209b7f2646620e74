/** Kernel ridge regression with a Gaussian kernel: a small learner that has one solution and needs no steps. */

/** Predicts a row of target values from features. */
export type Predictor = (features: Float32Array) => Float64Array;

/** Kernel of vectors of length 1. */
function similarity(a: Float32Array, b: Float32Array, sharpness: number): number {
  let dot = 0;
  for (let at = 0; at < a.length; at++) dot += a[at] * b[at];
  return Math.exp(sharpness * (dot - 1));
}

/**
 * Fits targets to features.
 * @param features vectors of length 1
 * @param targets one row per feature vector
 * @param weights how much each row counts
 * @param sharpness of the kernel exp(sharpness · (cos − 1))
 * @param ridge added to the kernel's diagonal, larger = smoother
 */
export function fitKernelRidge(features: readonly Float32Array[], targets: readonly Float64Array[], sharpness: number, ridge: number, weights?: readonly number[]): Predictor {
  const count = features.length;
  const kernel = new Float64Array(count * count);
  for (let row = 0; row < count; row++) {
    for (let column = 0; column <= row; column++) kernel[row * count + column] = similarity(features[row], features[column], sharpness);
    kernel[row * count + row] += ridge / (weights?.[row] ?? 1);
  }
  factorise(kernel, count);
  const outputs = targets[0].length;
  const coefficients = solve(kernel, count, targets, outputs);
  return (wanted) => {
    const predicted = new Float64Array(outputs);
    for (let row = 0; row < count; row++) {
      const near = similarity(features[row], wanted, sharpness);
      for (let output = 0; output < outputs; output++) predicted[output] += near * coefficients[row * outputs + output];
    }
    return predicted;
  };
}

/** Cholesky: the lower triangle becomes L with L · Lᵀ = matrix. */
function factorise(matrix: Float64Array, count: number): void {
  for (let row = 0; row < count; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * count + column];
      const [a, b] = [row * count, column * count];
      for (let at = 0; at < column; at++) sum -= matrix[a + at] * matrix[b + at];
      matrix[row * count + column] = row === column ? Math.sqrt(sum) : sum / matrix[b + column];
    }
  }
}

function solve(lower: Float64Array, count: number, targets: readonly Float64Array[], outputs: number): Float64Array {
  const solution = new Float64Array(count * outputs);
  for (let output = 0; output < outputs; output++) {
    const values = Float64Array.from(targets, (row) => row[output]);
    for (let row = 0; row < count; row++) {
      let sum = values[row];
      for (let at = 0; at < row; at++) sum -= lower[row * count + at] * values[at];
      values[row] = sum / lower[row * count + row];
    }
    for (let row = count - 1; row >= 0; row--) {
      const value = (values[row] /= lower[row * count + row]);
      for (let at = 0; at < row; at++) values[at] -= lower[row * count + at] * value;
    }
    for (let row = 0; row < count; row++) solution[row * outputs + output] = values[row];
  }
  return solution;
}
