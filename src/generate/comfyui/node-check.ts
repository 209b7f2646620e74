/** Whether a server has what a workflow names, asked before the first sample; and its exact names of models. */
import { DatasetError } from "../../core/errors.js";
import { mapSome } from "../../core/map-some.js";
import { hasInWords, matchName, nearNames } from "../remote/match-name.js";
import type { ComfyClient } from "./client.js";
import type { NodeTypes } from "./protocol.js";
import type { Workflow, WorkflowNode } from "./workflow.js";

/** Questions at a time to one server. */
const AT_A_TIME = 4;

/**
 * The workflow with every value that is chosen from a list as the server writes it.
 * @throws DatasetError E_NOT_FOUND naming what is missing and what is like it
 */
export async function fitToServer(workflow: Workflow, client: ComfyClient, signal: AbortSignal): Promise<Workflow> {
  const types = [...new Set(Object.values(workflow).map(({ class_type: type }) => type))];
  const known: NodeTypes = Object.assign({}, ...(await mapSome(types, (type) => client.nodeTypes(signal, type), AT_A_TIME))) as NodeTypes;
  const missing = types.filter((type) => known[type] === undefined);
  if (missing.length > 0) {
    const all = Object.keys(await client.nodeTypes(signal));
    const near = [...new Set(missing.flatMap((type) => nearNames(type, all)))];
    throw new DatasetError("E_NOT_FOUND", `${client.url} lacks node types of the workflow: ${missing.join(", ")}`, { hint: `Install the custom nodes that bring them. Most like them: ${near.join(", ")}.`, subject: "generator.workflow" });
  }
  const problems: string[] = [];
  const fitted: Record<string, WorkflowNode> = {};
  for (const [id, node] of Object.entries(workflow)) {
    const inputs = { ...node.inputs };
    for (const [input, value] of Object.entries(inputs)) {
      const choices = typeof value === "string" && !value.includes("{{") ? choicesOf(known[node.class_type]!, input) : null;
      if (choices === null) continue;
      const name = matchName(value as string, choices);
      if (name === null) problems.push(`${input} of ${node.class_type} (node ${id}) is ${JSON.stringify(value)}, which it does not have or which could be several. ${hasInWords(value as string, choices)}`);
      else inputs[input] = name;
    }
    fitted[id] = { ...node, inputs };
  }
  if (problems.length > 0) throw new DatasetError("E_NOT_FOUND", `${client.url} cannot run the workflow:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`, { hint: "Put the files into the server's models folder and refresh it, or name one that it has.", subject: client.url });
  return fitted;
}

/** The values that an input may have; null where it is free, or filled by an upload. */
function choicesOf(type: NodeTypes[string], input: string): string[] | null {
  const spec = type.input?.required?.[input] ?? type.input?.optional?.[input];
  if (!Array.isArray(spec)) return null;
  const [kind, details] = spec as [unknown, unknown];
  const more = typeof details === "object" && details !== null ? (details as Record<string, unknown>) : {};
  if (more["image_upload"] === true || more["remote"] !== undefined) return null;
  const list = Array.isArray(kind) ? kind : kind === "COMBO" ? more["options"] : null;
  return Array.isArray(list) ? list.filter((choice) => typeof choice === "string") : null;
}
