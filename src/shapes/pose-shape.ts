/** Puts a shape into a state of its rig. */
import { DatasetError } from "../core/errors.js";
import { nearest } from "../core/nearest.js";
import { multiply4, transformPoint, type Vector3 } from "../geometry/vector.js";
import type { Articulation, Keypoint, Rig, RigNode, Shape } from "../sample/shape.js";
import { invertAffine, worldMatrices } from "./node-transforms.js";
import type { Normalization } from "./normalize.js";
import { placeMesh } from "./place-mesh.js";
import { sampleChannel } from "./sample-clip.js";

/** Names of a shape's clips and morph targets: what an {@link Articulation} may say. */
export function movements(shape: Shape): { clips: readonly string[]; morphTargets: readonly string[] } {
  const targets = shape.rig?.bindings.flatMap((binding) => binding.morphTargets.map((target) => target.name)) ?? [];
  return { clips: shape.rig?.clips.map((clip) => clip.name) ?? [], morphTargets: [...new Set(targets)] };
}

/**
 * The shape in a pose: its clip at a time, then the named morph weights over what the clip says. The normalisation
 * stays the rest pose's, so a part that reaches out may leave the unit box.
 * @throws DatasetError E_OPTION for a shape without rig, and for unknown clips and morph targets
 */
export function poseShape(shape: Shape, articulation: Articulation): Shape {
  const { rig } = shape;
  if (rig === null) {
    if (articulation.clip === null && Object.keys(articulation.morphWeights).length === 0) return { ...shape, articulation };
    throw new DatasetError("E_OPTION", `The shape ${shape.id} has nothing that moves.`, { hint: "Leave its articulation out.", subject: shape.id });
  }
  checkNames(shape, articulation);
  const nodes = posedNodes(rig, articulation);
  const worlds = worldMatrices(nodes);
  const meshes = shape.meshes.map((mesh, index) => {
    const binding = rig.bindings[index]!;
    const weights = binding.morphTargets.map((target, k) => articulation.morphWeights[target.name] ?? nodes[binding.node]!.weights[k] ?? 0);
    return placeMesh(mesh, binding, worlds, weights, shape.normalization);
  });
  return { ...shape, meshes, keypoints: movedKeypoints(shape, rig, nodes), articulation };
}

function checkNames(shape: Shape, articulation: Articulation): void {
  const known = movements(shape);
  if (articulation.clip !== null && !known.clips.includes(articulation.clip)) throw unknownName(shape.id, "clip", articulation.clip, known.clips);
  for (const name of Object.keys(articulation.morphWeights)) {
    if (!known.morphTargets.includes(name)) throw unknownName(shape.id, "morph target", name, known.morphTargets);
  }
}

function unknownName(id: string, kind: string, name: string, known: readonly string[]): DatasetError {
  const guess = nearest(name, known);
  return new DatasetError("E_OPTION", `The shape ${id} has no ${kind} ${JSON.stringify(name)}.`, {
    hint: known.length === 0 ? `It has no ${kind}s at all.` : guess === null ? `It has: ${known.join(", ")}.` : `Did you mean ${JSON.stringify(guess)}?`,
    subject: name,
  });
}

/** The nodes as a clip moves them. */
export function posedNodes(rig: Rig, articulation: Articulation | null): readonly RigNode[] {
  const clip = rig.clips.find(({ name }) => name === articulation?.clip);
  if (clip === undefined || articulation === null) return rig.nodes;
  const nodes = rig.nodes.map((node) => ({ ...node }));
  for (const channel of clip.channels) {
    const value = sampleChannel(channel, articulation.timeSeconds);
    const node = nodes[channel.node]!;
    // glTF forbids a matrix on an animated node; a file that has both means the animation
    if (channel.path !== "weights") node.matrix = null;
    if (channel.path === "weights") node.weights = value;
    else if (channel.path === "rotation") node.rotation = value as [number, number, number, number];
    else node[channel.path] = value as unknown as Vector3;
  }
  return nodes;
}

/** Keypoints on rig nodes go where their node goes, from the pose that the shape is in. */
function movedKeypoints(shape: Shape, rig: Rig, nodes: readonly RigNode[]): Keypoint[] {
  if (!shape.keypoints.some((keypoint) => keypoint.node !== null)) return [...shape.keypoints];
  const before = worldMatrices(posedNodes(rig, shape.articulation));
  const after = worldMatrices(nodes);
  return shape.keypoints.map((keypoint) => {
    if (keypoint.node === null) return keypoint;
    const move = multiply4(after[keypoint.node]!, invertAffine(before[keypoint.node]!));
    return { ...keypoint, position: toObject(transformPoint(move, toFile(keypoint.position, shape.normalization)), shape.normalization) };
  });
}

function toFile(p: Vector3, { scale, rotation: r, center }: Normalization): Vector3 {
  return [
    (r[0] * p[0] + r[3] * p[1] + r[6] * p[2]) / scale + center[0],
    (r[1] * p[0] + r[4] * p[1] + r[7] * p[2]) / scale + center[1],
    (r[2] * p[0] + r[5] * p[1] + r[8] * p[2]) / scale + center[2],
  ];
}

function toObject(p: Vector3, { scale, rotation: r, center }: Normalization): Vector3 {
  const d = [p[0] - center[0], p[1] - center[1], p[2] - center[2]] as const;
  const row = (i: number) => scale * (r[i]! * d[0] + r[i + 1]! * d[1] + r[i + 2]! * d[2]);
  return [row(0), row(3), row(6)];
}
