/** Which file serves which kind; adding a defect adds its name to the options and its line here. */
import type { Defect } from "./defect.js";
import { erased } from "./defects/erased.js";
import { halfErased } from "./defects/half-erased.js";
import { mirrored } from "./defects/mirrored.js";
import { scaled } from "./defects/scaled.js";
import { secondInstance } from "./defects/second-instance.js";
import { shifted } from "./defects/shifted.js";
import { swappedFront } from "./defects/swapped-front.js";
import { wrongCategory } from "./defects/wrong-category.js";
import { wrongFront } from "./defects/wrong-front.js";
import { wrongPose } from "./defects/wrong-pose.js";
import { wrongShape } from "./defects/wrong-shape.js";
import type { PlantKind } from "./options.js";

/** Every defect by its kind. */
export const DEFECTS: Readonly<Record<PlantKind, Defect>> = {
  "wrong-pose": wrongPose,
  "swapped-front": swappedFront,
  mirrored,
  "wrong-shape": wrongShape,
  "wrong-category": wrongCategory,
  erased,
  "half-erased": halfErased,
  shifted,
  scaled,
  "second-instance": secondInstance,
  "wrong-front": wrongFront,
};
