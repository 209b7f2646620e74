/** `dst3d shapes pull`: says which models would be fetched and how large they are; with --yes fetches them. */
import { join, resolve } from "node:path";
import { DatasetError } from "../core/errors.js";
import { formatBytes } from "../core/quantities.js";
import { isOn } from "../hub/settings.js";
import { emit, say, type Invocation } from "./command.js";
import { wholeNumber } from "./flags.js";
import { INTERRUPTED } from "./interrupt.js";
import { count } from "./progress.js";
import { formatColumns, shownPath, styled } from "./terminal.js";
import { shellWord } from "../core/shell-word.js";

/** Flags of the command that count here. */
export interface PullFlags {
  count: string | null;
  out: string | null;
  uids: string | null;
  category: string | null;
  licence: string | null;
  "licence-known": boolean;
  offline: boolean;
  yes: boolean;
}

const DEFAULT_COUNT = 20;
const SHOWN = 50;

const listed = (text: string | null): string[] | null => text?.split(",").map((word) => word.trim()).filter((word) => word !== "") ?? null;

/** @returns the exit code: 1 when a model that was asked for cannot be had */
export async function pullShapes(call: Pick<Invocation, "terminal" | "json" | "signal" | "library">, flags: PullFlags, name: string | null, environment: NodeJS.ProcessEnv = process.env): Promise<number> {
  if (name !== "objaverse") {
    throw new DatasetError("E_OPTION", name === null ? "shapes pull needs to know what to pull" : `shapes cannot pull ${name}`, { hint: "It can: shapes pull objaverse. Other data sets are fetched by hand: docs/shapes.md.", subject: name ?? "pull" });
  }
  const { terminal, signal } = call;
  const folder = resolve(terminal.folder, flags.out ?? "objaverse");
  const offline = flags.offline || isOn(environment["HF_HUB_OFFLINE"]);
  const uids = listed(flags.uids);
  const hubUrl = environment["HF_ENDPOINT"];
  const pull = await call.library.planObjaversePull(
    {
      folder,
      signal,
      uids,
      category: flags.category,
      licences: listed(flags.licence),
      licenceKnown: flags["licence-known"],
      count: flags.count === null ? (uids?.length ?? DEFAULT_COUNT) : wholeNumber(flags.count, "--count", 1),
      onIndex: (file, bytes) => say(call, `fetching ${file} (${formatBytes(bytes)})`),
    },
    offline ? null : hubUrl === undefined || hubUrl === "" ? {} : { hubUrl },
  );
  const { objects, missing, bytesToFetch } = pull;
  for (const { uid, path, category, licence, author, bytes, isThere } of objects) emit(call, { type: "shape-pull", id: uid, file: path, category, licence, author, bytes, isThere });
  const unknown = styled(terminal, "yellow", "unknown");
  const rows = objects.slice(0, SHOWN).map(({ uid, category, licence, author, bytes, isThere }) => [uid, category ?? "", licence ?? unknown, author ?? "", bytes === null ? "" : formatBytes(bytes), isThere ? "there" : ""]);
  if (!call.json) say(call, formatColumns([["id", "category", "licence", "author", "size", ""].map((title) => styled(terminal, "bold", title)), ...rows]));
  if (!call.json && objects.length > SHOWN) say(call, `  … ${objects.length - SHOWN} more`);
  for (const { id, message } of missing) {
    emit(call, { type: "shape-missing", id, message });
    if (!call.json) say(call, `  ${id}  ${styled(terminal, "yellow", message)}`);
  }
  const due = objects.filter(({ isThere }) => !isThere).length;
  say(call, `\n${count(objects.length, "model")}, ${objects.length - due} there already; ${offline ? "offline: nothing is fetched" : `${formatBytes(bytesToFetch)} to fetch`}. Each has the licence of its author: keep it with what you publish.`);
  if (offline || due === 0) return finish(call, folder, missing.length, flags.category);
  if (!flags.yes) {
    say(call, "Add --yes to fetch them.");
    return missing.length === 0 ? 0 : 1;
  }
  try {
    let done = 0;
    const fetched = await pull.fetch((object) => say(call, `${++done}/${due} ${object.path} (${formatBytes(object.bytes ?? 0)})`));
    emit(call, { type: "shape-pull-end", folder, fetched });
  } catch (error) {
    if (signal.aborted) return INTERRUPTED;
    throw error;
  }
  return finish(call, folder, missing.length, flags.category);
}

function finish(call: Pick<Invocation, "terminal" | "json">, folder: string, missing: number, category: string | null): number {
  const { terminal } = call;
  const place = shownPath(terminal, folder);
  const lvis = category === null ? "" : ` --lvis ${shellWord(join(place, "lvis-annotations.json.gz"))}`;
  say(call, `look: ${terminal.program} shapes sheet --objaverse ${shellWord(place)} --annotations ${shellWord(join(place, "annotations.json"))}${lvis}`);
  return missing === 0 ? 0 : 1;
}
