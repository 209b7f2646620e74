/** Adam with decoupled weight decay (Loshchilov and Hutter, ICLR 2019), as PyTorch's AdamW computes it. */
import { pow } from "../../core/math.js";
import { squareRoot } from "../ops/activation.js";
import { add, divide, multiply, scale, subtract } from "../ops/arithmetic.js";
import { common, type Optimizer, type OptimizerOptions } from "./optimizer.js";

export interface AdamwOptions extends OptimizerOptions {
  /** Share of the old mean of gradients that is kept. */
  beta1?: number;
  /** Share of the old mean of squared gradients that is kept. */
  beta2?: number;
  epsilon?: number;
}

/**
 * m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g²,
 * w ← (1 − rate · λ) w − rate / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε).
 */
export function adamw({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0.01, ...options }: AdamwOptions): Optimizer {
  const settings = common({ ...options, weightDecay });
  return {
    ...settings,
    moments: ["mean", "square"],
    scalars(step) {
      const rate = settings.learningRate(step);
      return { stride: rate / (1 - pow(beta1, step + 1)), unbias: 1 / Math.sqrt(1 - pow(beta2, step + 1)), keep: 1 - rate * settings.weightDecay };
    },
    write(graph, { weights, gradient, moments, scalars, weightDecay: decay }) {
      const mean = add(graph, scale(graph, moments[0]!, beta1), scale(graph, gradient, 1 - beta1));
      const square = add(graph, scale(graph, moments[1]!, beta2), multiply(graph, gradient, scale(graph, gradient, 1 - beta2)));
      const width = add(graph, multiply(graph, squareRoot(graph, square), scalars["unbias"]!), graph.scalar(epsilon));
      const kept = decay === 0 ? weights : multiply(graph, weights, scalars["keep"]!);
      return { weights: subtract(graph, kept, divide(graph, multiply(graph, mean, scalars["stride"]!), width)), moments: [mean, square] };
    },
  };
}
