/** Which controls a run makes: those that its generator needs and those that are kept. */
import { CONTROL_NAMES, CONTROL_OUTPUTS, type ControlName } from "../controls/registry.js";
import { generatorOf } from "../generate/registry.js";
import type { OutputName, Recipe } from "../recipe/schema.js";

/** Names of the controls that the generator needs or the recipe keeps. */
export function wantedControls({ generator, outputs }: Recipe): ControlName[] {
  const needed = generatorOf(generator).controls;
  return CONTROL_NAMES.filter((name) => needed.includes(name) || outputs.includes(CONTROL_OUTPUTS[name]));
}

/**
 * The options that the controls of a run are made from, to be hashed. Canny is always among them and options that are
 * off (null) never are, so that the samples of older versions, which knew nothing else, stay current.
 */
export function controlsIdentity(recipe: Recipe): Record<string, unknown> {
  const wanted = new Set<ControlName>(["canny", ...wantedControls(recipe)]);
  return Object.fromEntries([...wanted].map((name) => [name, Object.fromEntries(Object.entries(recipe.controls[name]).filter(([, value]) => value !== null))]));
}

/** The pictures of {@link wantedControls}, as outputs are called. */
export function wantedControlOutputs(recipe: Recipe): OutputName[] {
  return wantedControls(recipe).map((name) => CONTROL_OUTPUTS[name]);
}
