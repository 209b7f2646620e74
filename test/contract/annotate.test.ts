/** What the record promises of every object of a scene: two overlapping cubes, one half outside, one behind the camera. */
import { describe, expect, it } from "vitest";
import { annotateObjects, buildRecord } from "../../src/annotate/record.js";
import { decodeMask, maskArea } from "../../src/codecs/rle.js";
import { canonicalJson } from "../../src/dataset/canonical-json.js";
import { projectPoints } from "../../src/geometry/camera.js";
import type { Vector3 } from "../../src/geometry/vector.js";
import { instanceMask } from "../../src/render/amodal.js";
import { renderPasses } from "../../src/render/passes.js";
import { RenderWorkspace } from "../../src/render/workspace.js";
import { recordSchema, type ObjectRecord } from "../../src/sample/record.js";
import type { Instance, Scene } from "../../src/sample/scene.js";
import type { GeneratedSample } from "../../src/sample/sample.js";
import type { Shape } from "../../src/sample/shape.js";
import { cameraAround, cube, place, sceneOf } from "../render/scenes.js";

const SIZE = 96;
/** From the front (−y), a little from above. */
const camera = cameraAround(0, 0.2, 3, SIZE);
const viewpoint: GeneratedSample["viewpoint"] = { canonical: { azimuthRadians: 0, elevationRadians: 0.2, inPlaneRadians: 0, distance: 3 }, raw: null };

/** A cube with a keypoint in the middle of its front, of its back and of its top. */
const marked = (changes: Partial<Shape> = {}): Shape => ({
  ...cube(),
  keypoints: [
    { name: "front", position: [0, -0.5, 0], node: null },
    { name: "back", position: [0, 0.5, 0], node: null },
    { name: "top", position: [0, 0, 0.5], node: null },
  ],
  ...changes,
});

function annotated(instances: readonly Instance[]): { scene: Scene; passes: ReturnType<typeof renderPasses>; objects: ObjectRecord[] } {
  const scene = sceneOf(camera, instances);
  const workspace = new RenderWorkspace();
  const passes = renderPasses(scene, { workspace });
  return { scene, passes, objects: annotateObjects({ content: scene, passes, viewpoint }, workspace) };
}

const visibilities = (object: ObjectRecord) => Object.fromEntries(object.keypoints.map(({ name, visibility }) => [name, visibility]));
const pixels = (mask: Uint8Array) => mask.reduce((sum, value) => sum + value, 0);

describe("two overlapping objects", () => {
  const near = place(5, marked(), [0.15, -0.9, 0], 0.5);
  const far = place(2, marked());
  const { passes, objects } = annotated([far, near]);
  const [farRecord, nearRecord] = objects as [ObjectRecord, ObjectRecord];

  it("are listed in the scene's order, by their own ids", () => {
    expect(objects.map((object) => object.instanceId)).toEqual([2, 5]);
  });

  it("the nearer one hides the other: visible masks are the instance pass, and share no pixel", () => {
    const [farMask, nearMask] = [decodeMask(farRecord.maskVisible), decodeMask(nearRecord.maskVisible)];
    for (let pixel = 0; pixel < SIZE * SIZE; pixel++) {
      expect(farMask[pixel] === 1).toBe(passes.instanceId[pixel] === 2);
      expect(nearMask[pixel] === 1).toBe(passes.instanceId[pixel] === 5);
    }
    const alone = instanceMask(renderPasses(sceneOf(camera, [near])), 5);
    expect(nearMask).toEqual(alone);
  });

  it("amodal masks are those of each object rendered alone; the fraction is visible over amodal pixels", () => {
    for (const [record, instance] of [[farRecord, far], [nearRecord, near]] as const) {
      const alone = instanceMask(renderPasses(sceneOf(camera, [instance])), instance.instanceId);
      expect(record.maskAmodal).toMatchObject({ offset: [0, 0], clipped: false, size: [SIZE, SIZE] });
      expect(decodeMask(record.maskAmodal)).toEqual(alone);
      expect(record.visibleFraction).toBe(maskArea(record.maskVisible) / pixels(alone));
      expect(record.truncation).toBe(0);
    }
    expect(nearRecord.visibleFraction).toBe(1);
    expect(farRecord.visibleFraction).toBeLessThan(0.9);
  });

  it("boxes are tight around what they say", () => {
    for (const [record, mask] of [[farRecord.boxVisibleXYXY, farRecord.maskVisible], [farRecord.boxAmodalXYXY, farRecord.maskAmodal], [nearRecord.boxVisibleXYXY, nearRecord.maskVisible]] as const) {
      const data = decodeMask(mask);
      const columns = [...data.keys()].filter((pixel) => data[pixel] === 1).map((pixel) => pixel % SIZE);
      const rows = [...data.keys()].filter((pixel) => data[pixel] === 1).map((pixel) => Math.floor(pixel / SIZE));
      expect(record).toEqual([Math.min(...columns), Math.min(...rows), Math.max(...columns) + 1, Math.max(...rows) + 1]);
    }
    const [x0, y0, x1, y1] = farRecord.boxProjectedXYXY!;
    const [a0, b0, a1, b1] = farRecord.boxAmodalXYXY!;
    for (const difference of [a0 - x0, b0 - y0, x1 - a1, y1 - b1]) {
      expect(difference).toBeGreaterThan(-1);
      expect(difference).toBeLessThan(1);
    }
    expect(farRecord.boxTruncatedXYXY).toEqual(farRecord.boxProjectedXYXY);
  });

  it("the written pose, scale and K put the corners of the 3D box around the object", () => {
    for (const record of objects) {
      const pose = { rotation: record.rotationObjectToCamera, translation: record.translationObjectToCamera } as unknown as Parameters<typeof projectPoints>[1];
      const corners = record.box3d.corners.map((corner) => corner.map((value) => value * record.scale) as unknown as Vector3);
      const points = projectPoints(corners, pose, camera.K);
      expect(Math.min(...points.map(({ x }) => x))).toBeCloseTo(record.boxProjectedXYXY![0], 9);
      expect(Math.max(...points.map(({ y }) => y))).toBeCloseTo(record.boxProjectedXYXY![3], 9);
    }
  });

  it("keypoints: seen, hidden by the other object, hidden by the object itself", () => {
    expect(visibilities(nearRecord)).toEqual({ front: "visible", back: "occluded", top: "visible" });
    expect(visibilities(farRecord)).toEqual({ front: "occluded", back: "occluded", top: "visible" });
    expect(visibilities(annotated([far]).objects[0]!)).toEqual({ front: "visible", back: "occluded", top: "visible" });
  });
});

describe("an object at the image's edge", () => {
  // The optical axis is at the image's centre; at distance 3 the image is 3 / 1.1 wide.
  const { objects } = annotated([place(1, marked()), place(2, marked(), [3 / 1.1 / 2, 0, 0], 0.6)]);
  const record = objects[1]!;

  it("is truncated by the share of it that lies outside", () => {
    const alone = decodeMask(record.maskAmodal);
    const [height, width] = record.maskAmodal.size;
    const [left] = record.maskAmodal.offset;
    let inside = 0;
    for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) if (alone[y * width + x] === 1 && x + left < SIZE) inside++;
    expect(record.maskAmodal).toMatchObject({ offset: [0, 0], clipped: false });
    expect(width).toBeGreaterThan(SIZE);
    expect(record.truncation).toBeCloseTo(1 - inside / pixels(alone), 12);
    expect(record.truncation).toBeGreaterThan(0.4);
    expect(record.truncation).toBeLessThan(0.6);
    expect(record.boxAmodalXYXY![2]).toBeGreaterThan(SIZE);
    expect(record.boxVisibleXYXY![2]).toBe(SIZE);
    expect(record.boxTruncatedXYXY![2]).toBe(SIZE);
  });

  it("its amodal mask is what a wider picture of the same camera shows", () => {
    const [height, width] = record.maskAmodal.size;
    const wide = sceneOf({ ...camera, width }, [place(2, marked(), [3 / 1.1 / 2, 0, 0], 0.6)]);
    expect(height).toBe(SIZE);
    expect(decodeMask(record.maskAmodal)).toEqual(instanceMask(renderPasses(wide), 2));
  });
});

it("a keypoint outside the image, and one behind the camera", () => {
  const shape = marked({ keypoints: [{ name: "outside", position: [8, 0, 0], node: null }, { name: "behind", position: [0, -20, 0], node: null }] });
  const [object] = annotated([place(1, shape)]).objects;
  expect(visibilities(object!)).toEqual({ outside: "outside", behind: "outside" });
  expect(object!.keypoints.map(({ image }) => image === null)).toEqual([false, true]);
  expect(object!.keypoints[0]!.image![0]).toBeGreaterThan(SIZE);
});

it("an object that cannot be seen has empty masks and no boxes around them", () => {
  const [, behind] = annotated([place(1, marked()), place(2, marked(), [0, -9, 0])]).objects;
  expect(behind).toMatchObject({ boxVisibleXYXY: null, boxAmodalXYXY: null, boxProjectedXYXY: null, boxTruncatedXYXY: null, visibleFraction: 0, truncation: 0 });
  expect(maskArea(behind!.maskVisible)).toBe(0);
  expect(behind!.keypoints.every(({ visibility, image }) => visibility === "outside" && image === null)).toBe(true);
  const [, hidden] = annotated([place(1, marked()), place(2, marked(), [0, 0.8, 0], 0.2)]).objects;
  expect(hidden).toMatchObject({ boxVisibleXYXY: null, visibleFraction: 0 });
  expect(maskArea(hidden!.maskAmodal)).toBeGreaterThan(0);
});

describe("viewpoints", () => {
  it("are those of the pose", () => {
    const [object] = annotated([place(1, marked())]).objects;
    expect(object!.viewpoint.azimuthRadians).toBeCloseTo(0, 12);
    expect(object!.viewpoint.elevationRadians).toBeCloseTo(0.2, 12);
    expect(object!.viewpoint.distance).toBeCloseTo(3, 12);
  });

  it("have no azimuth where nobody knows the front", () => {
    const [object] = annotated([place(1, marked({ frontKnown: false }))]).objects;
    expect(object).toMatchObject({ frontKnown: false, viewpoint: { azimuthRadians: null, elevationRadians: expect.closeTo(0.2, 12) } });
  });

  it("with offsets of the model: the canonical angles, and the camera as drawn beside them", () => {
    const scene = sceneOf(camera, [place(1, marked()), place(2, marked(), [1, 0, 0], 0.5)]);
    const raw = { azimuthRadians: 1.1, elevationRadians: 0.3, distance: 3 };
    const canonical = { azimuthRadians: 0.9, elevationRadians: 0.25, inPlaneRadians: 0, distance: 3 };
    const [main, other] = annotateObjects({ content: scene, passes: renderPasses(scene), viewpoint: { canonical, raw } });
    expect(main!.viewpoint).toMatchObject({ azimuthRadians: 0.9, elevationRadians: 0.25, raw });
    expect(other!.viewpoint.raw).toBeNull();
  });
});

it("the whole record fits its schema and comes back from JSON as it was", () => {
  const scene = sceneOf(camera, [place(1, marked()), place(2, marked(), [3 / 1.1 / 2, 0, 0], 0.6)]);
  const passes = renderPasses(scene);
  const sample: GeneratedSample = {
    index: 12,
    id: "00000012",
    scene: 3,
    view: 1,
    image: 0,
    group: { id: "scene-00000003", kind: "multiview", position: 1 },
    objects: [],
    surroundings: null, light: null, clutter: null,
    viewpoint,
    camera,
    framing: null,
    prompt: { text: "two cubes", negative: null, source: "template" },
    seed: 4,
    content: scene,
    passes,
    controls: {},
    output: { width: SIZE, height: SIZE, channels: 3, data: new Uint8Array(SIZE * SIZE * 3) },
    arm: "bg3d",
    labelStatus: "exact",
    generation: { generator: "render", model: null, hashes: {}, seed: 4, settings: {} },
  };
  const hash = "a".repeat(64);
  const record = buildRecord(sample, { files: { image: { name: "00000012.image.png", sha256: hash } }, stages: { render: hash }, promptSha256: hash, depthUnitsPerStep: 1 / 16384, pixelsPerImagePixel: null, planted: null });
  expect(recordSchema.parse(record)).toEqual(record);
  expect(JSON.parse(canonicalJson(record))).toEqual(record);
  expect(canonicalJson(JSON.parse(canonicalJson(record)))).toBe(canonicalJson(record));
});
