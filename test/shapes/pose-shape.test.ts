import { describe, expect, it } from "vitest";
import type { Shape } from "../../src/sample/shape.js";
import { loadShape } from "../../src/shapes/load-shape.js";
import { movements, poseShape } from "../../src/shapes/pose-shape.js";
import { sampleChannel, slerp } from "../../src/shapes/sample-clip.js";
import { expectError } from "./expect-error.js";
import { ModelBuilder } from "./gltf-fixtures.js";
import { boundsOf, corner, largestDifference, normalAgreement } from "./shape-measures.js";

const REST = { clip: null, timeSeconds: 0, morphWeights: {} };
/** The file's axes are the object's: no turning, so that positions can be worked out by hand. */
const UPRIGHT = { up: "+Z", front: "-Y" } as const;

/** Positions of a mesh in the file's coordinates. */
function filePositions({ meshes, normalization: { scale, center } }: Shape, mesh = 0): number[][] {
  const { positions } = meshes[mesh]!;
  return Array.from({ length: positions.length / 3 }, (_, i) => [0, 1, 2].map((k) => positions[i * 3 + k]! / scale + center[k]!));
}

/** A ribbon of three rungs at x = 0, 1, 2 whose far end hangs on a second joint at x = 1. */
async function ribbon(): Promise<Shape> {
  const model = new ModelBuilder();
  const { document } = model;
  const primitive = model.primitive([0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 1, 0, 2, 0, 0, 2, 1, 0], [0, 2, 1, 1, 2, 3, 2, 4, 3, 3, 4, 5]);
  primitive.setAttribute("NORMAL", model.accessor("VEC3", Float32Array.from([...Array(6)].flatMap(() => [0, 0, 1]))));
  primitive.setAttribute("JOINTS_0", model.accessor("VEC4", Uint8Array.from([...Array(6)].flatMap(() => [0, 1, 0, 0]))));
  // the middle rung belongs to both joints by halves
  primitive.setAttribute("WEIGHTS_0", model.accessor("VEC4", Float32Array.from([1, 0, 0, 0, 1, 0, 0, 0, 0.5, 0.5, 0, 0, 0.5, 0.5, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0])));
  const tip = document.createNode("tip").setTranslation([1, 0, 0]);
  const base = document.createNode("base").addChild(tip);
  const bind = Float32Array.from([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, -1, 0, 0, 1]);
  const skin = document.createSkin().addJoint(base).addJoint(tip).setInverseBindMatrices(model.accessor("MAT4", bind));
  // a skinned mesh's own node counts for nothing
  model.scene.addChild(document.createNode("ribbon").setMesh(document.createMesh("ribbon").addPrimitive(primitive)).setSkin(skin).setTranslation([50, 50, 50]));
  model.scene.addChild(base);
  const half = Math.SQRT1_2;
  const channel = (name: string, path: "rotation" | "translation", times: number[], values: number[], interpolation: "LINEAR" | "STEP" | "CUBICSPLINE") => {
    const sampler = document.createAnimationSampler().setInput(model.accessor("SCALAR", Float32Array.from(times))).setInterpolation(interpolation);
    sampler.setOutput(model.accessor(path === "rotation" ? "VEC4" : "VEC3", Float32Array.from(values)));
    document.createAnimation(name).addSampler(sampler).addChannel(document.createAnimationChannel().setTargetNode(tip).setTargetPath(path).setSampler(sampler));
  };
  channel("bend", "rotation", [0, 2], [0, 0, 0, 1, 0, 0, half, half], "LINEAR");
  channel("jump", "translation", [0, 1], [1, 0, 0, 1, 0, 5], "STEP");
  channel("ease", "translation", [0, 2], [0, 0, 0, 1, 0, 0, 0, 0, 3, 0, 0, 0, 1, 0, 4, 0, 0, 0], "CUBICSPLINE");
  return loadShape(await model.write(), UPRIGHT);
}

describe("skins and clips", () => {
  it("rest is the file's own pose, and posing to rest changes nothing", async () => {
    const shape = await ribbon();
    expect(filePositions(shape)).toEqual([[0, 0, 0], [0, 1, 0], [1, 0, 0], [1, 1, 0], [2, 0, 0], [2, 1, 0]]);
    expect(movements(shape)).toEqual({ clips: ["bend", "jump", "ease"], morphTargets: [] });
    expect(poseShape(shape, REST).meshes).toEqual(shape.meshes);
    expect(shape.articulation).toBeNull();
  });

  it("a quarter turn of the tip bends the far end up and blends the middle", async () => {
    const posed = poseShape(await ribbon(), { ...REST, clip: "bend", timeSeconds: 2 });
    // the tip turns about (1, 0, 0): (2, y) goes to (1 − y, 1); the middle is half of (1, y) and half of (1 − y, 0)
    const expected = [[0, 0, 0], [0, 1, 0], [1, 0, 0], [0.5, 0.5, 0], [1, 1, 0], [0, 1, 0]];
    expect(largestDifference(filePositions(posed).flat(), expected.flat())).toBeLessThan(1e-6);
    expect(posed.articulation).toEqual({ clip: "bend", timeSeconds: 2, morphWeights: {} });
  });

  it("half the time is half the angle, and times outside the clip hold its ends", async () => {
    const shape = await ribbon();
    const tip = (timeSeconds: number) => filePositions(poseShape(shape, { ...REST, clip: "bend", timeSeconds }))[4]!;
    expect(largestDifference(tip(1), [1 + Math.SQRT1_2, Math.SQRT1_2, 0])).toBeLessThan(1e-6);
    expect(tip(-5)).toEqual(tip(0));
    expect(tip(99)).toEqual(tip(2));
  });

  it("step holds until the next key; cubic starts with its tangent", async () => {
    const shape = await ribbon();
    const height = (clip: string, timeSeconds: number) => filePositions(poseShape(shape, { ...REST, clip, timeSeconds }))[4]![2]!;
    expect(height("jump", 0.999)).toBeCloseTo(0, 6);
    expect(height("jump", 1)).toBeCloseTo(5, 6);
    // Hermite at t = ½ of 2 s: values 0 and 4, out-tangent 3, in-tangent 0 → ½·4 + 2·⅛·3
    expect(height("ease", 1)).toBeCloseTo(2 + 2 * 0.125 * 3, 5);
  });

  it("the normalisation stays that of the rest pose", async () => {
    const shape = await ribbon();
    const posed = poseShape(shape, { ...REST, clip: "jump", timeSeconds: 1 });
    expect(posed.normalization).toBe(shape.normalization);
    expect(posed.dimensions).toBe(shape.dimensions);
    expect(boundsOf(...posed.meshes).maximum[2]).toBeGreaterThan(2);
  });

  it("keypoints go with their node, and back again", async () => {
    const shape = await ribbon();
    const node = shape.rig!.nodes.findIndex(({ name }) => name === "tip");
    const marked: Shape = { ...shape, keypoints: [{ name: "end", position: [0.5, -0.25, 0], node }, { name: "fixed", position: [0.5, -0.25, 0], node: null }] };
    const posed = poseShape(marked, { ...REST, clip: "bend", timeSeconds: 2 });
    // (2, 0, 0) in the file goes to (1, 1, 0)
    expect(largestDifference(posed.keypoints[0]!.position, [0, 0.25, 0])).toBeLessThan(1e-6);
    expect(posed.keypoints[1]!.position).toEqual([0.5, -0.25, 0]);
    expect(largestDifference(poseShape(posed, REST).keypoints[0]!.position, [0.5, -0.25, 0])).toBeLessThan(1e-6);
  });

  it("unknown clips and morph targets name what there is", async () => {
    const shape = await ribbon();
    const pose = async (articulation: Parameters<typeof poseShape>[1]) => poseShape(shape, articulation);
    expect((await expectError(pose({ ...REST, clip: "bent" }), "E_OPTION", /no clip "bent"/)).hint).toBe('Did you mean "bend"?');
    await expectError(pose({ ...REST, morphWeights: { smile: 1 } }), "E_OPTION", /no morph target "smile"/);
    const rigid = await loadShape("../shared/assets/models/kenney/taxi.glb");
    expect(rigid.rig).toBeNull();
    await expectError((async () => poseShape(rigid, { ...REST, clip: "drive" }))(), "E_OPTION", /nothing that moves/);
  });
});

describe("morph targets", () => {
  async function morphing(withNormals: boolean): Promise<Shape> {
    const model = new ModelBuilder();
    const primitive = model.primitive([0, 0, 0, 1, 0, 0, 0, 1, 0], [0, 1, 2]);
    if (withNormals) primitive.setAttribute("NORMAL", model.accessor("VEC3", Float32Array.from([0, 0, 1, 0, 0, 1, 0, 0, 1])));
    for (const [name, delta] of [["tall", [0, 0, 0, 0, 0, 0, 0, 2, 0]], ["out", [0, 0, 0, 0, 0, 1, 0, 0, 0]]] as const) {
      primitive.addTarget(model.document.createPrimitiveTarget(name).setAttribute("POSITION", model.accessor("VEC3", Float32Array.from(delta))));
    }
    const mesh = model.document.createMesh("flag").addPrimitive(primitive).setExtras({ targetNames: ["tall", "out"] }).setWeights([0.5, 0]);
    model.scene.addChild(model.document.createNode("flag").setMesh(mesh));
    return loadShape(await model.write(), UPRIGHT);
  }

  it("the rest pose has the file's weights; named weights replace them", async () => {
    const shape = await morphing(true);
    expect(largestDifference(filePositions(shape).flat(), [0, 0, 0, 1, 0, 0, 0, 2, 0])).toBeLessThan(1e-6);
    expect(shape.normalization.scale).toBe(0.5);
    const posed = poseShape(shape, { ...REST, morphWeights: { tall: 0, out: 0.25 } });
    expect(largestDifference(filePositions(posed).flat(), [0, 0, 0, 1, 0, 0.25, 0, 1, 0])).toBeLessThan(1e-6);
    expect(movements(shape).morphTargets).toEqual(["tall", "out"]);
  });

  it("flat normals follow the morphed face", async () => {
    const posed = poseShape(await morphing(false), { ...REST, morphWeights: { out: 1, tall: 0 } });
    expect(normalAgreement(posed)).toBe(1);
    expect(largestDifference([...posed.meshes[0]!.normals.subarray(0, 3)], [-Math.SQRT1_2, 0, Math.SQRT1_2])).toBeLessThan(1e-6);
  });
});

describe("moving nodes", () => {
  it("a clip that mirrors a part turns its triangles round", async () => {
    const model = new ModelBuilder();
    const node = model.document.createNode("box").setMesh(model.box("box"));
    model.scene.addChild(node);
    const sampler = model.document.createAnimationSampler().setInput(model.accessor("SCALAR", Float32Array.from([0, 1])));
    sampler.setOutput(model.accessor("VEC3", Float32Array.from([1, 1, 1, -1, 1, 1])));
    model.document.createAnimation("flip").addSampler(sampler).addChannel(model.document.createAnimationChannel().setTargetNode(node).setTargetPath("scale").setSampler(sampler));
    const posed = poseShape(await loadShape(await model.write()), { ...REST, clip: "flip", timeSeconds: 1 });
    expect(normalAgreement(posed)).toBe(1);
    expect(corner(posed.meshes[0]!, 0)).toHaveLength(3);
  });
});

describe("interpolation", () => {
  it("rotations go the short way and stay unit", () => {
    const q = slerp([0, 0, 0, 1], [0, 0, -Math.SQRT1_2, -Math.SQRT1_2], 0.5);
    expect(largestDifference(q, [0, 0, Math.sin(Math.PI / 8), Math.cos(Math.PI / 8)])).toBeLessThan(1e-12);
    expect(Math.hypot(...slerp([0, 0, 0, 1], [0, 0, 1e-9, 1], 0.3))).toBeCloseTo(1, 12);
  });

  it("a key is met exactly", () => {
    const times = Float32Array.from([0, 0.5, 2]);
    const channel = { node: 0, path: "translation", interpolation: "linear", times, values: Float32Array.from([0, 0, 0, 1, 2, 3, 4, 4, 4]) } as const;
    expect(sampleChannel(channel, 0.5)).toEqual([1, 2, 3]);
    expect(sampleChannel(channel, 1.25)).toEqual([2.5, 3, 3.5]);
  });
});
