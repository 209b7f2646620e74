/** The interface of every generator. One file per kind in this folder. */
import type { ControlledSample, GeneratedSample, StageContext } from "../sample/sample.js";

/** Paints samples. */
export interface Generator {
  /** The id that users type. */
  name: string;
  /** Names of the controls it needs, so that the pipeline makes them and nothing else. */
  controls: readonly string[];
  /**
   * Checks that it can work (server there, models found) before the first sample. Throws a DatasetError if not.
   */
  probe(signal: AbortSignal): Promise<void>;
  /** Paints one sample. An unsupported seed or control is an error, never ignored. */
  generate(sample: ControlledSample, context: StageContext): Promise<GeneratedSample>;
  /** Frees what it holds. */
  close(): Promise<void>;
}
