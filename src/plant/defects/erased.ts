/** The object is not there. The amount is 1. */
import { withoutMain, type Defect } from "../defect.js";

/** See {@link Defect}. */
export const erased: Defect = (claimed) => ({ amount: 1, scene: withoutMain(claimed) });
