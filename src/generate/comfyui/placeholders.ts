/** Where a workflow wants to be told what to paint: `{{prompt}}` in a value, or `prompt` as a node's title. */
import { nearest } from "../../core/nearest.js";
import { DatasetError } from "../../core/errors.js";
import { STEERING } from "../diffusion-options.js";
import { isLink, type Workflow, type WorkflowNode } from "./workflow.js";

/** What can be filled in. */
export const PLACEHOLDERS = ["prompt", "negative", "seed", "width", "height", "id", ...STEERING.map((name) => `control.${name}` as const)] as const;
/** One of {@link PLACEHOLDERS}. */
export type Placeholder = (typeof PLACEHOLDERS)[number];
/** What is filled in. */
export type Values = Partial<Record<Placeholder, string | number>>;

/** An input of a node that something is filled into. */
export interface Place {
  name: Placeholder;
  node: string;
  input: string;
  /** The title says so: the whole input is replaced, whatever stands there. */
  byTitle: boolean;
}

const PATTERN = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** Inputs that a titled node may mean, those of common node types. All that it has and that are not connected are filled in. */
const TITLED_INPUTS: Readonly<Record<string, readonly string[]>> = {
  prompt: ["text", "prompt", "string", "value", "text_g", "text_l", "clip_l", "clip_g", "t5xxl"],
  negative: ["text", "prompt", "negative_prompt", "string", "value", "text_g", "text_l", "clip_l", "clip_g", "t5xxl"],
  seed: ["seed", "noise_seed", "value", "int"],
  width: ["width", "value", "int"],
  height: ["height", "value", "int"],
  id: ["filename_prefix", "text", "string", "value"],
  control: ["image"],
};

/**
 * All places of a workflow.
 * @throws DatasetError E_OPTION for a placeholder that is unknown, or a title whose node has no such input
 */
export function findPlaces(workflow: Workflow): Place[] {
  return Object.entries(workflow).flatMap(([id, node]) => [...titledPlaces(id, node), ...writtenPlaces(id, node)]);
}

function titledPlaces(id: string, node: WorkflowNode): Place[] {
  const title = node._meta?.title?.trim() ?? "";
  const written = [...title.matchAll(PATTERN)].map((match) => known(match[1]!, id));
  const names = written.length > 0 ? written : PLACEHOLDERS.filter((name) => name === title.toLowerCase());
  return names.flatMap((name) => {
    const inputs = TITLED_INPUTS[name.split(".")[0]!]!.filter((input) => Object.hasOwn(node.inputs, input) && !isLink(node.inputs[input]));
    if (inputs.length === 0) {
      throw new DatasetError("E_OPTION", `node ${id} (${node.class_type}) of the workflow is titled ${name} but has no input for it`, { hint: `Write {{${name}}} into the value that is meant, or title the node that has it.`, subject: "generator.workflow" });
    }
    return inputs.map((input) => ({ name, node: id, input, byTitle: true }));
  });
}

function writtenPlaces(id: string, node: WorkflowNode): Place[] {
  return Object.entries(node.inputs).flatMap(([input, value]) => {
    if (typeof value !== "string") return [];
    return [...value.matchAll(PATTERN)].map((match) => ({ name: known(match[1]!, id), node: id, input, byTitle: false }));
  });
}

function known(name: string, node: string): Placeholder {
  const found = PLACEHOLDERS.find((placeholder) => placeholder === name);
  if (found !== undefined) return found;
  const meant = nearest(name, PLACEHOLDERS);
  throw new DatasetError("E_OPTION", `the workflow's node ${node} has {{${name}}}, which is unknown`, { hint: meant === null ? `Known: ${PLACEHOLDERS.join(", ")}.` : `Did you mean {{${meant}}}?`, subject: "generator.workflow" });
}

/** The workflow with values filled in. A value that is a placeholder and nothing else keeps the type of what comes in. */
export function fillIn(workflow: Workflow, places: readonly Place[], values: Values): Workflow {
  const filled: Record<string, WorkflowNode> = { ...workflow };
  for (const { name, node, input, byTitle } of places) {
    const value = values[name];
    if (value === undefined) continue;
    const before = workflow[node]!.inputs[input];
    const after = byTitle || typeof before !== "string" ? value : filledText(before, values);
    filled[node] = { ...filled[node]!, inputs: { ...filled[node]!.inputs, [input]: after } };
  }
  return filled;
}

/** In one pass: what comes in may itself look like a placeholder. */
function filledText(text: string, values: Values): string | number {
  const whole = /^\s*\{\{\s*([^{}]*?)\s*\}\}\s*$/.exec(text)?.[1];
  if (whole !== undefined) return values[whole as Placeholder] ?? text;
  return text.replaceAll(PATTERN, (written, name: string) => String(values[name as Placeholder] ?? written));
}

/**
 * What a workflow must have to be steered as the recipe says.
 * @throws DatasetError E_OPTION: a seed that is not used, a prompt or a control that is ignored, would make labels and records lie
 */
export function checkPlaces(places: readonly Place[], controls: readonly string[]): void {
  const has = (name: string): boolean => places.some((place) => place.name === name);
  for (const name of ["prompt", "seed", ...controls.map((control) => `control.${control}`)]) {
    if (has(name)) continue;
    const hint = name.startsWith("control.") ? `Write {{${name}}} into the image of a LoadImage node, or title the node ${name}; or change generator.controls.` : `Write {{${name}}} into the value that is meant, or title the node ${name}.`;
    throw new DatasetError("E_OPTION", `the workflow has no place for {{${name}}}`, { hint, subject: "generator.workflow" });
  }
  const unasked = places.find(({ name }) => name.startsWith("control.") && !controls.includes(name.slice("control.".length)));
  if (unasked !== undefined) {
    throw new DatasetError("E_OPTION", `the workflow wants {{${unasked.name}}}, which generator.controls does not name`, { hint: `Add ${unasked.name.slice("control.".length)} to generator.controls.`, subject: "generator.controls" });
  }
}
