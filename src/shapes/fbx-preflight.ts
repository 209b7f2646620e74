/**
 * Checks an FBX file before three.js reads it: that reader takes a file that was cut off for a smaller one, and unpacks
 * whatever a compressed array holds. Layout of the binary form: records of (end offset, number of properties, their
 * bytes, name), then properties, then records inside; a record of zeros ends a list.
 */
import { inflateSync } from "node:zlib";
import { DatasetError } from "../core/errors.js";

const MAGIC = "Kaydara FBX Binary  \0";
const OLDEST = 6400;
const DEEPEST = 64;
const ARRAY_BYTES: Readonly<Record<string, number>> = { b: 1, c: 1, d: 8, f: 4, i: 4, l: 8 };
const SCALAR_BYTES: Readonly<Record<string, number>> = { C: 1, B: 1, D: 8, F: 4, I: 4, L: 8, Y: 2 };

/** True for the binary form. */
export function isBinaryFbx(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(0, MAGIC.length)) === MAGIC;
}

/**
 * @param maximumNumbers in any one array
 * @throws DatasetError E_SHAPE_FILE for other versions, for a file that is cut off, and for arrays that are not as long as they say
 */
export function checkFbx(bytes: Uint8Array, file: string, maximumNumbers: number): void {
  if (isBinaryFbx(bytes)) new BinaryCheck(bytes, file, maximumNumbers).run();
  else checkText(bytes, file);
}

function damaged(file: string, what: string, cause?: unknown): DatasetError {
  return new DatasetError("E_SHAPE_FILE", `${file} ${what}.`, { hint: "The file is damaged or cut off: fetch or export it again.", subject: file, ...(cause === undefined ? {} : { cause }) });
}

function checkText(bytes: Uint8Array, file: string): void {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  const version = /FBXVersion:\s*(\d+)/.exec(text);
  if (version === null) throw damaged(file, "is no FBX file: it names no FBXVersion");
  if (Number(version[1]) < 7000) throw oldVersion(file, Number(version[1]));
  let depth = 0;
  for (const match of text.matchAll(/"[^"\n]*"|;[^\n]*|[{}]/g)) depth += match[0] === "{" ? 1 : match[0] === "}" ? -1 : 0;
  if (depth !== 0 || !/^Objects:/m.test(text) || !/^Connections:/m.test(text)) throw damaged(file, "is cut off: its braces do not close, or objects or connections are missing");
}

function oldVersion(file: string, version: number): DatasetError {
  return new DatasetError("E_SHAPE_FILE", `${file} is FBX of version ${version / 1000}, which dst3d does not read.`, {
    hint: "Save it as FBX 7.4 (2014) or newer, or as GLB.",
    subject: file,
  });
}

class BinaryCheck {
  readonly #view: DataView;
  #at = MAGIC.length + 2;
  #isWide = false;
  readonly #names = new Set<string>();

  constructor(
    readonly bytes: Uint8Array,
    readonly file: string,
    readonly maximumNumbers: number,
  ) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  run(): void {
    const version = this.#uint32();
    if (version < OLDEST) throw oldVersion(this.file, version);
    this.#isWide = version >= 7500;
    while (this.#record(this.bytes.length, 0));
    for (const name of ["Objects", "Connections"]) if (!this.#names.has(name)) throw damaged(this.file, `has no ${name}`);
  }

  #take(bytes: number): number {
    const from = this.#at;
    this.#at += bytes;
    if (this.#at > this.bytes.length) throw damaged(this.file, `is cut off after ${this.bytes.length} bytes`);
    return from;
  }

  #uint32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  /** Offsets beyond 2^53 are beyond the file anyway. */
  #offset(): number {
    return this.#isWide ? Number(this.#view.getBigUint64(this.#take(8), true)) : this.#uint32();
  }

  /** @returns false for the record of zeros that ends a list */
  #record(limit: number, depth: number): boolean {
    const start = this.#at;
    const end = this.#offset();
    const properties = this.#offset();
    const propertyBytes = this.#offset();
    const nameBytes = this.#view.getUint8(this.#take(1));
    const name = String.fromCharCode(...this.bytes.subarray(this.#at, this.#at + nameBytes));
    this.#take(nameBytes);
    if (end === 0) return false;
    const inside = this.#at + propertyBytes;
    if (end > limit || inside > end) throw damaged(this.file, `is cut off or damaged: the record ${JSON.stringify(name)} at byte ${start} reaches beyond what holds it`);
    if (depth > DEEPEST) throw damaged(this.file, `has records ${depth} deep`);
    if (depth === 0) this.#names.add(name);
    for (let i = 0; i < properties; i++) this.#property(name);
    if (this.#at !== inside) throw damaged(this.file, `is damaged: the properties of ${JSON.stringify(name)} at byte ${start} are not as long as they say`);
    while (this.#at < end) if (!this.#record(end, depth + 1)) break;
    if (this.#at !== end) throw damaged(this.file, `is damaged: the record ${JSON.stringify(name)} at byte ${start} is not as long as it says`);
    return true;
  }

  #property(name: string): void {
    const type = String.fromCharCode(this.#view.getUint8(this.#take(1)));
    if (type === "R" || type === "S") {
      this.#take(this.#uint32());
    } else if (Object.hasOwn(SCALAR_BYTES, type)) {
      this.#take(SCALAR_BYTES[type]!);
    } else if (Object.hasOwn(ARRAY_BYTES, type)) {
      this.#array(name, ARRAY_BYTES[type]!);
    } else {
      throw damaged(this.file, `is damaged: ${JSON.stringify(name)} has a property of an unknown type`);
    }
  }

  #array(name: string, bytesEach: number): void {
    const [length, encoding, stored] = [this.#uint32(), this.#uint32(), this.#uint32()];
    if (length > this.maximumNumbers) throw damaged(this.file, `has ${length} numbers in ${name}; the limit is ${this.maximumNumbers}`);
    const wanted = length * bytesEach;
    if (encoding === 0) {
      this.#take(wanted);
      return;
    }
    const from = this.#take(stored);
    let actual: number;
    try {
      actual = inflateSync(this.bytes.subarray(from, from + stored), { maxOutputLength: wanted + 1 }).length;
    } catch (cause) {
      throw damaged(this.file, `is damaged: the numbers of ${name} cannot be unpacked`, cause);
    }
    if (actual !== wanted) throw damaged(this.file, `is damaged: ${name} holds ${actual} bytes instead of ${wanted}`);
  }
}
