/** Models that move, as GLB: a skin that bends, morph targets, and nodes that turn, mirror and stretch. */
import { Document, WebIO, type Accessor, type Node } from "@gltf-transform/core";

/** A model and the states that it is looked at in. */
export interface MovingModel {
  name: string;
  bytes: Uint8Array;
  poses: readonly { clip: string | null; timeSeconds: number; morphWeights: Readonly<Record<string, number>> }[];
}

const at = (clip: string, ...times: readonly number[]) => times.map((timeSeconds) => ({ clip, timeSeconds, morphWeights: {} }));

class Builder {
  readonly document = new Document();
  readonly #buffer = this.document.createBuffer();
  readonly scene = this.document.createScene();

  accessor(type: "SCALAR" | "VEC3" | "VEC4" | "MAT4", values: readonly number[], Kind: Float32ArrayConstructor | Uint16ArrayConstructor = Float32Array): Accessor {
    return this.document.createAccessor().setBuffer(this.#buffer).setType(type).setArray(Kind.from(values));
  }

  primitive(positions: readonly number[], indices: readonly number[]) {
    return this.document.createPrimitive().setAttribute("POSITION", this.accessor("VEC3", positions)).setIndices(this.accessor("SCALAR", indices, Uint16Array));
  }

  animate(clip: string, node: Node, path: "translation" | "rotation" | "scale" | "weights", times: readonly number[], values: readonly number[], interpolation: "LINEAR" | "STEP" | "CUBICSPLINE" = "LINEAR"): void {
    const type = path === "rotation" ? "VEC4" : path === "weights" ? "SCALAR" : "VEC3";
    const sampler = this.document.createAnimationSampler().setInput(this.accessor("SCALAR", times)).setOutput(this.accessor(type, values)).setInterpolation(interpolation);
    const animation = this.document.getRoot().listAnimations().find((known) => known.getName() === clip) ?? this.document.createAnimation(clip);
    animation.addSampler(sampler).addChannel(this.document.createAnimationChannel().setTargetNode(node).setTargetPath(path).setSampler(sampler));
  }

  bytes(): Promise<Uint8Array> {
    return new WebIO().writeBinary(this.document);
  }
}

const RINGS = 17;
const AROUND = 24;

/** A tube along x from 0 to 4: points of a ring, and how far along each is. */
function tube(radius: (along: number) => number): { positions: number[]; indices: number[]; along: number[] } {
  const positions: number[] = [];
  const indices: number[] = [];
  const along: number[] = [];
  for (let ring = 0; ring < RINGS; ring++) {
    for (let k = 0; k < AROUND; k++) {
      const turn = (2 * Math.PI * k) / AROUND;
      const share = ring / (RINGS - 1);
      positions.push(4 * share, radius(share) * Math.cos(turn), radius(share) * Math.sin(turn));
      along.push(4 * share);
      if (ring === 0) continue;
      const [a, b, c, d] = [(ring - 1) * AROUND + k, (ring - 1) * AROUND + ((k + 1) % AROUND), ring * AROUND + ((k + 1) % AROUND), ring * AROUND + k];
      indices.push(a, b, c, a, c, d);
    }
  }
  return { positions, indices, along };
}

async function arm(): Promise<MovingModel> {
  const model = new Builder();
  const { positions, indices, along } = tube((share) => 0.4 - 0.25 * share);
  const joints: number[] = [];
  const weights: number[] = [];
  for (const x of along) {
    const first = Math.min(2, Math.floor(x / 4 * 3));
    const share = Math.min(1, Math.max(0, x / 4 * 3 - first));
    joints.push(first, Math.min(2, first + 1), 0, 0);
    weights.push(first === 2 ? 1 : 1 - share, first === 2 ? 0 : share, 0, 0);
  }
  const primitive = model.primitive(positions, indices).setAttribute("JOINTS_0", model.accessor("VEC4", joints, Uint16Array)).setAttribute("WEIGHTS_0", model.accessor("VEC4", weights));
  const [upper, fore, hand] = ["upper", "fore", "hand"].map((name) => model.document.createNode(name));
  upper!.addChild(fore!.setTranslation([4 / 3, 0, 0]));
  fore!.addChild(hand!.setTranslation([4 / 3, 0, 0]));
  const bind = [0, 4 / 3, 8 / 3].flatMap((x) => [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, -x, 0, 0, 1]);
  const skin = model.document.createSkin().addJoint(upper!).addJoint(fore!).addJoint(hand!).setInverseBindMatrices(model.accessor("MAT4", bind));
  model.scene.addChild(upper!).addChild(model.document.createNode("arm").setMesh(model.document.createMesh("arm").addPrimitive(primitive)).setSkin(skin));
  const half = Math.SQRT1_2;
  model.animate("wave", fore!, "rotation", [0, 1, 2], [0, 0, 0, 1, 0, half, 0, half, 0, 0, half, half]);
  model.animate("wave", hand!, "rotation", [0, 2], [0, 0, 0, 1, half, 0, 0, half], "LINEAR");
  model.animate("stretch", hand!, "translation", [0, 1], [4 / 3, 0, 0, 6, 2, 0]);
  return { name: "skin", bytes: await model.bytes(), poses: [...at("wave", 0, 0.35, 1, 1.7), ...at("stretch", 0.5, 1)] };
}

async function balloon(): Promise<MovingModel> {
  const model = new Builder();
  const { positions, indices } = tube((share) => 0.9 * Math.sqrt(Math.max(0.01, share * (1 - share))) * 2);
  const deltas = (name: string, change: (x: number, y: number, z: number) => readonly number[]) => {
    const out: number[] = [];
    for (let i = 0; i < positions.length; i += 3) out.push(...change(positions[i], positions[i + 1], positions[i + 2]));
    return model.document.createPrimitiveTarget(name).setAttribute("POSITION", model.accessor("VEC3", out));
  };
  const primitive = model.primitive(positions, indices).addTarget(deltas("fat", (_x, y, z) => [0, y * 0.8, z * 0.8])).addTarget(deltas("bent", (x) => [0, 0.2 * x * x, 0]));
  const mesh = model.document.createMesh("balloon").addPrimitive(primitive).setWeights([0, 0]);
  const node = model.document.createNode("balloon").setMesh(mesh);
  model.scene.addChild(node);
  model.animate("breathe", node, "weights", [0, 1, 2], [0, 0, 1, 0.5, 0.2, 1]);
  const still = (morphWeights: Record<string, number>) => ({ clip: null, timeSeconds: 0, morphWeights });
  return { name: "morph targets", bytes: await model.bytes(), poses: [still({ fat: 0.7 }), still({ bent: -0.5 }), still({ fat: 1, bent: 1 }), ...at("breathe", 0.3, 1.5)] };
}

const BOX = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((corner) => [corner & 1 ? 0.5 : -0.5, corner & 2 ? 0.5 : -0.5, corner & 4 ? 0.5 : -0.5]);
const BOX_SIDES = [[0, 4, 6, 2], [1, 3, 7, 5], [0, 1, 5, 4], [2, 6, 7, 3], [0, 2, 3, 1], [4, 5, 7, 6]].flatMap(([a, b, c, d]) => [a, b, c, a, c, d]);

async function crane(): Promise<MovingModel> {
  const model = new Builder();
  const box = model.document.createMesh("box").addPrimitive(model.primitive(BOX, BOX_SIDES));
  const node = (name: string, translation: [number, number, number], scale: [number, number, number]) => model.document.createNode(name).setMesh(box).setTranslation(translation).setScale(scale);
  const jib = node("jib", [0.8, 0.6, 0], [2.2, 0.15, 0.3]).setRotation([0, 0, Math.sin(0.3), Math.cos(0.3)]);
  const hook = node("hook", [0.4, -2, 0], [0.1, 2, -0.5]); // mirrored
  const mast = node("mast", [0, 0, 0], [1, 2, 1]).addChild(jib.addChild(hook));
  model.scene.addChild(mast);
  const half = Math.SQRT1_2;
  model.animate("slew", mast, "rotation", [0, 1, 2], [0, 0, 0, 1, 0, half, 0, half, 0, 1, 0, 0]);
  model.animate("slew", jib, "rotation", [0, 2], [0, 0, Math.sin(0.3), Math.cos(0.3), 0, 0, Math.sin(-0.2), Math.cos(-0.2)], "STEP");
  model.animate("slew", hook, "translation", [0, 2], [0, 0, 0, 0.4, -2, 0, 0, 1, 0, 0, -1, 0, 0.4, -6, 0, 0, 0, 0], "CUBICSPLINE");
  model.animate("squash", mast, "scale", [0, 1], [1, 2, 1, 2.5, 0.4, -1]);
  return { name: "nodes", bytes: await model.bytes(), poses: [...at("slew", 0, 0.5, 1.2, 2), ...at("squash", 0.4, 1)] };
}

/** All of them. */
export function movingModels(): Promise<MovingModel[]> {
  return Promise.all([arm(), balloon(), crane()]);
}
