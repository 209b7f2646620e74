/** Which of a prompt's pictures is the one that was asked for. */
import { DatasetError } from "../../core/errors.js";
import { RemoteError } from "../remote/remote-error.js";
import type { HistoryEntry, ServerImage } from "./protocol.js";
import type { Place } from "./placeholders.js";
import type { Workflow } from "./workflow.js";

/** Title of the node whose picture is meant where several nodes give one. */
const TITLE = /^(\{\{\s*image\s*\}\}|image)$/i;

/**
 * The picture: of the node titled `image`; else the only saved one; else the only one.
 * @throws RemoteError that may pass for an answer without pictures; DatasetError E_OPTION when it is not clear which
 */
export function outputImage({ outputs }: HistoryEntry, workflow: Workflow, server: string): ServerImage {
  const all = Object.entries(outputs).flatMap(([node, { images = [] }]) => images.slice(0, 1).map((image) => ({ node, image })));
  if (all.length === 0) throw new RemoteError(`${server} says that a prompt is done, but has no picture of it`, { passing: true, hint: "The workflow needs a node that saves or previews the picture, such as SaveImage.", subject: server });
  const titled = all.filter(({ node }) => TITLE.test(workflow[node]?._meta?.title?.trim() ?? ""));
  const saved = all.filter(({ image }) => (image.type ?? "output") === "output");
  for (const found of [titled, saved, all]) if (found.length === 1) return found[0]!.image;
  throw new DatasetError("E_OPTION", `the workflow gives several pictures, of the nodes ${all.map(({ node }) => `${node} (${workflow[node]?.class_type ?? "?"})`).join(", ")}`, { hint: "Title the node whose picture is meant `image`.", subject: "generator.workflow" });
}

/** @throws RemoteError unless the history says that the prompt had the seed, wherever the workflow takes one */
export function checkSeed({ prompt }: HistoryEntry, places: readonly Place[], seed: number, server: string): void {
  const sent = prompt?.[2] as Workflow | undefined;
  const wrong = places.filter(({ name, node, input }) => name === "seed" && !holds(sent?.[node]?.inputs[input], seed));
  if (wrong.length === 0) return;
  throw new RemoteError(`${server} painted with another seed than ${seed}, in node ${wrong[0]!.node}`, { hint: "A custom node or a proxy changes prompts; pictures could not be made again.", subject: server });
}

/** A seed may stand inside a text, too. */
function holds(value: unknown, seed: number): boolean {
  return value === seed || (typeof value === "string" && new RegExp(`(?<!\\d)${seed}(?!\\d)`).test(value));
}

/** @throws RemoteError with the server's words unless the prompt went well */
export function checkSuccess({ status }: HistoryEntry, server: string, redact: (text: string) => string): void {
  if (status == null || status.status_str === "success") return;
  const events = new Map(status.messages ?? []);
  if (events.has("execution_interrupted")) throw new RemoteError(`${server}: someone interrupted the prompt`, { passing: true, subject: server });
  const { node_id: node, node_type: type, exception_type: kind, exception_message: words } = (events.get("execution_error") ?? {}) as Record<string, unknown>;
  const text = `${server}: node ${String(node)} (${String(type)}) failed: ${String(words ?? status.status_str).trim().slice(0, 400)}`;
  const isMemory = /OutOfMemory|MemoryError/.test(String(kind));
  throw new RemoteError(redact(text), { passing: isMemory, hint: isMemory ? "Its memory is too small for this size or model, or others use it, too." : "Its own log says more.", subject: server });
}
