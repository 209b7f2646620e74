/** Reads text formats word by word without making one long string of the file. */
import { DatasetError } from "../core/errors.js";

const NEWLINE = 10;
const HASH = 35;

/** Words of a text file. Numbers are checked: what is not one is an error, never NaN. */
export class TokenReader {
  readonly #bytes: Buffer;
  #at: number;
  #line: number;

  /**
   * @param options.start where to begin, in bytes
   * @param options.line number of the line there, from 1
   * @param options.comments leaves out everything from # to the line's end
   */
  constructor(
    bytes: Uint8Array,
    readonly file: string,
    readonly options: { start?: number; line?: number; comments?: boolean } = {},
  ) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = options.start ?? 0;
    this.#line = options.line ?? 1;
  }

  /** Bytes that are left. */
  get remaining(): number {
    return this.#bytes.length - this.#at;
  }

  /** The next word; null at the end. */
  next(): string | null {
    this.#skip(true);
    return this.#word();
  }

  /** The next word of this line; null at the line's end. */
  nextInLine(): string | null {
    this.#skip(false);
    return this.#bytes[this.#at] === NEWLINE ? null : this.#word();
  }

  /** The words up to the end of this line. */
  restOfLine(): string[] {
    const words: string[] = [];
    for (let word = this.nextInLine(); word !== null; word = this.nextInLine()) words.push(word);
    return words;
  }

  /** @throws DatasetError E_SHAPE_FILE at the end of the file, E_SHAPE_GEOMETRY for a word that is no finite number */
  number(what: string): number {
    return this.parse(this.next(), what);
  }

  /** As {@link number}, of a word that was read. */
  parse(word: string | null, what: string): number {
    if (word === null) throw this.cutOff(what);
    const value = Number(word);
    if (!Number.isFinite(value)) throw this.error("E_SHAPE_GEOMETRY", `has ${JSON.stringify(word.slice(0, 40))} where ${what} should be`);
    return value;
  }

  /** A whole number from 0 to below `limit`. @throws DatasetError E_SHAPE_GEOMETRY for others */
  index(what: string, limit: number): number {
    const value = this.number(what);
    if (!Number.isInteger(value) || value < 0 || value >= limit) throw this.error("E_SHAPE_GEOMETRY", `has ${what} ${value}, but there are ${limit}`);
    return value;
  }

  /** The file ends where something should be. */
  cutOff(what: string): DatasetError {
    return new DatasetError("E_SHAPE_FILE", `${this.file} is cut off: it ends where ${what} should be.`, { hint: "Fetch or export it again.", subject: this.file });
  }

  error(code: "E_SHAPE_FILE" | "E_SHAPE_GEOMETRY", what: string): DatasetError {
    return new DatasetError(code, `Line ${this.#line} of ${this.file} ${what}.`, { hint: "The file is damaged or cut off: fetch or export it again.", subject: this.file });
  }

  #skip(acrossLines: boolean): void {
    const bytes = this.#bytes;
    for (; this.#at < bytes.length; this.#at++) {
      const byte = bytes[this.#at]!;
      if (byte === NEWLINE) {
        if (!acrossLines) return;
        this.#line++;
      } else if (byte === HASH && this.options.comments === true) {
        while (this.#at + 1 < bytes.length && bytes[this.#at + 1] !== NEWLINE) this.#at++;
      } else if (byte > 32) return;
    }
  }

  #word(): string | null {
    const start = this.#at;
    const bytes = this.#bytes;
    while (this.#at < bytes.length && bytes[this.#at]! > 32) this.#at++;
    return start === this.#at ? null : bytes.toString("latin1", start, this.#at);
  }
}
