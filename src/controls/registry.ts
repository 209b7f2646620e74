/** Which file serves which entry of a recipe's `controls`; adding a control adds one line. */
import { cannyControl, type CannyOptions } from "./canny.js";
import type { Control } from "./control.js";

/** Options of every control, by name. */
export interface ControlOptions {
  canny: CannyOptions;
}

/** Names of all controls. */
export const CONTROL_NAMES = ["canny"] as const;
/** One of {@link CONTROL_NAMES}. */
export type ControlName = (typeof CONTROL_NAMES)[number];

/** The control of a name with its options. */
export function controlOf(name: ControlName, options: ControlOptions): Control {
  return { canny: () => cannyControl(options.canny) }[name]();
}
