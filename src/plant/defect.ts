/** The interface of every defect. One file per kind in `defects/`; the file's name is the kind that records name. */
import type { Random } from "../core/random.js";
import type { Passes } from "../sample/passes.js";
import type { Instance, Scene } from "../sample/scene.js";

/** What the label says, as it was rendered. Neither is to be changed. */
export interface Claimed {
  scene: Scene;
  passes: Passes;
  /** The object that the camera looks at. */
  main: Instance;
}

/** A shape with what variation has made of its materials. */
export type DressedShape = Pick<Instance, "shape" | "materials">;

/** What a defect is made with. */
export interface DefectTools {
  /** Of this kind and sample alone. */
  stream: Random;
  /** Drawn already where it is the same for many images; else null. */
  turnDegrees: number | null;
  /** Another shape of the main object's category; null where there is none. */
  otherShape(): Promise<DressedShape | null>;
  /** A shape of another category; null where there is none. */
  otherCategory(): Promise<DressedShape | null>;
  /** Renders a scene. The passes are valid, and not to be changed, until the next call. */
  render(scene: Scene): Passes;
}

/** What is shown instead. */
export interface Altered {
  /** Degrees, a share or a factor; each kind says of what. */
  amount: number;
  scene: Scene;
  /** Where they are something else than the scene rendered. */
  passes?: Passes;
}

/** Makes something else of what is claimed; null where that cannot be done with it. */
export type Defect = (claimed: Claimed, tools: DefectTools) => Altered | null | Promise<Altered | null>;

/** The scene with another main object in the place of the claimed one. */
export function withMain({ scene, main }: Pick<Claimed, "scene" | "main">, changes: Partial<Instance>): Scene {
  return { ...scene, instances: scene.instances.map((instance) => (instance === main ? { ...main, ...changes } : instance)) };
}

/** The scene without its main object. */
export function withoutMain({ scene, main }: Pick<Claimed, "scene" | "main">): Scene {
  return { ...scene, instances: scene.instances.filter((instance) => instance !== main) };
}
