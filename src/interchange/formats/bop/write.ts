/** Writes BOP's scenewise layout. */
import { encodePng } from "../../../codecs/image.js";
import { decodeMask } from "../../../codecs/rle.js";
import { intrinsicsWithCentre } from "../../../geometry/pixel-origin.js";
import type { Matrix3 } from "../../../geometry/vector.js";
import type { ObjectRecord, SampleRecord } from "../../../sample/record.js";
import type { ExportContext, ExportFolder, FormatWriter } from "../../format.js";
import { imageExtension } from "../../image-name.js";
import { metresPerUnit } from "../../size-metres.js";
import { type BopModels, bopModels } from "./models.js";

/** Images in a scene. */
const SCENE_IMAGES = 1000;
/** Folders of the splits; images are rendered or painted, so that train is what BOP calls PBR. */
const FOLDERS: Readonly<Record<string, string>> = { train: "train_pbr", val: "val", test: "test" };

/** A scene under way. */
interface Scene {
  folder: string;
  camera: Record<string, object>;
  truth: Record<string, object[]>;
  info: Record<string, object[]>;
}

/**
 * Writes `train_pbr/000000/` … with rgb, depth (where all samples have it), masks and the three JSON files, `models/` and
 * `camera.json`. Scene and image numbers are those of the sample's index, so that they stay when samples are added.
 *
 * A scene has one scale: that which gives its main object its true size. Other objects have models of the size that they
 * have beside it in the picture.
 */
export async function openBop({ folder, survey, options, mesh }: ExportContext): Promise<FormatWriter> {
  const models = bopModels({ folder, mesh });
  const hasDepth = survey.outputs.includes("depth");
  const scenes = new Map<string, Scene>();
  let isFirst = true;
  return {
    async add(sample) {
      const { record, split } = sample;
      const millimetres = metresPerUnit(record.objects[0]!, options.sizes)! * 1000;
      const path = `${FOLDERS[split]!}/${number6(Math.floor(record.index / SCENE_IMAGES))}`;
      let scene = scenes.get(split);
      if (scene?.folder !== path) {
        if (scene !== undefined) await writeScene(folder, scene);
        scene = { folder: path, camera: {}, truth: {}, info: {} };
        scenes.set(split, scene);
      }
      if (isFirst) await folder.write("camera.json", cameraFile(record, millimetres));
      isFirst = false;
      const image = record.index % SCENE_IMAGES;
      scene.camera[String(image)] = sceneCamera(record, millimetres);
      scene.truth[String(image)] = await truthOf(record, models, millimetres);
      scene.info[String(image)] = record.objects.map(infoOf);
      for (const [index, object] of record.objects.entries()) await writeMasks(folder, path, `${number6(image)}_${number6(index)}`, record, object);
      await sample.place("image", `${path}/rgb/${number6(image)}.${imageExtension(record)}`);
      if (hasDepth) await sample.place("depth", `${path}/depth/${number6(image)}.png`);
    },
    async finish() {
      for (const scene of scenes.values()) await writeScene(folder, scene);
      await models.finish();
    },
  };
}

async function writeScene(folder: ExportFolder, { folder: path, camera, truth, info }: Scene): Promise<void> {
  await folder.write(`${path}/scene_camera.json`, lines(camera));
  await folder.write(`${path}/scene_gt.json`, lines(truth));
  await folder.write(`${path}/scene_gt_info.json`, lines(info));
}

/** A JSON object with a line for each image. */
function lines(items: Readonly<Record<string, unknown>>): string {
  return `{\n${Object.entries(items).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(",\n")}\n}\n`;
}

function sceneCamera(record: SampleRecord, millimetres: number): object {
  const { K, rotationWorldToCamera, translationWorldToCamera } = record.camera!;
  return {
    cam_K: intrinsicsWithCentre(K as unknown as Matrix3, 0),
    // Depth pictures count steps of the dataset's own unit.
    depth_scale: (record.depth?.unitsPerStep ?? 0) * millimetres || 1,
    cam_R_w2c: rotationWorldToCamera,
    cam_t_w2c: translationWorldToCamera.map((place) => place * millimetres),
  };
}

function cameraFile(record: SampleRecord, millimetres: number): string {
  const { K, width, height } = record.camera!;
  const [fx, , cx, , fy, cy] = intrinsicsWithCentre(K as unknown as Matrix3, 0);
  return `${JSON.stringify({ cx, cy, depth_scale: (record.depth?.unitsPerStep ?? 0) * millimetres || 1, fx, fy, height, width }, null, 1)}\n`;
}

async function truthOf(record: SampleRecord, models: BopModels, millimetres: number): Promise<object[]> {
  const truth: object[] = [];
  for (const object of record.objects) {
    truth.push({
      cam_R_m2c: object.rotationObjectToCamera,
      cam_t_m2c: object.translationObjectToCamera.map((place) => place * millimetres),
      obj_id: await models.number(record, object, object.scale * millimetres),
    });
  }
  return truth;
}

function infoOf({ maskVisible, maskAmodal, boxAmodalXYXY, boxVisibleXYXY, visibleFraction, truncation }: ObjectRecord): object {
  const count = (mask: { size: [number, number]; counts: string }): number => decodeMask(mask).reduce((sum, inside) => sum + inside, 0);
  const visible = count(maskVisible);
  const all = count(maskAmodal);
  return {
    bbox_obj: visible > 0 ? pixelBox(boxAmodalXYXY) : pixelBox(null),
    bbox_visib: pixelBox(boxVisibleXYXY),
    px_count_all: all,
    // Whatever is seen before the object has a depth, too.
    px_count_valid: Math.round(all * (1 - truncation)),
    px_count_visib: visible,
    visib_fract: visibleFraction,
  };
}

/** As `calc_2d_bbox` of BOP's toolkit: first pixel, and the distance from it to the last. */
function pixelBox(box: ObjectRecord["boxVisibleXYXY"]): number[] {
  return box === null ? [-1, -1, -1, -1] : [box[0], box[1], box[2] - 1 - box[0], box[3] - 1 - box[1]];
}

async function writeMasks(folder: ExportFolder, path: string, name: string, record: SampleRecord, { maskVisible, maskAmodal }: ObjectRecord): Promise<void> {
  const { width, height } = record.camera!;
  const white = (mask: Uint8Array): Uint8Array => mask.map((inside) => (inside === 0 ? 0 : 255));
  await folder.write(`${path}/mask_visib/${name}.png`, await encodePng({ width, height, channels: 1, data: white(decodeMask(maskVisible)) }));
  const canvas = decodeMask(maskAmodal);
  const [rows, columns] = maskAmodal.size;
  const data = new Uint8Array(width * height);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [x, y] = [column + maskAmodal.offset[0], row + maskAmodal.offset[1]];
      if (canvas[row * columns + column] !== 0 && x >= 0 && y >= 0 && x < width && y < height) data[y * width + x] = 255;
    }
  }
  await folder.write(`${path}/mask/${name}.png`, await encodePng({ width, height, channels: 1, data }));
}

function number6(value: number): string {
  return String(value).padStart(6, "0");
}
