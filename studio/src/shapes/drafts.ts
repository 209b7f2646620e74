/** What a person has chosen and not saved yet: it stays when one goes on to other shapes. */
import type { ShapeAxes } from "../../../src/shapes/box-faces.js";

const drafts = new Map<string, ShapeAxes>();

function keyOf(catalogue: string, id: string): string {
  return `${catalogue}\n${id}`;
}

export function draftOf(catalogue: string, id: string): ShapeAxes | null {
  return drafts.get(keyOf(catalogue, id)) ?? null;
}

/** @param axes null forgets it */
export function keepDraft(catalogue: string, id: string, axes: ShapeAxes | null): void {
  if (axes === null) drafts.delete(keyOf(catalogue, id));
  else drafts.set(keyOf(catalogue, id), axes);
}
