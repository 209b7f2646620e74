/** Stochastic gradient descent with momentum, as PyTorch's SGD computes it. */
import { add, multiply, scale, subtract } from "../ops/arithmetic.js";
import { common, type Optimizer, type OptimizerOptions } from "./optimizer.js";

export interface SgdOptions extends OptimizerOptions {
  /** Share of the last step's direction that is kept. */
  momentum?: number;
}

/** m ← μ m + g + λ w, w ← w − rate · m. Paper's setting for the consistency filter: rate 0.01, momentum 0.9, decay 1e-4. */
export function sgd({ momentum = 0.9, ...options }: SgdOptions): Optimizer {
  const settings = common(options);
  return {
    ...settings,
    moments: momentum === 0 ? [] : ["momentum"],
    scalars: (step) => ({ rate: settings.learningRate(step) }),
    write(graph, { weights, gradient, moments, scalars, weightDecay }) {
      const pulled = weightDecay === 0 ? gradient : add(graph, gradient, scale(graph, weights, weightDecay));
      const direction = momentum === 0 ? pulled : add(graph, scale(graph, moments[0]!, momentum), pulled);
      return { weights: subtract(graph, weights, multiply(graph, direction, scalars["rate"]!)), moments: momentum === 0 ? [] : [direction] };
    },
  };
}
