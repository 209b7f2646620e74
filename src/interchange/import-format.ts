/** What an import format is. Its reading lies beside its writing under formats/; `import-registry.ts` lists them. */
import type { SampleRecord } from "../sample/record.js";
import type { SourceFolder } from "../storage/source-folder.js";
import type { ImportOptions } from "./import-options.js";

/** A file of a sample: one of the dataset as it is, or one made from it. */
export type ImportedFile = { output: string; extension: string } & ({ path: string } | { bytes: Uint8Array });

/** A sample as its dataset describes it. */
export interface ImportedSample {
  /** Where it comes from, for messages and the record. */
  from: string;
  labelStatus: SampleRecord["labelStatus"];
  camera: SampleRecord["camera"];
  objects: SampleRecord["objects"];
  /** What is marked in an image without poses; absent where objects have them. */
  regions?: SampleRecord["regions"];
  prompt: { text: string; negative: string | null } | null;
  /** World units per step of the depth picture; null without one. */
  depthUnitsPerStep: number | null;
  /** The image among them is called `image`. */
  files: readonly ImportedFile[];
  /** Fields of the record that the dataset does not tell, and that hold stand-ins. */
  unknown: readonly string[];
}

/** What a format is read with. */
export interface ImportContext {
  source: SourceFolder;
  options: ImportOptions;
  /** Text of the file of `options.models`; null without one. */
  modelsText: string | null;
  /** Folder for what is put in order on the way; it is removed at the end. */
  scratch: string;
  /** Counts a label that is left out. */
  leaveOut(reason: string): void;
}

/** A dataset format that can be read. */
export interface ImportFormat {
  /** What users type. */
  name: string;
  /** One line. */
  summary: string;
  /** Samples one by one, in an order that the files alone decide. @throws DatasetError E_IMPORT and what files throw */
  read(context: ImportContext): AsyncGenerator<ImportedSample, void, undefined>;
}
