/** What servers say in the bodies of refusals, as one short line. */

const LONGEST = 400;

/** The message in a refusal's body, whatever its form; empty when it says nothing. */
export function answerInWords(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString("utf8");
  const plain = /^\s*</.test(text) ? pageTitle(text) : (messageIn(text) ?? text);
  const line = plain.replaceAll(/\s+/g, " ").trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

function pageTitle(html: string): string {
  return /<title[^>]*>([^<]*)/i.exec(html)?.[1] ?? "a page in HTML";
}

function messageIn(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    return isGroup(value) ? wordsOf(value) : null;
  } catch {
    return null;
  }
}

/** ComfyUI: error.message and node_errors; A1111: error, detail, errors; FastAPI: detail as a list. */
function wordsOf(value: Record<string, unknown>): string {
  const error = isGroup(value["error"]) ? [value["error"]["message"], value["error"]["details"]] : [value["error"]];
  const nodes = isGroup(value["node_errors"]) ? Object.entries(value["node_errors"]).flatMap(([id, node]) => nodeWords(id, node)) : [];
  const detail = Array.isArray(value["detail"]) ? value["detail"].map((entry: unknown) => (isGroup(entry) ? `${[entry["loc"]].flat().join(".")}: ${String(entry["msg"])}` : entry)) : [value["detail"]];
  return [...error, ...nodes, ...detail, value["errors"]].filter((words) => typeof words === "string" && words !== "").join("; ");
}

function nodeWords(id: string, node: unknown): string[] {
  if (!isGroup(node) || !Array.isArray(node["errors"])) return [];
  return node["errors"].map((error: unknown) => `node ${id} (${String(node["class_type"])}): ${isGroup(error) ? `${String(error["message"])}, ${String(error["details"])}` : String(error)}`);
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
