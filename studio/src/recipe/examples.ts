/** Recipes to start from. All are made of what the program brings along. */
import { starterRecipe } from "../../../src/cli/starter-text.js";
import controls from "../../../examples/controls.yaml?raw";
import diffusion from "../../../examples/diffusion.yaml?raw";
import framing from "../../../examples/framing.yaml?raw";
import twoObjects from "../../../examples/two-objects.yaml?raw";
import variedPairs from "../../../examples/varied-pairs.yaml?raw";

/** A recipe with what it shows. */
export interface Example {
  title: string;
  text: string;
}

export const EXAMPLES: readonly Example[] = [
  { title: "a first set: cars, chairs, airplanes", text: starterRecipe("vehicles", null) },
  { title: "objects at any size and place, some cut off", text: bare(framing) },
  { title: "several objects in a scene, several cameras", text: bare(twoObjects) },
  { title: "varied light, materials and clutter, in pairs", text: bare(variedPairs) },
  { title: "everything that can steer a generator", text: bare(controls) },
  { title: "painted by Stable Diffusion", text: bare(diffusion) },
  { title: "imitated paintings with planted mistakes, to try verification", text: imitationRecipe() },
];

/** Without what is said to editors and to command lines. */
function bare(text: string): string {
  return text.split("\n").filter((line) => !/^# yaml-language-server:|^#   (?:dst3d|npm|ollama) /.test(line)).join("\n");
}

function imitationRecipe(): string {
  return `# Pictures that imitate a painter's, without weights: a quarter of them is wrong on purpose, with the truth in the
# records. Verify the run to see how many are found.
name: imitated
seed: 1
count: 120
shapes:
  - builtin: [car, airplane, chair, bicycle]
camera: { width: 256, height: 256 }
generator: { type: imitation }
plant: {}
`;
}
