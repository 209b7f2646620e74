/** Where the samples of a tar shard lie. */
import { join } from "node:path";
import { decodeTarHeader, encodeTarEntry, TAR_BLOCK, TAR_END_BYTES, tarEntryBytes } from "../codecs/tar.js";
import { DatasetError } from "../core/errors.js";
import type { FileSystem } from "../storage/file-system.js";
import { RECORD_EXTENSION, type SampleFiles, sampleId, shardName, splitFileName } from "./sample-id.js";

/** One file in a tar: where its content starts and how long it is. */
export interface TarEntry {
  extension: string;
  offset: number;
  bytes: number;
}

/** One complete sample in a tar: bytes [start, end) with all headers and padding, the record last. */
export interface TarSample {
  start: number;
  end: number;
  entries: readonly TarEntry[];
}

/** The complete samples of a tar, in index order. */
export interface TarLayout {
  samples: Map<number, TarSample>;
  /** Greatest index; −1 for none. */
  last: number;
  /** Where the last complete sample ends. */
  end: number;
  fileBytes: number;
  /** True when nothing but the archive's end mark follows. */
  sealed: boolean;
}

/** Path of a shard's tar. */
export function tarPath(root: string, shard: number): string {
  return join(root, `${shardName(shard)}.tar`);
}

/** A shard without samples. */
export function emptyLayout(): TarLayout {
  return { samples: new Map(), last: -1, end: 0, fileBytes: 0, sealed: false };
}

/** A sample as it stands in a tar: its files in order of extension, then its record. */
export function encodeTarSample(sample: SampleFiles): Uint8Array {
  const id = sampleId(sample.index);
  const files = [...sample.files].sort((a, b) => (a.extension < b.extension ? -1 : 1));
  const entries = [...files, { extension: RECORD_EXTENSION, bytes: new TextEncoder().encode(sample.record) }].map((file) =>
    encodeTarEntry(id + file.extension, file.bytes),
  );
  const whole = new Uint8Array(entries.reduce((sum, entry) => sum + entry.length, 0));
  let at = 0;
  for (const entry of entries) {
    whole.set(entry, at);
    at += entry.length;
  }
  return whole;
}

/** Enters a sample that was written at the layout's end. */
export function extendLayout(layout: TarLayout, index: number, files: readonly { extension: string; bytes: number }[]): void {
  const start = layout.end;
  const entries = files.map(({ extension, bytes }) => {
    const entry = { extension, offset: layout.end + TAR_BLOCK, bytes };
    layout.end += tarEntryBytes(bytes);
    return entry;
  });
  layout.samples.set(index, { start, end: layout.end, entries });
  layout.last = index;
  layout.fileBytes = Math.max(layout.fileBytes, layout.end);
  layout.sealed = false;
}

/**
 * Finds the complete samples of a tar by its headers. Whatever follows the last complete record is not looked at: a
 * writer cuts it off.
 * @throws E_STORAGE when samples are out of order, which no interruption of ours can cause
 */
export async function scanTar(fileSystem: FileSystem, path: string): Promise<TarLayout> {
  const layout = emptyLayout();
  if ((await fileSystem.stat(path)) === null) return layout;
  const file = await fileSystem.open(path);
  try {
    layout.fileBytes = file.bytes;
    let group: { index: number; files: { extension: string; bytes: number }[] } | null = null;
    for (let at = 0; at + TAR_BLOCK <= file.bytes; ) {
      const header = decodeTarHeader(await file.read(at, TAR_BLOCK));
      const name = header === null ? null : splitFileName(header.name);
      if (header === null || name === null || at + tarEntryBytes(header.bytes) > file.bytes) break;
      group ??= { index: name.index, files: [] };
      if (group.index !== name.index) break;
      if (name.index <= layout.last) {
        throw new DatasetError("E_STORAGE", `${path} holds sample ${sampleId(name.index)} after ${sampleId(layout.last)}.`, {
          hint: "It was not written by dst3d; move it out of the run folder and run the same command again.",
          subject: path,
        });
      }
      group.files.push({ extension: name.extension, bytes: header.bytes });
      at += tarEntryBytes(header.bytes);
      if (name.extension === RECORD_EXTENSION) {
        extendLayout(layout, group.index, group.files);
        group = null;
      }
    }
    layout.sealed = file.bytes === layout.end + TAR_END_BYTES && (await file.read(layout.end, TAR_END_BYTES)).every((byte) => byte === 0);
    return layout;
  } finally {
    await file.close();
  }
}
