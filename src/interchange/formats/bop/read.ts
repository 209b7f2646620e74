/** Reads BOP's scenewise layout, as BlenderProc's BopWriter makes it. One unit of the run's world is a metre. */
import { decodePng16, decodeRgb } from "../../../codecs/image.js";
import type { BoxXYXY } from "../../../geometry/box.js";
import { intrinsicsFromCentre } from "../../../geometry/pixel-origin.js";
import type { Matrix3 } from "../../../geometry/vector.js";
import type { ObjectRecord, SampleRecord } from "../../../sample/record.js";
import { importError, jsonIn, numberIn, numbersIn, objectIn, rotationIn } from "../../import-error.js";
import type { ImportContext, ImportedFile, ImportedSample } from "../../import-format.js";
import { importedObject } from "../../imported-object.js";
import { type BopModel, metresIn, metresPerStep, readBopModels } from "./read-models.js";

/** So deep below the source lie scenes: split, scene. */
const DEEPEST = 2;
const MODEL_FILES = ["models/models_info.json", "models_eval/models_info.json"];

/** Every image that a scene's `scene_camera.json` names. Source is the folder of the dataset, of a split, or of a scene. */
export async function* readBop(context: ImportContext): AsyncGenerator<ImportedSample, void, undefined> {
  const models = await modelsOf(context);
  let found = false;
  for await (const scene of scenes(context.source, "", 0)) {
    found = true;
    yield* readScene(context, scene, models);
  }
  if (!found) throw importError(context.source.root, "holds no scene_camera.json", "Give the folder of a BOP dataset: SPLIT/000000/scene_camera.json.");
}

async function modelsOf({ source, options, modelsText }: ImportContext): Promise<ReadonlyMap<number, BopModel>> {
  if (modelsText !== null) return readBopModels(jsonIn(new TextEncoder().encode(modelsText), options.models!), options.models!);
  for (const file of MODEL_FILES) if ((await source.kind(file)) === "file") return readBopModels(jsonIn(await source.read(file), file), file);
  throw importError(source.root, `has no ${MODEL_FILES[0]!}`, "Say with --models where the models_info.json of its models is.");
}

async function* scenes(source: ImportContext["source"], folder: string, depth: number): AsyncGenerator<string, void, undefined> {
  const names = await source.names(folder);
  if (names.includes("scene_camera.json")) yield folder;
  else if (depth < DEEPEST) {
    for (const name of names) {
      const path = folder === "" ? name : `${folder}/${name}`;
      if ((await source.kind(path)) === "folder") yield* scenes(source, path, depth + 1);
    }
  }
}

/** A scene's files; the JSON of one scene is held at a time. */
interface Scene {
  at(inside: string): string;
  truth: Record<string, unknown>;
  info: Record<string, unknown>;
  models: ReadonlyMap<number, BopModel>;
}

async function* readScene(context: ImportContext, folder: string, models: ReadonlyMap<number, BopModel>): AsyncGenerator<ImportedSample, void, undefined> {
  const { source, options } = context;
  const at = (inside: string): string => (folder === "" ? inside : `${folder}/${inside}`);
  const json = async (name: string): Promise<Record<string, unknown>> => objectIn(jsonIn(await source.read(at(name)), at(name)), at(name));
  const cameras = await json("scene_camera.json");
  const truth = await json("scene_gt.json");
  const info = (await source.kind(at("scene_gt_info.json"))) === "file" ? await json("scene_gt_info.json") : {};
  for (const key of Object.keys(truth)) if (!Object.hasOwn(cameras, key)) throw importError(at("scene_gt.json"), `has image ${key}, which scene_camera.json lacks`);
  const pictures = await picturesOf(context, at);
  const seen = new Set<number>();
  for (const [key, camera] of Object.entries(cameras)) {
    if (!/^\d{1,9}$/.test(key)) throw importError(at("scene_camera.json"), `has an image called ${JSON.stringify(key)}, which is no number`);
    if (seen.has(Number(key))) throw importError(at("scene_camera.json"), `has image ${Number(key)} twice`);
    seen.add(Number(key));
    const image = pictures.get(Number(key));
    if (image === undefined && !options.skipMissing) throw importError(at(`rgb/${key.padStart(6, "0")}`), "is missing", "Complete the dataset, or leave such labels out with --skip-missing.");
    if (image === undefined) context.leaveOut("no image");
    else yield await readImage(context, { at, truth, info, models }, key, image, objectIn(camera, `image ${key} of ${at("scene_camera.json")}`));
  }
  for (const number of pictures.keys()) if (!seen.has(number)) context.leaveOut("no label");
}

/** Images by number. */
async function picturesOf({ source }: ImportContext, at: Scene["at"]): Promise<ReadonlyMap<number, string>> {
  const pictures = new Map<number, string>();
  for (const folder of ["rgb", "gray"]) {
    for (const name of await source.names(at(folder))) {
      const number = /^(\d{6,9})\.(png|jpe?g|tiff?|webp)$/i.exec(name)?.[1];
      if (number === undefined) continue;
      if (pictures.has(Number(number))) throw importError(at(`${folder}/${name}`), "is a second image of its number");
      pictures.set(Number(number), at(`${folder}/${name}`));
    }
    if (pictures.size > 0) return pictures;
  }
  return pictures;
}

async function readImage({ source, options }: ImportContext, scene: Scene, key: string, path: string, about: Record<string, unknown>): Promise<ImportedSample> {
  const { at, truth } = scene;
  const number = key.padStart(6, "0");
  const { width, height } = await decodeRgb(await source.read(path), { subject: path });
  const subject = `image ${key} of ${at("scene_camera.json")}`;
  const hasWorld = about["cam_R_w2c"] !== undefined && about["cam_t_w2c"] !== undefined;
  const camera: NonNullable<SampleRecord["camera"]> = {
    K: intrinsicsOf(about["cam_K"], subject),
    rotationWorldToCamera: hasWorld ? [...rotationIn(about["cam_R_w2c"], subject, "cam_R_w2c")] : [1, 0, 0, 0, 1, 0, 0, 0, 1],
    translationWorldToCamera: hasWorld ? metresIn(about["cam_t_w2c"], subject, "cam_t_w2c") : [0, 0, 0],
    width,
    height,
    distortion: null,
  };
  const files: ImportedFile[] = [{ output: "image", extension: `.image${path.slice(path.lastIndexOf(".")).toLowerCase().replace(".jpeg", ".jpg")}`, path }];
  const depth = at(`depth/${number}.png`);
  const hasDepth = options.passes && (await source.kind(depth)) === "file";
  if (hasDepth) {
    const picture = await decodePng16(await source.read(depth), { subject: depth });
    if (picture.channels !== 1 || picture.width !== width || picture.height !== height) throw importError(depth, `has ${picture.width} × ${picture.height} pixels, its image ${width} × ${height}`);
    files.push({ output: "depth", extension: ".depth.png", path: depth });
  }
  const entries = Object.hasOwn(truth, key) ? truth[key] : [];
  if (!Array.isArray(entries)) throw importError(at("scene_gt.json"), `has no list for image ${key}`);
  const objects: ObjectRecord[] = [];
  const unknown = new Set<string>(["keypoints", ...(hasWorld ? [] : ["camera.rotationWorldToCamera", "camera.translationWorldToCamera"])]);
  for (const [index, entry] of entries.entries()) objects.push(await readObject({ source, options }, scene, { key, number, index, camera }, objectIn(entry, at("scene_gt.json")), unknown));
  return {
    from: path,
    labelStatus: options.label ?? "exact",
    camera,
    objects,
    prompt: null,
    depthUnitsPerStep: hasDepth ? metresPerStep(about["depth_scale"] ?? 1, subject) : null,
    files,
    unknown: [...unknown],
  };
}

/** BOP's pixel centres are whole numbers. */
function intrinsicsOf(value: unknown, subject: string): number[] {
  const K = numbersIn(value, 9, subject, "cam_K") as unknown as Matrix3;
  if (!(K[0] > 0 && K[4] > 0 && K[3] === 0 && K[6] === 0 && K[7] === 0 && K[8] === 1)) throw importError(subject, "has a cam_K that is no camera's");
  return [...intrinsicsFromCentre(K, 0)];
}

async function readObject({ source, options }: Pick<ImportContext, "source" | "options">, { at, info, models }: Scene, { key, number, index, camera }: { key: string; number: string; index: number; camera: NonNullable<SampleRecord["camera"]> }, entry: Record<string, unknown>, unknown: Set<string>): Promise<ObjectRecord> {
  const subject = `object ${index} of image ${key} in ${at("scene_gt.json")}`;
  const model = models.get(numberIn(entry["obj_id"], subject, "obj_id"));
  if (model === undefined) throw importError(subject, `is of model ${String(entry["obj_id"])}, which models_info.json lacks`);
  const { width, height } = camera;
  const mask = async (folder: string): Promise<Uint8Array | null> => {
    const path = at(`${folder}/${number}_${String(index).padStart(6, "0")}.png`);
    if ((await source.kind(path)) !== "file") return null;
    const picture = await decodeRgb(await source.read(path), { subject: path });
    if (picture.width !== width || picture.height !== height) throw importError(path, `has ${picture.width} × ${picture.height} pixels, its image ${width} × ${height}`);
    return Uint8Array.from({ length: width * height }, (_, pixel) => (picture.data[pixel * 3]! > 0 ? 1 : 0));
  };
  const [visible, amodal] = [await mask("mask_visib"), await mask("mask")];
  const list = Object.hasOwn(info, key) ? info[key] : undefined;
  if (list !== undefined && !(Array.isArray(list) && index < list.length)) throw importError(at("scene_gt_info.json"), `does not have an entry for every object of image ${key}`);
  const about = list === undefined ? null : objectIn((list as unknown[])[index], at("scene_gt_info.json"));
  if (visible === null) unknown.add("maskVisible");
  if (amodal === null) unknown.add("maskAmodal");
  if (about === null) for (const field of ["boxAmodalXYXY", "visibleFraction", "truncation"]) unknown.add(field);
  return importedObject(
    {
      instanceId: index + 1,
      category: model.category,
      shapeId: model.shapeId,
      frontKnown: options.fronts,
      pose: { rotation: rotationIn(entry["cam_R_m2c"], subject, "cam_R_m2c"), translation: metresIn(entry["cam_t_m2c"], subject, "cam_t_m2c") },
      scale: model.longestMetres,
      box: model.box,
      sizeMeters: { longest: model.longestMetres, source: "models_info.json" },
      maskVisible: visible,
      maskAmodal: amodal,
      visibleFraction: about === null ? null : numberIn(about["visib_fract"], subject, "visib_fract"),
      truncation: about === null || amodal === null ? null : truncationOf(numberIn(about["px_count_all"], subject, "px_count_all"), amodal),
      boxVisible: about === null || visible !== null ? null : pixelBox(about["bbox_visib"], subject),
      boxAmodal: about === null ? null : pixelBox(about["bbox_obj"], subject),
      symmetry: model.symmetry,
      viewpoint: {},
    },
    camera,
  );
}

/** Share of an object's pixels beyond the image. */
function truncationOf(all: number, inside: Uint8Array): number {
  const seen = inside.reduce((sum, value) => sum + value, 0);
  return all > seen ? 1 - seen / all : 0;
}

/** BOP's box: first pixel, and the distance from it to the last; −1 where nothing is seen. */
function pixelBox(value: unknown, subject: string): BoxXYXY | null {
  const [x, y, across, down] = numbersIn(value, 4, subject, "box") as [number, number, number, number];
  return across < 0 || down < 0 ? null : [x, y, x + across + 1, y + down + 1];
}
