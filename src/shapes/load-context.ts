/** What every loader works with. */
import type { LoadLimits } from "./load-limits.js";
import type { ModelFiles } from "./model-files.js";

export interface LoadContext {
  files: ModelFiles;
  limits: LoadLimits;
  /** Told about what is left out or replaced. */
  warn(message: string): void;
}
