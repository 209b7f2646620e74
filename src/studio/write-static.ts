/** A gallery of a run as files, to be hosted anywhere: no server, nothing to change. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { encodeThumbnail } from "../codecs/image.js";
import { DatasetError } from "../core/errors.js";
import { mapSome } from "../core/map-some.js";
import { VERSION } from "../core/version.js";
import { readOutput } from "../dataset/read-named-file.js";
import { sampleId } from "../dataset/sample-id.js";
import { readAhead } from "../engine/read-ahead.js";
import { attribution } from "../interchange/attribution.js";
import { surveyor } from "../interchange/survey.js";
import type { SampleRecord } from "../sample/record.js";
import { openOutputFolder, type OutputFolder } from "../storage/output-folder.js";
import { clientFileNames } from "./client-files.js";
import { judgementOf, type OpenedRun, openRunForStudio } from "./opened-run.js";
import { picturesOf, sampleDetails } from "./sample-details.js";
import { detailsPath, picturePath, STATIC_MARK, STATIC_TABLE, type StaticTable, thumbnailPath } from "./static-layout.js";
import { addRecord, emptyRows } from "./table/sample-table.js";

/** What is written and where to. */
export interface StaticGalleryOptions {
  /** The run's folder, absolute. */
  folder: string;
  name: string;
  /** New, or empty. */
  out: string;
  clientFolder: string;
  cache: string;
  signal: AbortSignal;
  onProgress(done: number, total: number): void;
}

const THUMBNAIL_SIDE = 256;

/**
 * Writes the gallery; nothing is at `out` until all of it is there. Samples that cannot be read are left out.
 * @returns how many samples it shows
 * @throws DatasetError E_OPTION where `out` is in use, E_NOT_FOUND, E_STORAGE
 */
export async function writeStaticGallery({ folder, name, out, clientFolder, cache, signal, onProgress }: StaticGalleryOptions): Promise<number> {
  const run = await openRunForStudio({ name, root: folder, cache });
  await run.refresh();
  if (run.table.length === 0) throw new DatasetError("E_NOT_FOUND", `${folder} holds no sample that can be shown.`, { hint: "`dst3d status` shows what the run holds.", subject: folder });
  const output = await openOutputFolder(out);
  try {
    await writeClient(clientFolder, output);
    const table: StaticTable = { version: VERSION, name, planned: run.run?.count ?? null, seed: run.run?.seed ?? null, dst3dVersion: run.run?.dst3dVersion ?? null, rows: emptyRows(), judgements: [] };
    const survey = surveyor(["train"]);
    const committed = await run.reader.committed();
    let done = 0;
    for await (const { index, record } of readAhead(run.reader, committed, signal)) {
      if (record !== null) {
        addRecord(table.rows, record);
        table.judgements.push(judgementOf(run, sampleId(index), record.files["image"]?.sha256 ?? ""));
        survey.add(record, "train");
        await writeSample(run, record, output, name);
      }
      onProgress(++done, committed.size);
    }
    await output.write(STATIC_TABLE, JSON.stringify(table));
    await output.write("ATTRIBUTION.md", attribution(survey.survey(), name));
    signal.throwIfAborted();
    await output.finish();
    return table.rows.index.length;
  } catch (error) {
    await output.discard();
    throw error;
  }
}

async function writeClient(clientFolder: string, output: OutputFolder): Promise<void> {
  for (const name of await clientFileNames(clientFolder)) {
    const bytes = await readFile(join(clientFolder, name));
    await output.write(name, name === "index.html" ? bytes.toString("utf8").replace("<head>", `<head>\n    <meta name="${STATIC_MARK}" content="" />`) : new Uint8Array(bytes));
  }
}

async function writeSample(run: OpenedRun, record: SampleRecord, output: OutputFolder, name: string): Promise<void> {
  await output.write(detailsPath(record.index), JSON.stringify(sampleDetails(run, record, { folder: name, hasMesh: false, position: null })));
  await mapSome(picturesOf(record), async (picture) => {
    const bytes = await readOutput(run.reader, record, picture);
    if (bytes === null) return;
    await output.write(picturePath(record.index, picture, record.files[picture]!.name), bytes);
    // A picture that cannot be made smaller is broken: the page says so where it stands.
    const small = await encodeThumbnail(bytes, THUMBNAIL_SIDE).catch(() => null);
    if (small !== null) await output.write(thumbnailPath(record.index, picture), small);
  });
}
