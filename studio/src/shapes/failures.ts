/** Shapes that did not load when they were asked for, as long as the page is open. */
import type { StudioError } from "../studio-error.js";

const failures = new Map<string, StudioError>();

function keyOf(catalogue: string, id: string): string {
  return `${catalogue}\n${id}`;
}

export function noteFailure(catalogue: string, id: string, error: StudioError): void {
  failures.set(keyOf(catalogue, id), error);
}

export function hasFailed(catalogue: string, id: string): boolean {
  return failures.has(keyOf(catalogue, id));
}
