/** Folders for what tests write: all of a test file's lie in one folder, which is removed when its tests have ended. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

let all: string | null = null;
let folders = 0;

afterAll(() => {
  if (all !== null) rmSync(all, { recursive: true, force: true });
});

/** A new empty folder; what is written beside it is removed as well. */
export function temporaryFolder(): string {
  all ??= mkdtempSync(join(tmpdir(), "dst3d-test-"));
  const folder = join(all, String(folders++));
  mkdirSync(folder);
  return folder;
}

/** Writes a file into a new folder and returns its path. */
export function temporaryFile(name: string, content: string | Uint8Array): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
}
