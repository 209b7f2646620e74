/** Changes one model of a manifest and leaves every other character as it is. */
import { DatasetError } from "../core/errors.js";
import type { ShapeAxes } from "./box-faces.js";
import { readManifest } from "./manifest.js";
import { objectRotation } from "./normalize.js";

/** A key with its value: places in the text. */
interface Member {
  key: string;
  keyStart: number;
  keyEnd: number;
  valueStart: number;
  valueEnd: number;
}

/**
 * The manifest with `up` and `front` of one model. Keys that the entry does not have come after its last related one.
 * @param path for messages
 * @throws DatasetError E_MANIFEST for a wrong manifest, E_NOT_FOUND where it has no such model, E_OPTION where up and front lie on one line
 */
export function withModelAxes(text: string, path: string, id: string, axes: ShapeAxes): string {
  objectRotation(axes.up, axes.front);
  const at = readManifest(text, path).findIndex((model) => model.id === id);
  if (at < 0) throw new DatasetError("E_NOT_FOUND", `${path} has no model ${JSON.stringify(id)}`, { hint: "Look at the list again.", subject: id });
  const changed = withMember(withMember(text, at, "up", axes.up, "file"), at, "front", axes.front, "up");
  const model = readManifest(changed, path)[at];
  if (model?.id !== id || model.up !== axes.up || model.front !== axes.front) {
    throw new DatasetError("E_MANIFEST", `${path}: the entry of ${JSON.stringify(id)} cannot be changed in its place`, { hint: "Change up and front in an editor.", subject: id });
  }
  return changed;
}

function withMember(text: string, entry: number, key: string, value: string | null, after: string): string {
  const members = membersOf(text, entry);
  // The last of two with one key is the one that counts.
  const known = members.findLast((member) => member.key === key);
  if (known !== undefined) return text.slice(0, known.valueStart) + JSON.stringify(value) + text.slice(known.valueEnd);
  const before = members.findLast((member) => member.key === after) ?? members.at(-1)!;
  const gap = /\s*$/.exec(text.slice(0, before.keyStart))![0];
  const colon = text.slice(before.keyEnd, before.valueStart);
  return `${text.slice(0, before.valueEnd)},${gap}${JSON.stringify(key)}${colon}${JSON.stringify(value)}${text.slice(before.valueEnd)}`;
}

const TOKEN = /[\s\uFEFF]*("(?:[^"\\]+|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+)/y;

/** Members of one object in a list of objects. The text is known to be JSON. */
function membersOf(text: string, entry: number): Member[] {
  const members: Member[] = [];
  let depth = 0;
  let index = -1;
  let key: { name: string; start: number; end: number } | null = null;
  let isKey = false;
  let valueStart = -1;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const token = match[1]!;
    const end = TOKEN.lastIndex;
    const start = end - token.length;
    const closes = token === "}" || token === "]";
    if (closes) depth--;
    if (token === "{" && depth === 1) {
      index++;
      isKey = true;
    } else if (index === entry && depth === 2 && isKey && token.startsWith('"')) {
      key = { name: JSON.parse(token) as string, start, end };
      isKey = false;
      valueStart = -1;
    } else if (index === entry && depth === 2 && token === ",") isKey = true;
    else if (index === entry && depth >= 2 && key !== null && token !== ":") {
      if (valueStart < 0) valueStart = start;
      // An object or list is over where its bracket closes.
      if (depth === 2 && (closes || !(token === "{" || token === "["))) {
        members.push({ key: key.name, keyStart: key.start, keyEnd: key.end, valueStart, valueEnd: end });
        key = null;
      }
    }
    if (token === "{" || token === "[") depth++;
    else if (closes && depth === 1 && index === entry) break;
  }
  return members;
}
