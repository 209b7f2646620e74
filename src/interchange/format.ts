/** What an export format is. One file or folder per format under formats/; `registry.ts` lists them. */
import type { ObjectRecord, SampleRecord } from "../sample/record.js";
import type { FileSink } from "../storage/file-sink.js";
import type { Convention } from "./convention.js";
import type { LabelNeeds } from "./fitness.js";
import type { Mesh } from "./mesh.js";
import type { ExportOptions } from "./options.js";
import type { Proof } from "./proof/proof.js";
import type { ProofSample } from "./proof/proof-sample.js";
import type { Survey } from "./survey.js";

/** A sample that is exported. */
export interface ExportedSample {
  record: SampleRecord;
  /** train, val or test. */
  split: string;
  /** The bytes of one of the record's files, by output name; null where the dataset has none. */
  output(name: string): Promise<Uint8Array | null>;
  /** Puts one of the record's files into the export, linked or copied as the user wants; it may come later than this ends. */
  place(name: string, path: string): Promise<void>;
}

/** Where a format writes. Paths are relative to the export, with `/`. */
export interface ExportFolder {
  /** Where the files lie while they are written, for reading them back. */
  readonly root: string;
  write(path: string, content: Uint8Array | string): Promise<void>;
  open(path: string): Promise<FileSink>;
  remove(path: string): Promise<void>;
}

/** What a format is opened with. */
export interface ExportContext {
  folder: ExportFolder;
  survey: Survey;
  options: ExportOptions;
  /** Name of the run. */
  name: string;
  /** The surface of an object as it stands in a sample, in its own frame; null where it cannot be made again. */
  mesh(record: SampleRecord, object: ObjectRecord): Promise<Mesh | null>;
}

/** An export under way. Samples come one by one, in order of their index. */
export interface FormatWriter {
  add(sample: ExportedSample): Promise<void>;
  /** Writes what stands at the end; `add` is not called any more. */
  finish(): Promise<void>;
}

/** A dataset format. */
export interface ExportFormat {
  /** What users type. */
  name: string;
  /** One line. */
  summary: string;
  convention: Convention;
  needs: LabelNeeds;
  /** What of the label is lost, in a sentence; null where nothing is. */
  loses: string | null;
  open(context: ExportContext): Promise<FormatWriter>;
  /**
   * Compares the written files with the labels they were made from. Shares no conversion with the writer.
   * @param root folder of the export
   * @throws DatasetError E_EXPORT where what should be there is not
   */
  prove(root: string, samples: readonly ProofSample[], options: ExportOptions): Promise<Proof>;
}
