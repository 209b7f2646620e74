/** The interface of every planted defect. One file per kind in defects/. */
import type { Random } from "../core/random.js";
import type { Passes } from "../sample/passes.js";
import type { Instance, Scene } from "../sample/scene.js";

/** What the label says, rendered. */
export interface Claimed {
  scene: Scene;
  passes: Passes;
}

/** What a defect works with. */
export interface DefectTools {
  stream: Random;
  /** Renders another scene; each result has memory of its own. */
  render(scene: Scene): Passes;
  /** The main object of another sample, of the same category or of another one; null where there is none. */
  other(isSameCategory: boolean): Promise<Instance | null>;
}

/** What the picture shows in place of what the label says. */
export interface Altered extends Claimed {
  /** How wrong: degrees, or a share; each kind says of what. */
  amount: number;
}

/** Makes a picture show something else than its label says; null where it cannot here. */
export type Defect = (claimed: Claimed, tools: DefectTools) => Promise<Altered | null> | Altered | null;
