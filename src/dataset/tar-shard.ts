/**
 * One shard in tar storage: the tar, and beside it `shard-00000.pending/` with samples that could not be appended
 * because they came out of order or are redone. Pending samples are committed like loose files; they count in place
 * of the tar's until sealing merges them. `00000012.removed` in that folder voids the tar's version.
 */
import { join } from "node:path";
import { TAR_END_BYTES } from "../codecs/tar.js";
import { type FileSystem, PARTIAL } from "../storage/file-system.js";
import { commitLooseSample, listLooseSamples, readLooseSample, removeLooseSample } from "./loose-sample.js";
import { missingOwner } from "./missing-owner.js";
import { RECORD_EXTENSION, type SampleFiles, sampleId, shardName } from "./sample-id.js";
import { emptyLayout, encodeTarSample, extendLayout, scanTar, type TarLayout, tarPath } from "./tar-layout.js";

const REMOVED = ".removed";

/** What a shard holds. */
export interface TarShardContent {
  layout: TarLayout;
  /** Extensions of the committed samples in the pending folder. */
  pending: Map<number, string[]>;
  /** Samples whose version in the tar is void. */
  removed: Set<number>;
  /** Extensions of what else lies in the pending folder: parts of samples that never were committed. */
  leftovers: Map<number, string[]>;
}

/** The folder beside the tar. */
export function pendingFolder(root: string, shard: number): string {
  return join(root, `${shardName(shard)}.pending`);
}

/** Looks at a shard without changing it. */
export async function loadTarShard(fileSystem: FileSystem, root: string, shard: number): Promise<TarShardContent> {
  const content: TarShardContent = { layout: await scanTar(fileSystem, tarPath(root, shard)), pending: new Map(), removed: new Set(), leftovers: new Map() };
  for (const [index, all] of await listLooseSamples(fileSystem, pendingFolder(root, shard))) {
    const extensions = all.filter((extension) => extension !== REMOVED);
    if (extensions.length < all.length) content.removed.add(index);
    if (extensions.includes(RECORD_EXTENSION)) content.pending.set(index, extensions);
    else if (extensions.length > 0) content.leftovers.set(index, extensions);
  }
  return content;
}

/** Indices of the committed samples, ascending. */
export function committedInShard(content: TarShardContent): number[] {
  const inTar = [...content.layout.samples.keys()].filter((index) => !content.removed.has(index) && !content.pending.has(index));
  return [...inTar, ...content.pending.keys()].sort((a, b) => a - b);
}

/** The one writer of a shard. Its methods must not overlap. */
export class TarShardWriter {
  readonly #fileSystem: FileSystem;
  readonly #path: string;
  readonly #pendingFolder: string;
  readonly #firstIndex: number;
  readonly #content: TarShardContent;
  readonly #skipped: Set<number>;

  private constructor(fileSystem: FileSystem, root: string, shard: number, shardSize: number, content: TarShardContent, skipped: Set<number>) {
    this.#fileSystem = fileSystem;
    this.#path = tarPath(root, shard);
    this.#pendingFolder = pendingFolder(root, shard);
    this.#firstIndex = shard * shardSize;
    this.#content = content;
    this.#skipped = skipped;
  }

  /**
   * Opens a shard and clears away what an interrupted writer left behind.
   * @param skipped samples that will not come; kept by the caller, who may have to open the shard again
   */
  static async open(fileSystem: FileSystem, root: string, shard: number, shardSize: number, skipped: Set<number>): Promise<TarShardWriter> {
    const content = await loadTarShard(fileSystem, root, shard);
    const { layout, leftovers } = content;
    const path = tarPath(root, shard);
    await fileSystem.remove(path + PARTIAL);
    if (!layout.sealed && layout.fileBytes > layout.end) {
      await fileSystem.truncate(path, layout.end);
      layout.fileBytes = layout.end;
    }
    for (const [index, extensions] of leftovers) await removeLooseSample(fileSystem, pendingFolder(root, shard), index, extensions);
    leftovers.clear();
    return new TarShardWriter(fileSystem, root, shard, shardSize, content, skipped);
  }

  /** @param dependents samples whose records may name files of this one; they are removed, to be made again */
  async commit(sample: SampleFiles, dependents: readonly number[] = []): Promise<void> {
    const { pending } = this.#content;
    const { filesOf = null } = sample;
    if (filesOf !== null && !this.#isCommitted(filesOf)) throw missingOwner(sample.index, filesOf);
    for (const dependent of dependents) if (this.#isCommitted(dependent)) await this.remove(dependent);
    if (sample.index === this.#next() && !pending.has(sample.index)) {
      await this.#append(sample);
      await this.#appendPending();
      return;
    }
    await this.#fileSystem.makeFolder(this.#pendingFolder);
    const existing = pending.get(sample.index) ?? [];
    pending.delete(sample.index);
    await commitLooseSample(this.#fileSystem, this.#pendingFolder, sample, existing);
    pending.set(sample.index, [...sample.files.map((file) => file.extension), RECORD_EXTENSION]);
  }

  async remove(index: number, dependents: readonly number[] = []): Promise<void> {
    const { layout, pending, removed } = this.#content;
    for (const dependent of dependents) if (this.#isCommitted(dependent)) await this.remove(dependent);
    if (layout.samples.has(index) && !removed.has(index)) {
      await this.#fileSystem.makeFolder(this.#pendingFolder);
      await this.#fileSystem.write(join(this.#pendingFolder, sampleId(index) + REMOVED), new Uint8Array());
      removed.add(index);
    }
    await removeLooseSample(this.#fileSystem, this.#pendingFolder, index, pending.get(index) ?? []);
    pending.delete(index);
  }

  async skip(index: number): Promise<void> {
    this.#skipped.add(index);
    await this.#appendPending();
  }

  /** Brings everything into the tar, in index order, and ends the archive. */
  async seal(): Promise<void> {
    const { layout, pending, removed } = this.#content;
    if (removed.size > 0 || [...pending.keys()].some((index) => index <= layout.last)) {
      await this.#merge();
      return;
    }
    for (const index of [...pending.keys()].sort((a, b) => a - b)) await this.#movePending(index);
    await this.#fileSystem.removeEmptyFolder(this.#pendingFolder);
    if (layout.sealed || layout.end === 0) return;
    await this.#fileSystem.writeAt(this.#path, layout.end, new Uint8Array(TAR_END_BYTES));
    layout.sealed = true;
  }

  #isCommitted(index: number): boolean {
    const { layout, pending, removed } = this.#content;
    return pending.has(index) || (layout.samples.has(index) && !removed.has(index));
  }

  /** The index that may be appended now. */
  #next(): number {
    let next = Math.max(this.#firstIndex, this.#content.layout.last + 1);
    while (this.#skipped.has(next)) next++;
    return next;
  }

  async #append(sample: SampleFiles): Promise<void> {
    const { layout } = this.#content;
    const bytes = encodeTarSample(sample);
    try {
      await this.#fileSystem.writeAt(this.#path, layout.end, bytes);
    } catch (error) {
      await this.#fileSystem.truncate(this.#path, layout.end).catch(() => undefined);
      throw error;
    }
    extendLayout(layout, sample.index, sizesInTar(sample));
  }

  async #appendPending(): Promise<void> {
    for (let next = this.#next(); this.#content.pending.has(next); next = this.#next()) await this.#movePending(next);
  }

  async #movePending(index: number): Promise<void> {
    const extensions = this.#content.pending.get(index) ?? [];
    await this.#append(await readLooseSample(this.#fileSystem, this.#pendingFolder, index, extensions));
    await removeLooseSample(this.#fileSystem, this.#pendingFolder, index, extensions);
    this.#content.pending.delete(index);
  }

  async #merge(): Promise<void> {
    const { layout, pending, removed } = this.#content;
    const fileSystem = this.#fileSystem;
    const partial = this.#path + PARTIAL;
    const merged = emptyLayout();
    try {
      await fileSystem.write(partial, new Uint8Array());
      const old = layout.end === 0 ? null : await fileSystem.open(this.#path);
      try {
        for (const index of committedInShard(this.#content)) {
          const loose = pending.get(index);
          const stored = layout.samples.get(index);
          if (loose !== undefined) {
            const sample = await readLooseSample(fileSystem, this.#pendingFolder, index, loose);
            await fileSystem.writeAt(partial, merged.end, encodeTarSample(sample));
            extendLayout(merged, index, sizesInTar(sample));
          } else if (old !== null && stored !== undefined) {
            await fileSystem.writeAt(partial, merged.end, await old.read(stored.start, stored.end - stored.start));
            extendLayout(merged, index, stored.entries);
          }
        }
      } finally {
        await old?.close();
      }
      if (merged.end > 0) {
        await fileSystem.writeAt(partial, merged.end, new Uint8Array(TAR_END_BYTES));
        merged.sealed = true;
        await fileSystem.rename(partial, this.#path);
      } else {
        await fileSystem.remove(this.#path);
        await fileSystem.remove(partial);
      }
    } catch (error) {
      await fileSystem.remove(partial).catch(() => false);
      throw error;
    }
    this.#content.layout = merged;
    // Marks of removal first: one that outlived its new version would hide the version now in the tar.
    for (const index of [...removed]) {
      await fileSystem.remove(join(this.#pendingFolder, sampleId(index) + REMOVED));
      removed.delete(index);
    }
    for (const [index, extensions] of [...pending]) {
      await removeLooseSample(fileSystem, this.#pendingFolder, index, extensions);
      pending.delete(index);
    }
    await fileSystem.removeEmptyFolder(this.#pendingFolder);
  }
}

function sizesInTar(sample: SampleFiles): { extension: string; bytes: number }[] {
  const files = sample.files.map(({ extension, bytes }) => ({ extension, bytes: bytes.length })).sort((a, b) => (a.extension < b.extension ? -1 : 1));
  return [...files, { extension: RECORD_EXTENSION, bytes: new TextEncoder().encode(sample.record).length }];
}
