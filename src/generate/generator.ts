/** The interface of every generator. One file per kind in this folder. */
import type { ControlledPhoto, ControlledSample, Painting, StageContext } from "../sample/sample.js";

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
  /**
   * Paints one sample: a scene's, or one whose controls were taken from a photograph, which has no render, is of the
   * arm image-edges and must get the label status none. An unsupported seed or control is an error, never ignored.
   */
  generate<Sample extends ControlledSample | ControlledPhoto>(sample: Sample, context: StageContext): Promise<Sample & Painting>;
  /** Frees what it holds. */
  close(): Promise<void>;
}
