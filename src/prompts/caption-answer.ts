/** Captions out of what a language model wrote: JSON, JSON in a fence or among words, an object or a bare list. */

const MOST_CHARACTERS = 1_000_000;

/** The captions in an answer, with single spaces; null when it holds no JSON that lists any kind of text. */
export function captionsIn(answer: string): string[] | null {
  if (answer.length > MOST_CHARACTERS) return null;
  // Some models think aloud before they answer.
  const text = answer.replaceAll(/<think>[\s\S]*?<\/think>/g, "");
  for (const candidate of jsonCandidates(text)) {
    const list = listIn(parsed(candidate));
    if (list !== null) return list.flatMap(captionText);
  }
  return null;
}

function* jsonCandidates(text: string): Generator<string> {
  yield text;
  for (const [, inside] of text.matchAll(/```(?:json)?\s*([\s\S]*?)```/g)) yield inside!;
  for (const [open, close] of ["{}", "[]"] as const) {
    const from = text.indexOf(open!);
    const to = text.lastIndexOf(close!);
    if (from >= 0 && to > from) yield text.slice(from, to + 1);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The list itself, or the only list in an object. */
function listIn(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value;
  if (typeof value !== "object" || value === null) return null;
  const lists = Object.values(value).filter(Array.isArray);
  return lists.length === 1 ? lists[0]! : null;
}

function captionText(item: unknown): string[] {
  if (typeof item === "string") return [oneLine(item)];
  if (typeof item !== "object" || item === null) return [];
  const text = Object.values(item).find((part) => typeof part === "string");
  return typeof text === "string" ? [oneLine(text)] : [];
}

/** A text without line breaks, repeated spaces and the numbers and quotes that lists are written with. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim().replace(/^(?:\d{1,3}[.)]|[-*•])\s+/, "").replace(/^["“”]+|["“”]+$/g, "");
}
