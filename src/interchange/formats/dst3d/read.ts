/** Reads the tree of the original 3D-DST code. */
import { basename } from "node:path";
import { csvRows } from "../../../codecs/csv.js";
import { readExrHeader } from "../../../codecs/exr-header.js";
import { decodeImage, encodePng16 } from "../../../codecs/image.js";
import { decodeExr } from "../../../codecs/read-exr.js";
import type { SampleRecord } from "../../../sample/record.js";
import { importError, jsonIn, objectIn } from "../../import-error.js";
import type { ImportContext, ImportedFile, ImportedSample } from "../../import-format.js";
import { importedObject } from "../../imported-object.js";
import { inflateAtMost } from "../../inflate.js";
import { readDst3dAnnotation, type ModelOffsets } from "./read-annotation.js";

const IMAGES = "image_dst";
const RENDERED = "image_render";
/** Depths from here on are Blender's word for nothing: 1e10, or the largest number that a half has. */
const NOTHING = { float: 1e9, half: 65504 } as const;
const MOST_STEPS = 65535;
/** So deep below the source lie models: split, synset, model. */
const DEEPEST = 3;

/**
 * Every image of every `MODEL/annotation/000.npy`; the folder above MODEL names the category. Source is the folder of the
 * splits, of one split, or of one category.
 */
export async function* readDst3d(context: ImportContext): AsyncGenerator<ImportedSample, void, undefined> {
  const offsets = await modelOffsets(context);
  let found = false;
  for await (const model of models(context, "", 0)) {
    found = true;
    yield* readModel(context, model, offsets);
  }
  if (!found) throw importError(context.source.root, "holds no folder `annotation`", "Give the folder of a 3D-DST dataset: SPLIT/SYNSET/MODEL/annotation/000.npy.");
}

async function* models(context: ImportContext, folder: string, depth: number): AsyncGenerator<string, void, undefined> {
  const names = await context.source.names(folder);
  if (names.includes("annotation")) yield folder;
  else if (depth < DEEPEST) {
    for (const name of names) {
      const path = folder === "" ? name : `${folder}/${name}`;
      if ((await context.source.kind(path)) === "folder") yield* models(context, path, depth + 1);
    }
  }
}

async function* readModel(context: ImportContext, model: string, offsets: ReadonlyMap<string, ModelOffsets>): AsyncGenerator<ImportedSample, void, undefined> {
  const { source, options } = context;
  const parts = model.split("/");
  const shapeId = model === "" ? basename(source.root) : parts.at(-1)!;
  const category = parts.at(-2) ?? basename(source.root);
  const prompts = await promptsOf(context, parts.slice(0, -1).join("/"), shapeId);
  const folder = options.images ?? IMAGES;
  const at = (inside: string): string => (model === "" ? inside : `${model}/${inside}`);
  const images = new Map<string, string[]>();
  for (const name of await source.names(at(folder))) {
    const view = /^(\d+)(_\d+)?\.(png|jpe?g|webp)$/i.exec(name)?.[1];
    if (view !== undefined) images.set(view, [...(images.get(view) ?? []), name]);
  }
  const views = (await source.names(at("annotation"))).filter((name) => /^\d+\.npy$/.test(name)).map((name) => name.slice(0, -4));
  for (const view of views) {
    const own = images.get(view) ?? [];
    images.delete(view);
    if (own.length === 0 && !options.skipMissing) throw importError(at(`${folder}/${view}_00.png`), "is missing", "Say with --images which folder holds the images, or leave such views out with --skip-missing.");
    if (own.length === 0) context.leaveOut("no image");
    for (const name of own) yield await readImage(context, { at, folder, view, name, category, shapeId, prompts, offsets: offsets.get(`${category}/${shapeId}`) ?? null });
  }
  for (const [view, [name]] of images) throw importError(at(`${folder}/${name!}`), `has no annotation/${view}.npy`);
}

interface View {
  at(inside: string): string;
  folder: string;
  view: string;
  name: string;
  category: string;
  shapeId: string;
  prompts: Record<string, unknown>;
  offsets: ModelOffsets | null;
}

async function readImage({ source, options }: ImportContext, { at, folder, view, name, category, shapeId, prompts, offsets }: View): Promise<ImportedSample> {
  const path = at(`${folder}/${name}`);
  const annotation = at(`annotation/${view}.npy`);
  const read = readDst3dAnnotation(await source.read(annotation), annotation, offsets);
  const picture = await decodeImage(await source.read(path), { subject: path });
  const { width, height } = picture;
  const [cx, cy] = read.principal;
  if (cx < 0 || cy < 0 || cx > width || cy > height) throw importError(path, `has ${width} × ${height} pixels; the lens of ${annotation} is of another size`);
  const focal = read.focalOfWidth * width;
  const camera: NonNullable<SampleRecord["camera"]> = {
    K: [focal, 0, cx, 0, focal, cy, 0, 0, 1],
    rotationWorldToCamera: [...read.pose.rotation],
    translationWorldToCamera: [...read.pose.translation],
    width,
    height,
    distortion: null,
  };
  const depth = options.passes && (await source.kind(at(`depth/${view}.exr`))) !== null ? await readDepth(await source.read(at(`depth/${view}.exr`)), at(`depth/${view}.exr`), width, height) : null;
  const mask = depth?.mask ?? (await silhouette(at, view, source, width, height));
  const object = importedObject(
    {
      instanceId: 1, category, shapeId, frontKnown: true, pose: read.pose, scale: 1, box: null, sizeMeters: null,
      maskVisible: mask, maskAmodal: null, visibleFraction: null, truncation: null, boxVisible: null, boxAmodal: null,
      symmetry: { discrete: [], continuous: [] }, viewpoint: read.viewpoint,
    },
    camera,
  );
  const text = prompts[name.replace(/\.[a-z]+$/i, "")];
  const files: ImportedFile[] = [{ output: "image", extension: `.image${extensionOf(name)}`, path }];
  if (depth !== null) files.push({ output: "depth", extension: ".depth.png", bytes: await encodePng16(depth.steps, width, height, 1) });
  const render = at(`${RENDERED}/${view}.png`);
  if (options.passes && folder !== RENDERED && (await source.kind(render)) === "file") files.push({ output: "render", extension: ".render.png", path: render });
  return {
    from: path,
    labelStatus: options.label ?? (folder === RENDERED ? "exact" : "intended"),
    camera,
    objects: [object],
    prompt: typeof text === "string" && text !== "" ? { text, negative: null } : null,
    depthUnitsPerStep: depth?.unitsPerStep ?? null,
    files,
    unknown: ["box3d", "boxProjectedXYXY", "maskAmodal", "truncation", "symmetry", "keypoints", ...(mask === null ? ["maskVisible", "boxVisibleXYXY", "visibleFraction"] : [])],
  };
}

/** Depth in steps of a 65535th of the farthest, and what it shows of the object. */
async function readDepth(bytes: Uint8Array, subject: string, width: number, height: number): Promise<{ steps: Uint16Array; unitsPerStep: number; mask: Uint8Array }> {
  const size = readExrHeader(bytes, subject);
  if (size.width !== width || size.height !== height) throw importError(subject, `has ${size.width} × ${size.height} pixels, its image ${width} × ${height}`);
  const { values, type } = decodeExr(bytes, subject, inflateAtMost);
  const nothing = NOTHING[type];
  let farthest = 0;
  for (const value of values) {
    if (!(value >= 0)) throw importError(subject, `holds the depth ${value}`);
    if (value < nothing && value > farthest) farthest = value;
  }
  const unitsPerStep = farthest > 0 ? farthest / MOST_STEPS : 1;
  const mask = Uint8Array.from(values, (value) => (value > 0 && value < nothing ? 1 : 0));
  return { steps: Uint16Array.from(values, (value) => (value > 0 && value < nothing ? Math.max(1, Math.round(value / unitsPerStep)) : 0)), unitsPerStep, mask };
}

/** The object's pixels from a render on transparent film; null where the film is opaque or there is none. */
async function silhouette(at: View["at"], view: string, source: ImportContext["source"], width: number, height: number): Promise<Uint8Array | null> {
  const path = at(`${RENDERED}/${view}.png`);
  if ((await source.kind(path)) !== "file") return null;
  const render = await decodeImage(await source.read(path), { subject: path });
  if (render.width !== width || render.height !== height) return null;
  const mask = Uint8Array.from({ length: width * height }, (_, index) => (render.data[index * 4 + 3]! >= 128 ? 1 : 0));
  return mask.includes(0) ? mask : null;
}

async function promptsOf({ source }: ImportContext, synset: string, model: string): Promise<Record<string, unknown>> {
  const path = synset === "" ? "prompts.json" : `${synset}/prompts.json`;
  if ((await source.kind(path)) !== "file") return {};
  const all = objectIn(jsonIn(await source.read(path), path), path);
  return Object.hasOwn(all, model) ? objectIn(all[model], `${model} in ${path}`) : {};
}

/** Offsets by `SYNSET/MODEL` from the CSV: synset, model_id, distance, azimuth, elevation … */
async function modelOffsets({ options, modelsText }: ImportContext): Promise<ReadonlyMap<string, ModelOffsets>> {
  const offsets = new Map<string, ModelOffsets>();
  if (modelsText === null) return offsets;
  const subject = options.models ?? "models";
  async function* whole(): AsyncGenerator<string> {
    yield modelsText!;
  }
  for await (const [synset, model, , azimuth, elevation] of csvRows(whole())) {
    if (synset === "synset") continue;
    const given = { azimuth: Number(azimuth || 0), elevation: Number(elevation || 0) };
    if (model === undefined || !Number.isFinite(given.azimuth) || !Number.isFinite(given.elevation)) throw importError(subject, `has a row for ${synset!} that is not synset, model_id, distance, azimuth, elevation`);
    const key = `${synset!}/${model}`;
    if (offsets.has(key)) throw importError(subject, `names ${key} twice`);
    offsets.set(key, given);
  }
  return offsets;
}

function extensionOf(name: string): string {
  return name.slice(name.lastIndexOf(".")).toLowerCase().replace(".jpeg", ".jpg");
}
