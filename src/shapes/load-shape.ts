/** Loads a 3D model file into the object frame. */
import { basename, extname } from "node:path";
import { DatasetError } from "../core/errors.js";
import type { Shape } from "../sample/shape.js";
import { buildShape, type Model } from "./build-shape.js";
import { loadFbx, readFbxReferences } from "./fbx.js";
import { blenderAdvice, contentOf, type ModelFormat } from "./file-content.js";
import { listGltfReferences, loadGltf } from "./gltf.js";
import type { LoadContext } from "./load-context.js";
import { DEFAULT_LOAD_LIMITS, type LoadLimits } from "./load-limits.js";
import { ModelFiles, type ReferenceKind } from "./model-files.js";
import { objectRotation, type Axis } from "./normalize.js";
import { listObjReferences, loadObj } from "./obj.js";
import { loadOff } from "./off.js";
import { listPlyReferences, loadPly } from "./ply.js";
import { loadStl } from "./stl.js";

/** What is known about a model beside its file. All of it is optional. */
export interface LoadShapeOptions {
  /** Default: the file's name without extension. */
  id?: string;
  /** Default: `object`. */
  category?: string;
  /** Which way it faces, in the file's own axes; null or absent = unknown: azimuth labels are then null. */
  front?: Axis | null;
  /** Which way is up, in the file's own axes; default +Y. */
  up?: Axis;
  licence?: string | null;
  author?: string | null;
  /** Real length of the longest side in metres. */
  sizeMeters?: number | null;
  /** Where `sizeMeters` comes from; default `given`. */
  sizeSource?: string;
  /** What {@link Shape.source} calls the file; default: its base name. */
  sourceName?: string;
  /** Default `file`. */
  sourceKind?: string;
  /** Folder that the files which the model refers to may lie in; default: the model's own. */
  root?: string;
  /** Lets the model refer to files outside that folder. */
  allowExternal?: boolean;
  limits?: Partial<LoadLimits>;
  /** Told about what is left out or replaced. */
  onWarning?: (message: string) => void;
}

interface Loader {
  load(bytes: Uint8Array, context: LoadContext): Promise<Model>;
  references(bytes: Uint8Array, context: LoadContext): Promise<{ reference: string; kind: ReferenceKind }[]>;
}

const LOADERS: Record<ModelFormat, Loader> = {
  glb: {
    load: (bytes, context) => loadGltf(bytes, true, context),
    references: async (bytes, { files }) => listGltfReferences(bytes, true, files.file),
  },
  gltf: {
    load: (bytes, context) => loadGltf(bytes, false, context),
    references: async (bytes, { files }) => listGltfReferences(bytes, false, files.file),
  },
  obj: {
    load: loadObj,
    references: (bytes, { files }) => listObjReferences(bytes, files),
  },
  ply: {
    load: loadPly,
    references: async (bytes, { files }) => listPlyReferences(bytes, files.file),
  },
  off: { load: loadOff, references: async () => [] },
  stl: { load: loadStl, references: async () => [] },
  fbx: {
    load: loadFbx,
    references: async (bytes, context) => {
      await readFbxReferences(bytes, context);
      return [];
    },
  },
};

/** Formats without a signature, at least in some of their forms: their loaders tell. */
const UNSIGNED: readonly ModelFormat[] = ["obj", "off", "stl", "fbx"];

/** Extensions that {@link loadShape} reads. */
export const MODEL_EXTENSIONS: readonly string[] = Object.keys(LOADERS).map((format) => `.${format}`);

/** The format by extension. @throws DatasetError E_SHAPE_FILE when the extension is another */
function formatOf(file: string): ModelFormat {
  const extension = extname(file).toLowerCase();
  const format = Object.keys(LOADERS).find((known) => `.${known}` === extension);
  if (format !== undefined) return format as ModelFormat;
  throw new DatasetError("E_SHAPE_FILE", `${file} has the extension ${JSON.stringify(extension)}, which is no model format that dst3d reads.`, {
    hint: extension === ".blend" ? blenderAdvice(file) : `Use one of ${MODEL_EXTENSIONS.join(", ")}.`,
    subject: file,
  });
}

/** @throws DatasetError E_SHAPE_FILE when the content is not what the extension says */
function checkContent(bytes: Uint8Array, format: ModelFormat, file: string): void {
  const content = contentOf(bytes);
  if (content.format === format || (UNSIGNED.includes(format) && content.format === null && content.advice === null)) return;
  const advice = content.format === null ? "Fetch or export the model again." : `Rename it to end in .${content.format}.`;
  throw new DatasetError("E_SHAPE_FILE", `${file} is named .${format}, but its content looks like ${content.name}.`, {
    hint: content.advice ?? advice,
    subject: file,
  });
}

async function open(file: string, options: LoadShapeOptions): Promise<{ files: ModelFiles; bytes: Uint8Array; loader: Loader; limits: LoadLimits }> {
  const limits = { ...DEFAULT_LOAD_LIMITS, ...options.limits };
  const files = new ModelFiles(file, {
    fileBytes: limits.fileBytes,
    ...(options.root === undefined ? {} : { root: options.root }),
    ...(options.allowExternal === undefined ? {} : { allowExternal: options.allowExternal }),
  });
  const format = formatOf(file);
  const bytes = await files.readModel();
  checkContent(bytes, format, file);
  return { files, bytes, loader: LOADERS[format], limits };
}

/**
 * Loads a .glb, .gltf, .obj, .ply, .off, .stl or .fbx file.
 *
 * The result is in the object frame: z up, front −y, bounding box of all meshes in their rest pose centred at the
 * origin, longest side 1. Joints, morph targets and clips are kept in {@link Shape.rig}.
 * @param file path of the model
 * @throws DatasetError E_SHAPE_FILE (missing, empty, damaged, other content), E_SHAPE_GEOMETRY (no area, bad
 * coordinates), E_TEXTURE (missing or undecodable), E_EXTERNAL_URI (leaves the folder or names the network), E_OPTION
 */
export async function loadShape(file: string, options: LoadShapeOptions = {}): Promise<Shape> {
  const front = options.front ?? null;
  const rotation = objectRotation(options.up ?? "+Y", front);
  const { files, bytes, loader, limits } = await open(file, options);
  const model = await loader.load(bytes, { files, limits, warn: options.onWarning ?? (() => undefined) });
  const shape = buildShape(model, rotation, file);
  return {
    id: options.id ?? basename(file, extname(file)),
    category: options.category ?? "object",
    source: {
      kind: options.sourceKind ?? "file",
      name: options.sourceName ?? basename(file),
      licence: options.licence ?? null,
      author: options.author ?? null,
      sha256: files.digest(),
      parameters: null,
    },
    ...shape,
    frontKnown: front !== null,
    sizeMeters: options.sizeMeters == null ? null : { longest: options.sizeMeters, source: options.sizeSource ?? "given" },
  };
}

/**
 * sha256 of a model with every file it refers to, as {@link loadShape} puts into `source.sha256`, without decoding.
 * @throws DatasetError as {@link loadShape} for missing files and broken references
 */
export async function hashShape(file: string, options: Pick<LoadShapeOptions, "root" | "allowExternal" | "limits"> = {}): Promise<string> {
  const { files, bytes, loader, limits } = await open(file, options);
  for (const { reference, kind } of await loader.references(bytes, { files, limits, warn: () => undefined })) await files.addToDigest(reference, kind);
  return files.digest();
}
