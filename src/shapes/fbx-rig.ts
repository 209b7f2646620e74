/** What moves in an FBX: the scene's nodes, skins, morph targets and clips, as a rig. */
import type { Bone, BufferAttribute, KeyframeTrack, Mesh as ThreeMesh, Object3D, SkinnedMesh } from "three";
import type { RigChannel, RigNode } from "../sample/shape.js";
import type { Model, ModelMesh } from "./build-shape.js";
import type { FbxScene } from "./fbx-library.js";
import { matrixFromColumns, uniqueName } from "./gltf-rig.js";
import { gatherVertices, type RawMesh } from "./raw-mesh.js";

/** Nodes of a scene, parents first, and where each object is among them. */
export interface FbxRig {
  nodes: RigNode[];
  indexOf: ReadonlyMap<Object3D, number>;
  clips: Model["clips"];
}

/** The rig of a scene; null where nothing moves. */
export function fbxRig({ root }: FbxScene): FbxRig | null {
  let moves = root.animations.length > 0;
  root.traverse((object) => {
    const { isMesh, geometry } = object as Partial<ThreeMesh>;
    moves ||= "isSkinnedMesh" in object || (isMesh === true && (geometry!.morphAttributes.position ?? []).length > 0);
  });
  if (!moves) return null;
  const nodes: RigNode[] = [];
  const indexOf = new Map<Object3D, number>();
  const byName = new Map<string, Object3D>();
  root.traverse((object) => {
    const { x, y, z, w } = object.quaternion;
    const index = nodes.push({
      name: object.name,
      parent: object.parent === null ? null : (indexOf.get(object.parent) ?? null),
      translation: object.position.toArray(),
      rotation: [x, y, z, w],
      scale: object.scale.toArray(),
      matrix: null,
      weights: [...((object as Partial<ThreeMesh>).morphTargetInfluences ?? [])],
    });
    indexOf.set(object, index - 1);
    if (!byName.has(object.name)) byName.set(object.name, object);
  });
  const names = new Map<string, number>();
  const clips = root.animations.flatMap((animation, index) => {
    const channels = channelsOf(animation.tracks, (name) => byName.get(name), indexOf);
    return channels.length === 0 ? [] : [{ name: uniqueName(animation.name || `clip ${index}`, names), durationSeconds: Math.max(...channels.map(({ times }) => times.at(-1)!)), channels }];
  });
  return { nodes, indexOf, clips };
}

const PATHS = { position: "translation", quaternion: "rotation", scale: "scale" } as const;

/** Tracks are called NODE.position or NODE.morphTargetInfluences[2]. */
function channelsOf(tracks: readonly KeyframeTrack[], find: (name: string) => Object3D | undefined, indexOf: FbxRig["indexOf"]): RigChannel[] {
  const channels: RigChannel[] = [];
  const morphs = new Map<Object3D, Map<number, KeyframeTrack>>();
  for (const track of tracks) {
    const dot = track.name.lastIndexOf(".");
    const object = find(track.name.slice(0, dot));
    const property = track.name.slice(dot + 1);
    const target = /^morphTargetInfluences\[(\d+)\]$/.exec(property);
    if (object === undefined || track.times.length === 0) continue;
    if (target !== null) morphs.set(object, (morphs.get(object) ?? new Map<number, KeyframeTrack>()).set(Number(target[1]), track));
    else if (Object.hasOwn(PATHS, property)) {
      channels.push({ node: indexOf.get(object)!, path: PATHS[property as keyof typeof PATHS], interpolation: "linear", times: Float32Array.from(track.times), values: Float32Array.from(track.values) });
    }
  }
  for (const [object, byTarget] of morphs) channels.push(weightsChannel(indexOf.get(object)!, (object as ThreeMesh).morphTargetInfluences ?? [], byTarget));
  return channels;
}

/** One channel for all targets of a mesh, with a key wherever one of them has one. */
function weightsChannel(node: number, rest: readonly number[], byTarget: ReadonlyMap<number, KeyframeTrack>): RigChannel {
  const times = Float32Array.from([...new Set([...byTarget.values()].flatMap((track) => [...track.times]))].sort((a, b) => a - b));
  const values = new Float32Array(times.length * rest.length);
  times.forEach((time, key) => rest.forEach((weight, target) => {
    const track = byTarget.get(target);
    values[key * rest.length + target] = track === undefined ? weight : between(track, time);
  }));
  return { node, path: "weights", interpolation: "linear", times, values };
}

function between({ times, values }: KeyframeTrack, time: number): number {
  const next = times.findIndex((key) => key >= time);
  if (next <= 0) return values[next === 0 ? 0 : values.length - 1]!;
  const share = (time - times[next - 1]!) / (times[next]! - times[next - 1]!);
  return values[next - 1]! + share * (values[next]! - values[next - 1]!);
}

/** Joints and inverse bind matrices of a skinned mesh; null for others, and for one with a joint that the scene lacks. */
export function fbxSkin(mesh: ThreeMesh, { indexOf }: FbxRig): ModelMesh["skin"] {
  const { skeleton, bindMatrix } = mesh as Partial<SkinnedMesh>;
  if (skeleton === undefined || bindMatrix === undefined) return null;
  const joints = skeleton.bones.map((bone: Bone | undefined) => (bone === undefined ? undefined : indexOf.get(bone)));
  if (joints.length === 0 || joints.some((joint) => joint === undefined)) return null;
  return { joints: joints as number[], inverseBind: skeleton.boneInverses.map((inverse) => matrixFromColumns(inverse.clone().multiply(bindMatrix).elements)) };
}

/** A range of corners in the mesh's own coordinates; corners that are equal in everything become one vertex. */
export function movingMesh(mesh: ThreeMesh, start: number, count: number, skin: ModelMesh["skin"], surface: Pick<RawMesh, "texCoords" | "colors">): RawMesh {
  const { geometry } = mesh;
  const slice = (attribute: BufferAttribute | undefined, size: number): Float32Array | null => (attribute === undefined ? null : Float32Array.from(attribute.array.subarray(start * size, (start + count) * size)));
  const attribute = (name: string): BufferAttribute | undefined => geometry.getAttribute(name) as BufferAttribute | undefined;
  const weights = skin === null ? null : slice(attribute("skinWeight"), 4);
  const indices = skin === null ? null : slice(attribute("skinIndex"), 4);
  const normals = (geometry.morphAttributes.normal ?? []) as BufferAttribute[];
  const targets = ((geometry.morphAttributes.position ?? []) as BufferAttribute[]).map((target, index) => ({ name: target.name || `target ${index}`, positions: slice(target, 3), normals: slice(normals[index], 3) }));
  return withoutCopies({
    label: `mesh ${JSON.stringify(mesh.name)}`,
    positions: slice(attribute("position"), 3)!,
    normals: slice(attribute("normal"), 3),
    tangents: null,
    ...surface,
    influences: weights === null ? 0 : 4,
    jointIndices: indices === null ? null : Uint16Array.from(indices),
    jointWeights: weights,
    morphTargets: targets,
    indices: Uint32Array.from({ length: count }, (_, corner) => corner),
  });
}

function withoutCopies(mesh: RawMesh): RawMesh {
  const arrays: [ArrayLike<number> | null, number][] = [
    [mesh.positions, 3], [mesh.normals, 3], [mesh.colors, 4], [mesh.jointIndices, 4], [mesh.jointWeights, 4],
    ...mesh.texCoords.map((set): [ArrayLike<number>, number] => [set, 2]),
    ...mesh.morphTargets.flatMap((target): [ArrayLike<number> | null, number][] => [[target.positions, 3], [target.normals, 3]]),
  ];
  const known = new Map<string, number>();
  const source: number[] = [];
  const indices = mesh.indices.map((corner) => {
    let key = "";
    for (const [values, size] of arrays) for (let k = 0; values !== null && k < size; k++) key += `${values[corner * size + k]!},`;
    let vertex = known.get(key);
    if (vertex === undefined) {
      known.set(key, (vertex = source.length));
      source.push(corner);
    }
    return vertex;
  });
  return gatherVertices(mesh, Uint32Array.from(source), indices);
}

/** A node at the origin, for meshes whose coordinates are the file's. */
export function stillNode(rig: FbxRig): number {
  return rig.nodes.push({ name: "still", parent: null, translation: [0, 0, 0], rotation: [0, 0, 0, 1], scale: [1, 1, 1], matrix: null, weights: [] }) - 1;
}

