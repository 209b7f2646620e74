/** Which shapes of a catalogue are shown; the address keeps it. */
import type { ShapeRow } from "../../../src/studio/shapes/answers.js";
import { draftOf } from "./drafts.js";
import { hasFailed } from "./failures.js";

/** What can be asked for beside category and name. */
export const MARKS = { "front-unknown": "front unknown", "front-known": "front known", broken: "cannot be loaded", "licence-unknown": "licence unknown", unsaved: "not saved yet" } as const;

export function shownShapes(shapes: readonly ShapeRow[], catalogue: string, parameters: URLSearchParams): ShapeRow[] {
  const category = parameters.get("category");
  const text = parameters.get("text")?.toLowerCase() ?? "";
  const mark = parameters.get("mark");
  return shapes.filter((row) => (category === null || row.category === category) && row.id.toLowerCase().includes(text) && hasMark(row, catalogue, mark));
}

function hasMark(row: ShapeRow, catalogue: string, mark: string | null): boolean {
  switch (mark) {
    case "front-unknown": return !row.frontKnown;
    case "front-known": return row.frontKnown;
    case "broken": return row.problem !== null || hasFailed(catalogue, row.id);
    case "licence-unknown": return row.licence === null;
    case "unsaved": return draftOf(catalogue, row.id) !== null;
    default: return true;
  }
}
