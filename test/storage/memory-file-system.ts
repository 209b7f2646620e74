/** Files in memory that can fail, or stop for good, at the n-th change. */
import type { FileSystem } from "../../src/storage/file-system.js";

/** What happens at the chosen change: the process dies, or the call fails and later ones work. */
export type Fault = { change: number; kind: "crash" } | { change: number; kind: "error"; code: string };

export class SystemError extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

/** Paths to bytes; folders end in "/". */
export class MemoryFileSystem implements FileSystem {
  /** Changes made so far. */
  changes = 0;
  #dead = false;
  #clock = 0;
  readonly files: Map<string, { bytes: Uint8Array; modified: number }>;
  readonly #folders: Set<string>;
  readonly #fault: Fault | null;

  constructor(before: MemoryFileSystem | null = null, fault: Fault | null = null) {
    this.files = new Map(before?.files);
    this.#folders = new Set(before === null ? [] : before.#folders);
    this.#clock = before === null ? 0 : before.#clock;
    this.#fault = fault;
  }

  /** Everything that is there, as one comparable value. */
  snapshot(): Record<string, string> {
    const paths = [...this.files.keys()].sort();
    return Object.fromEntries(paths.map((path) => [path, Buffer.from(this.files.get(path)!.bytes).toString("latin1")]));
  }

  /** A write that is hit gets half of its bytes to the disk. */
  #change<T>(half: () => void, whole: () => T): T {
    if (this.#dead) throw new Error("the process is dead");
    this.changes++;
    if (this.#fault?.change === this.changes) {
      half();
      if (this.#fault.kind === "error") throw new SystemError(this.#fault.code);
      this.#dead = true;
      throw new Error("the process is dead");
    }
    return whole();
  }

  #find(path: string): Uint8Array {
    const file = this.files.get(path);
    if (file === undefined) throw new SystemError("ENOENT");
    return file.bytes;
  }

  #put(path: string, bytes: Uint8Array): void {
    if (!this.#folders.has(parent(path))) throw new SystemError("ENOENT");
    this.files.set(path, { bytes, modified: ++this.#clock });
  }

  #overlay(path: string, offset: number, bytes: Uint8Array): void {
    const old = this.files.get(path)?.bytes ?? new Uint8Array();
    const result = new Uint8Array(Math.max(old.length, offset + bytes.length));
    result.set(old);
    result.set(bytes, offset);
    this.#put(path, result);
  }

  async read(path: string): Promise<Uint8Array> {
    return this.#find(path);
  }

  async open(path: string): ReturnType<FileSystem["open"]> {
    const bytes = this.#find(path);
    return { bytes: bytes.length, read: async (offset, length) => bytes.slice(offset, offset + length), close: async () => {} };
  }

  async write(path: string, bytes: Uint8Array): Promise<void> {
    this.#change(() => this.#put(path, bytes.slice(0, bytes.length >> 1)), () => this.#put(path, bytes.slice()));
  }

  async writeAt(path: string, offset: number, bytes: Uint8Array): Promise<void> {
    this.#change(() => this.#overlay(path, offset, bytes.subarray(0, bytes.length >> 1)), () => this.#overlay(path, offset, bytes));
  }

  async create(path: string, bytes: Uint8Array): Promise<boolean> {
    if (this.files.has(path)) return false;
    this.#change(() => {}, () => this.#put(path, bytes.slice()));
    return true;
  }

  async truncate(path: string, bytes: number): Promise<void> {
    this.#change(() => {}, () => this.#put(path, this.#find(path).slice(0, bytes)));
  }

  async rename(from: string, to: string): Promise<void> {
    this.#change(
      () => {},
      () => {
        this.#put(to, this.#find(from));
        this.files.delete(from);
      },
    );
  }

  async remove(path: string): Promise<boolean> {
    if (!this.files.has(path)) return false;
    return this.#change(() => false, () => this.files.delete(path));
  }

  async makeFolder(path: string): Promise<void> {
    if (this.#folders.has(path)) return;
    this.#change(
      () => {},
      () => {
        for (let at = path; at !== "" && at !== "/" && at !== "."; at = parent(at)) this.#folders.add(at);
      },
    );
  }

  async removeEmptyFolder(path: string): Promise<boolean> {
    if (!this.#folders.has(path) || (await this.list(path)).length > 0) return false;
    return this.#change(() => false, () => this.#folders.delete(path));
  }

  async list(path: string): Promise<string[]> {
    const inside = [...this.files.keys(), ...this.#folders].filter((other) => parent(other) === path);
    return inside.map((other) => other.slice(path.length + 1)).sort();
  }

  async stat(path: string): ReturnType<FileSystem["stat"]> {
    const file = this.files.get(path);
    if (file !== undefined) return { bytes: file.bytes.length, modified: file.modified, isFolder: false };
    if (!this.#folders.has(path)) return null;
    const inside = [...this.files].filter(([other]) => parent(other) === path).map(([, { modified }]) => modified);
    return { bytes: 0, modified: Math.max(0, ...inside), isFolder: true };
  }
}

function parent(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}
