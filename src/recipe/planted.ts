/** Rules between `plant` and the generator: what is planted must be shown by the picture. */
import type { Problem } from "./problem.js";
import type { Recipe } from "./schema.js";

/** Defects for a painter that sees nothing of the scene: its pictures stay as they are, and the truth in their records would be none. */
export function plantProblems({ plant, generator }: Recipe): Problem[] {
  if (plant === null || !("arm" in generator) || generator.arm !== "text2image") return [];
  return [{
    path: ["plant"],
    message: "plant has no meaning with generator.arm text2image: it paints from the prompt alone and sees nothing of what is planted",
    hint: "Leave it out, or choose a generator that is shown the scene, such as imitation.",
  }];
}
