/** What a recipe needs of the renders of another run: for its controls, its painter, and what it keeps. */
import { DatasetError } from "../core/errors.js";
import type { ControlName } from "../controls/registry.js";
import type { OutputName, Recipe } from "../recipe/schema.js";
import { KEPT_PASSES, type KeptPass } from "../renders/kept-passes.js";
import type { KeptRender, RunRenders } from "../renders/run-renders.js";
import { wantedControls } from "./wanted-controls.js";

/** What each control is made from. */
const OF_CONTROLS: Readonly<Record<ControlName, readonly KeptPass[]>> = {
  canny: ["picture"],
  "geometric-edges": ["depth", "normals", "masks"],
  depth: ["depth", "masks"],
  normal: ["normals", "masks"],
  segmentation: ["masks"],
  "coarse-box": ["boxes"],
};

/** Outputs that are copied from the run; all others are made anew. */
const KEPT_OUTPUTS: readonly OutputName[] = ["depth", "normal", "nocs", "instance", "part"];

/** Whether an output is a picture of the run as it is. */
export function isKeptOutput(name: OutputName): boolean {
  return KEPT_OUTPUTS.includes(name);
}

interface Need {
  isMet(view: Pick<KeptRender, "passes" | "files">): boolean;
  /** What is missing else. */
  what: string;
  /** What needs it, as the recipe names it. */
  by: string;
  hint: string;
}

function needsOf(recipe: Recipe): Need[] {
  const { generator, outputs } = recipe;
  const pass = (name: KeptPass, by: string): Need => ({ isMet: ({ passes }) => passes.has(name), what: KEPT_PASSES[name].name, by, hint: `${KEPT_PASSES[name].where} Choose others, or make that run again with what it lacks.` });
  const needs = wantedControls(recipe).flatMap((name) => OF_CONTROLS[name].map((needed) => pass(needed, `the control ${name}`)));
  if (generator.type === "imitation") needs.push(...(["picture", "depth", "masks"] as const).map((needed) => pass(needed, "the generator imitation")));
  if (generator.type === "render") needs.push(pass("picture", "the generator render"));
  if (generator.type === "diffusion" && generator.strength !== null) needs.push(pass("picture", "generator.strength"));
  if (outputs.includes("render")) needs.push(pass("picture", "the output render"));
  if (outputs.includes("mask")) needs.push(pass("masks", "the output mask"));
  for (const name of outputs.filter(isKeptOutput)) needs.push({ isMet: ({ files }) => files.includes(name), what: `picture ${name}`, by: `the output ${name}`, hint: `Leave ${name} out of outputs: ${outputs.filter((other) => other !== name).join(", ") || "image"}.` });
  return needs;
}

/** @throws DatasetError E_OPTION for what no view of the run has; single views that lack it fail when they are made */
export function refuseWithoutPasses(recipe: Recipe, { name, entries }: Pick<RunRenders, "name" | "entries">): void {
  for (const need of needsOf(recipe)) if (!entries.some((entry) => need.isMet(entry))) throw lacking(`The run ${name}`, need);
}

/** @throws DatasetError E_OPTION for what a view lacks */
export function refuseViewWithout(recipe: Recipe, view: Pick<KeptRender, "passes" | "files">, id: string): void {
  for (const need of needsOf(recipe)) if (!need.isMet(view)) throw lacking(`Sample ${id} of the run`, need);
}

function lacking(subject: string, { what, by, hint }: Need): DatasetError {
  return new DatasetError("E_OPTION", `${subject} has no ${what}, which ${by} is made from.`, { hint, subject: by });
}
