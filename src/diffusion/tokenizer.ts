/** Prompts as the ids that CLIP's text encoders read. */
import { ClipBpe } from "./clip-bpe.js";
import { readTokenizerFiles } from "./tokenizer-files.js";

/** How many ids an encoder reads at once: start, 75 of the text, end. */
export const CONTEXT_LENGTH = 77;
const TEXT_LENGTH = CONTEXT_LENGTH - 2;

/** What a tokenizer is made of; `fromFolder` reads it. */
export interface ClipTokenizerParts {
  bpe: ClipBpe;
  bos: number;
  eos: number;
  pad: number;
}

/** The tokenizer of one text encoder. */
export class ClipTokenizer {
  /** The id before every text. */
  readonly bosId: number;
  /** The id after every text. */
  readonly eosId: number;
  /** The id that fills up: 49407 in SD 1.5 and SDXL's first encoder, 0 in SD 2.1 and SDXL's second. */
  readonly padId: number;
  readonly #bpe: ClipBpe;

  constructor({ bpe, bos, eos, pad }: ClipTokenizerParts) {
    this.#bpe = bpe;
    this.bosId = bos;
    this.eosId = eos;
    this.padId = pad;
  }

  /**
   * Reads `tokenizer/` or `tokenizer_2/` of a model: vocab.json and merges.txt, or tokenizer.json, and what the
   * configuration beside them says of padding. Throws E_NOT_FOUND or E_MODEL naming the file.
   */
  static fromFolder(folder: string): ClipTokenizer {
    const { model, ...ids } = readTokenizerFiles(folder);
    return new ClipTokenizer({ bpe: new ClipBpe(model), ...ids });
  }

  /** The ids of the text alone, however many. */
  encodeText(text: string): number[] {
    return this.#bpe.encode(text);
  }

  /** The 77 ids of a text; what is beyond 75 tokens of it is cut off. */
  encode(text: string): number[] {
    return this.#framed(this.encodeText(text).slice(0, TEXT_LENGTH));
  }

  /** Texts of any length as rows of 77 ids, 75 tokens of the text in each; at least `atLeast` rows, the last ones empty. */
  encodeChunks(text: string, atLeast = 1): number[][] {
    const ids = this.encodeText(text);
    const count = Math.max(1, atLeast, Math.ceil(ids.length / TEXT_LENGTH));
    return Array.from({ length: count }, (_, i) => this.#framed(ids.slice(i * TEXT_LENGTH, (i + 1) * TEXT_LENGTH)));
  }

  #framed(ids: number[]): number[] {
    const padding = new Array<number>(TEXT_LENGTH - ids.length).fill(this.padId);
    return [this.bosId, ...ids, this.eosId, ...padding];
  }
}
