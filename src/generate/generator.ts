/** The interface of every generator. One file per kind in this folder. */
import type { ControlledPhoto, ControlledView, Painting, StageContext } from "../sample/sample.js";

/** Memory at one moment, in bytes. */
export interface MemoryState {
  /** What this process holds for itself alone. */
  heldBytes: number;
  /** What it may take beyond that; null where nobody knows. */
  freeBytes: number | null;
}

/** What a generator is told before its first sample. */
export interface Preparation {
  signal: AbortSignal;
  /** Something that the user should know before the first sample: what to expect, what was chosen. */
  note(message: string): void;
  /** Size of the images to be made, in pixels. */
  width: number;
  height: number;
  /** Seconds since some moment. */
  clock(): number;
  /** Memory of the processor, or with `cuda` of the graphics card. */
  memory(device: "processor" | "cuda"): MemoryState;
  /**
   * How many samples are being made beside one another at this moment. Each of them, when it is done, is followed by
   * the next one; so a generator that works in batches knows whether waiting for more is worth it.
   */
  lines(): number;
}

/** A file of weights that a generator paints with. */
export interface WeightsFile {
  /** Model and file, as records name it. */
  id: string;
  /** Repository and commit; the folder's name where it came from none. */
  source: string;
  licence: string | null;
  sha256: string;
}

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
  /** The weights that images are made with, for run.json; other ones would make other images. @throws as `probe` */
  weights(): Promise<readonly WeightsFile[]>;
  /**
   * Loads what it needs. Called once, before the first sample of a run; not at all where one sample is made again.
   * @returns how many samples it has use for at once: `generate` is then called that often without waiting
   */
  prepare(preparation: Preparation): Promise<number>;
  /**
   * Paints one sample: a scene's, or one whose controls were taken from a photograph, which has no render, is of the
   * arm image-edges and must get the label status none. An unsupported seed or control is an error, never ignored. Rejects with
   * the signal's reason when that is aborted and painting takes long.
   */
  generate<Sample extends ControlledView | ControlledPhoto>(sample: Sample, context: StageContext): Promise<Sample & Painting>;
  /** Frees what it holds. */
  close(): Promise<void>;
}
