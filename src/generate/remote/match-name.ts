/** Names of models as servers know them, from names as people write them. */
import { editDistance } from "../../core/nearest.js";

const MOST_NEAR = 3;

/**
 * The server's name that is meant: the same; the same but for case, slashes, folder, ending or hash; the only one that
 * begins so. Null: none, or more than one.
 */
export function matchName(wanted: string, names: readonly string[]): string | null {
  if (names.includes(wanted)) return wanted;
  const rules: ((name: string) => boolean)[] = [
    (name) => plain(name) === plain(wanted),
    (name) => withoutHash(plain(name)) === plain(wanted),
    (name) => stem(name) === stem(wanted),
    (name) => withoutHash(plain(name)).startsWith(plain(wanted)),
    (name) => stem(name).startsWith(stem(wanted)),
  ];
  for (const rule of rules) {
    const found = names.filter(rule);
    if (found.length > 0) return found.length === 1 ? found[0]! : null;
  }
  return null;
}

/** The server's names that are most like a name, for error texts. */
export function nearNames(wanted: string, names: readonly string[]): string[] {
  const distance = (name: string): number => (stem(name).includes(stem(wanted)) ? 0 : editDistance(stem(wanted), stem(name)));
  return names
    .map((name) => ({ name, distance: distance(name) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, MOST_NEAR)
    .map(({ name }) => name);
}

/** "It has A, B and C", or that it has none. */
export function hasInWords(wanted: string, names: readonly string[]): string {
  return names.length === 0 ? "It has none." : `It has ${nearNames(wanted, names).join(", ")}${names.length > MOST_NEAR ? ` and ${names.length - MOST_NEAR} more` : ""}.`;
}

function plain(name: string): string {
  return name.replaceAll("\\", "/").toLowerCase();
}

/** "name [d14c016b]" as AUTOMATIC1111 lists it. */
function withoutHash(name: string): string {
  return name.replace(/ \[[0-9a-f]+\]$/, "");
}

function stem(name: string): string {
  return withoutHash(plain(name)).split("/").at(-1)!.replace(/\.(safetensors|ckpt|pth|pt|bin|sft|gguf)$/, "");
}
