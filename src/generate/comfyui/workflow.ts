/** Workflows of ComfyUI in API format: a graph of nodes by id. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import * as z from "zod";
import { DatasetError } from "../../core/errors.js";

const node = z.looseObject({
  class_type: z.string(),
  inputs: z.record(z.string(), z.unknown()),
  _meta: z.looseObject({ title: z.string().optional() }).optional(),
});

const graph = z.record(z.string(), node);

/** One node; an input is a value, or `[id, output]` of another node. */
export type WorkflowNode = z.infer<typeof node>;
/** Nodes by id. */
export type Workflow = Readonly<Record<string, WorkflowNode>>;

/** A workflow file and its sha256. @throws DatasetError E_NOT_FOUND, or E_OPTION when it is no workflow in API format */
export async function readWorkflow(file: string): Promise<{ workflow: Workflow; sha256: string }> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new DatasetError("E_NOT_FOUND", `the workflow ${file} cannot be read`, { hint: "Check generator.workflow; relative paths start at the recipe.", subject: file, cause });
  });
  return { workflow: parseWorkflow(bytes.toString("utf8"), file), sha256: createHash("sha256").update(bytes).digest("hex") };
}

/** The workflow in a text. */
export function parseWorkflow(text: string, label: string): Workflow {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw wrong(label, "is not JSON", "Export it from ComfyUI with Workflow → Export (API).", cause);
  }
  if (typeof value === "object" && value !== null && "nodes" in value && "links" in value) {
    throw wrong(label, "is a workflow as ComfyUI's page saves it, not in API format", "Export it with Workflow → Export (API); older pages show that after Settings → Enable dev mode.");
  }
  const result = graph.safeParse(value);
  if (result.success && Object.keys(result.data).length > 0) return result.data;
  const issue = result.error?.issues[0];
  throw wrong(label, `is not a workflow in API format${issue === undefined ? ": it is empty" : `: ${issue.path.join(".") || "the whole"}: ${issue.message}`}`, "Export it from ComfyUI with Workflow → Export (API).");
}

/** sha256 of a workflow that was made here. */
export function workflowHash(workflow: Workflow): string {
  return createHash("sha256").update(JSON.stringify(workflow)).digest("hex");
}

/** True for `[id, output]`. */
export function isLink(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === "string" && typeof value[1] === "number";
}

function wrong(label: string, what: string, hint: string, cause?: unknown): DatasetError {
  return new DatasetError("E_OPTION", `the workflow ${label} ${what}`, { hint, subject: "generator.workflow", ...(cause === undefined ? {} : { cause }) });
}
