/** Samples of a run: lists, records, labels, pictures, meshes. */
import { join } from "node:path";
import { type Context, Hono } from "hono";
import { encodeThumbnail } from "../../codecs/image.js";
import { DatasetError } from "../../core/errors.js";
import { mapSome } from "../../core/map-some.js";
import { readNamedFile } from "../../dataset/read-named-file.js";
import { RECIPE_FILE } from "../../dataset/run-file.js";
import { runGeometry, type RunGeometry } from "../../engine/run-geometry.js";
import { sha256Hex } from "../../storage/sha256.js";
import type { OpenedRun } from "../opened-run.js";
import type { SamplePage } from "../protocol.js";
import { labelsOf } from "../sample-labels.js";
import { sampleDetails } from "../sample-details.js";
import { parametersOf, wholeNumber } from "../parameters.js";
import type { Studio } from "../studio.js";
import { parseQuery, runQuery } from "../table/query.js";
import { rowAt, rowOf } from "../table/sample-table.js";
import { ThumbnailCache } from "../thumbnail-cache.js";

const MOST_ROWS = 1000;
const MOST_LABELS = 200;
const THUMBNAIL_SIDES = [128, 256, 512, 2048] as const;
const PAGING = ["offset", "limit"];

export function sampleRoutes({ workspace }: Studio): Hono {
  const thumbnails = new ThumbnailCache();
  const geometries = new Map<string, RunGeometry>();
  const found = new Map<string, { version: number; rows: Uint32Array }>();

  async function runOf(context: Context): Promise<OpenedRun> {
    return workspace.run(context.req.param("run")!);
  }

  /** Pages of one list are asked for in turn: the last list of a run is remembered. */
  function rowsOf(run: OpenedRun, parameters: URLSearchParams): Uint32Array {
    const query = parseQuery(parameters, PAGING);
    const key = `${run.name}\n${JSON.stringify(query)}`;
    const known = found.get(key);
    if (known?.version === run.version) return known.rows;
    const rows = runQuery(run.table, query);
    found.delete(key);
    found.set(key, { version: run.version, rows });
    const [oldest] = found.keys();
    if (found.size > 8 && oldest !== undefined) found.delete(oldest);
    return rows;
  }

  return new Hono()
    .get("/runs/:run/samples", async (context) => {
      const run = await runOf(context);
      const parameters = parametersOf(context);
      const rows = rowsOf(run, parameters);
      const offset = wholeNumber(parameters.get("offset") ?? "0", "offset");
      const limit = Math.min(MOST_ROWS, wholeNumber(parameters.get("limit") ?? "100", "limit"));
      const page: SamplePage = { version: run.version, total: rows.length, rows: Array.from(rows.subarray(offset, offset + limit), (row) => rowAt(run.table, row)) };
      return context.json(page);
    })
    .get("/runs/:run/labels", async (context) => {
      const run = await runOf(context);
      const indices = (context.req.queries("id") ?? []).slice(0, MOST_LABELS).map((text) => wholeNumber(text, "id"));
      const labels = await mapSome(indices, async (index) => {
        try {
          return labelsOf(await run.reader.readRecord(index));
        } catch (error) {
          if (DatasetError.isInstance(error) && error.code !== "E_STORAGE") return null;
          throw error;
        }
      });
      return context.json(labels.filter((each) => each !== null));
    })
    .get("/runs/:run/samples/:index", async (context) => {
      const run = await runOf(context);
      const index = wholeNumber(context.req.param("index"), "sample");
      const record = await run.reader.readRecord(index);
      const row = rowOf(run.table, index);
      const position = row === null ? -1 : rowsOf(run, parametersOf(context)).indexOf(row);
      const hasMesh = record.camera !== null && (await run.files.stat(join(run.root, RECIPE_FILE))) !== null;
      return context.json(sampleDetails(run, record, { folder: run.root, hasMesh, position: position < 0 ? null : position }));
    })
    .get("/runs/:run/samples/:index/pictures/:output", async (context) => {
      const run = await runOf(context);
      const index = wholeNumber(context.req.param("index"), "sample");
      const { files } = await run.reader.readRecord(index);
      const file = Object.hasOwn(files, context.req.param("output")) ? files[context.req.param("output")] : undefined;
      if (file === undefined) throw new DatasetError("E_NOT_FOUND", `sample ${index} has no picture ${JSON.stringify(context.req.param("output"))}`, { hint: "Its record says which it has.", subject: String(index) });
      const side = context.req.query("side");
      // An address that names the picture's hash always means the same bytes.
      const caching = context.req.query("sha256") === file.sha256 ? "private, max-age=31536000, immutable" : "no-cache";
      if (side === undefined) return pictureAnswer(context, await readNamedFile(run.reader, file.name), typeOf(file.name), caching);
      const wanted = THUMBNAIL_SIDES.find((known) => String(known) === side);
      if (wanted === undefined) throw new DatasetError("E_OPTION", `side must be one of ${THUMBNAIL_SIDES.join(", ")}`, { subject: "side" });
      const bytes = await thumbnails.get(`${run.name}/${file.name}/${file.sha256}/${wanted}`, async () => encodeThumbnail(await readNamedFile(run.reader, file.name), wanted, { subject: file.name }));
      return pictureAnswer(context, bytes, "image/webp", caching);
    })
    .get("/runs/:run/samples/:index/meshes/:instance", async (context) => {
      const run = await runOf(context);
      const record = await run.reader.readRecord(wholeNumber(context.req.param("index"), "sample"));
      const object = record.objects.find(({ instanceId }) => String(instanceId) === context.req.param("instance"));
      let geometry = geometries.get(run.name);
      if (geometry === undefined) geometries.set(run.name, (geometry = runGeometry(run.root, () => {})));
      const mesh = object === undefined ? null : await geometry.mesh(record, object);
      if (mesh === null) throw new DatasetError("E_NOT_FOUND", "the shape cannot be made again", { hint: "Its file was moved or changed, or the run was imported without shapes." });
      const head = new Uint32Array([mesh.positions.length / 3, mesh.indices.length / 3]);
      const bytes = Buffer.concat([head, mesh.positions, mesh.indices].map((part) => new Uint8Array(part.buffer, part.byteOffset, part.byteLength)));
      return context.body(new Uint8Array(bytes), 200, { "content-type": "application/octet-stream", "cache-control": "no-cache" });
    })
    .post("/runs/:run/find", async (context) => {
      const run = await runOf(context);
      const sha256 = sha256Hex(new Uint8Array(await context.req.arrayBuffer()));
      const row = run.table.imageSha256.indexOf(sha256);
      if (row < 0) throw new DatasetError("E_NOT_FOUND", "no sample of this run has this image", { hint: "Exports keep an image's bytes; a picture that was saved anew cannot be recognised.", subject: sha256 });
      return context.json({ id: rowAt(run.table, row).id });
    });
}

function pictureAnswer(context: Context, bytes: Uint8Array, type: string, caching: string): Response {
  return context.body(new Uint8Array(bytes), 200, { "content-type": type, "cache-control": caching, "x-content-type-options": "nosniff" });
}

function typeOf(name: string): string {
  return name.endsWith(".png") ? "image/png" : name.endsWith(".webp") ? "image/webp" : /\.jpe?g$/.test(name) ? "image/jpeg" : "application/octet-stream";
}
