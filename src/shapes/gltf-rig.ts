/** Nodes, skins and clips of a glTF document as a rig. */
import type { Animation, Document, GLTF, Node as GltfNode, Skin } from "@gltf-transform/core";
import { DatasetError } from "../core/errors.js";
import { IDENTITY4, type Matrix4, type Vector3 } from "../geometry/vector.js";
import type { Rig, RigChannel, RigNode } from "../sample/shape.js";
import { floatValues } from "./gltf-accessor.js";

/** The nodes of the scenes that are shown, parents first, and where each glTF node is among them. */
export interface NodeTable {
  nodes: RigNode[];
  indexOf: Map<GltfNode, number>;
}

/** Row-major from glTF's column-major numbers. */
export function matrixFromColumns(columns: ArrayLike<number>, at = 0): Matrix4 {
  const out: number[] = [];
  for (let row = 0; row < 4; row++) for (let column = 0; column < 4; column++) out.push(columns[at + column * 4 + row]!);
  return out as unknown as Matrix4;
}

/** Roots of what is shown: the default scene, else all scenes, else every node without a parent. */
function shownRoots(document: Document): GltfNode[] {
  const root = document.getRoot();
  const scene = root.getDefaultScene();
  const scenes = scene === null ? root.listScenes() : [scene];
  const listed = scenes.flatMap((one) => one.listChildren());
  return scenes.length > 0 ? [...new Set(listed)] : root.listNodes().filter((node) => node.getParentNode() === null);
}

function isHidden(node: GltfNode): boolean {
  const visibility = node.getExtension("KHR_node_visibility");
  return visibility !== null && "getVisible" in visibility && (visibility as { getVisible(): boolean }).getVisible() === false;
}

/** Walks what is shown, depth first in the file's order. A joint outside the scene is added with its ancestors. */
export function nodeTable(document: Document, json: GLTF.IGLTF): NodeTable {
  const table: NodeTable = { nodes: [], indexOf: new Map() };
  const position = new Map(document.getRoot().listNodes().map((node, index) => [node, index]));
  const add = (node: GltfNode, parent: number | null): number => {
    const matrix = json.nodes?.[position.get(node)!]?.matrix;
    table.indexOf.set(node, table.nodes.length);
    return table.nodes.push({
      name: node.getName(),
      parent,
      translation: node.getTranslation() as Vector3,
      rotation: node.getRotation() as [number, number, number, number],
      scale: node.getScale() as Vector3,
      matrix: matrix === undefined ? null : matrixFromColumns(matrix),
      weights: node.getWeights().length > 0 ? node.getWeights() : (node.getMesh()?.getWeights() ?? []),
    }) - 1;
  };
  const walk = (roots: readonly GltfNode[]): void => {
    // a stack of its own: hierarchies may be deeper than the call stack
    const stack = [...roots].reverse().map((node) => ({ node, parent: null as number | null }));
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      if (table.indexOf.has(next.node) || isHidden(next.node)) continue;
      const parent = add(next.node, next.parent);
      for (const child of [...next.node.listChildren()].reverse()) stack.push({ node: child, parent });
    }
  };
  walk(shownRoots(document));
  const addWithAncestors = (node: GltfNode): number => {
    const known = table.indexOf.get(node);
    if (known !== undefined) return known;
    const parent = node.getParentNode();
    return add(node, parent === null ? null : addWithAncestors(parent));
  };
  for (const skin of document.getRoot().listSkins()) for (const joint of skin.listJoints()) addWithAncestors(joint);
  return table;
}

/** Joints and inverse bind matrices of a skin. */
export function readSkin(skin: Skin, table: NodeTable, file: string): { joints: number[]; inverseBind: Matrix4[] } {
  const joints = skin.listJoints().map((joint) => table.indexOf.get(joint)!);
  const accessor = skin.getInverseBindMatrices();
  const values = accessor === null ? null : floatValues(accessor);
  if (values !== null && values.length < joints.length * 16) {
    throw new DatasetError("E_SHAPE_FILE", `${file}: the skin ${skin.getName()} has ${joints.length} joints and ${values.length / 16} inverse bind matrices.`, {
      hint: "The file is damaged: export the model again.",
      subject: file,
    });
  }
  return { joints, inverseBind: joints.map((_, joint) => (values === null ? IDENTITY4 : matrixFromColumns(values, joint * 16))) };
}

const INTERPOLATION = { LINEAR: "linear", STEP: "step", CUBICSPLINE: "cubic" } as const;
const PATHS = ["translation", "rotation", "scale", "weights"] as const;

/** Animations as clips; channels on nodes that are not shown, and of other kinds, are left out. */
export function readClips(animations: readonly Animation[], table: NodeTable): Rig["clips"] {
  const names = new Map<string, number>();
  return animations.flatMap((animation, index) => {
    const channels = animation.listChannels().flatMap((channel): RigChannel[] => {
      const target = channel.getTargetNode();
      const node = target === null ? undefined : table.indexOf.get(target);
      const path = PATHS.find((known) => known === channel.getTargetPath());
      const sampler = channel.getSampler();
      const times = sampler?.getInput();
      const values = sampler?.getOutput();
      if (node === undefined || path === undefined || !sampler || !times || !values) return [];
      const interpolation = INTERPOLATION[sampler.getInterpolation()];
      const channelTimes = floatValues(times);
      const channelValues = floatValues(values);
      const width = channelValues.length / channelTimes.length / (interpolation === "cubic" ? 3 : 1);
      const expected = path === "rotation" ? 4 : path === "weights" ? Math.round(width) : 3;
      if (channelTimes.length === 0 || width !== expected) return [];
      return [{ node, path, interpolation, times: channelTimes, values: channelValues }];
    });
    if (channels.length === 0) return [];
    const name = uniqueName(animation.getName() || `clip ${index}`, names);
    return [{ name, durationSeconds: Math.max(...channels.map(({ times }) => times.at(-1)!)), channels }];
  });
}

/**
 * The name itself, or with `#2`, `#3` … where it is taken.
 * @param taken names given out so far, each with how often it was asked for; added to
 */
export function uniqueName(name: string, taken: Map<string, number>): string {
  let count = (taken.get(name) ?? 0) + 1;
  let unique = name;
  // a model may itself call a part `wheel#2`
  if (count > 1) for (unique = `${name}#${count}`; taken.has(unique); count++) unique = `${name}#${count + 1}`;
  taken.set(name, count);
  if (unique !== name) taken.set(unique, 1);
  return unique;
}
