/** Names that any file system and any tool takes, made of names that anybody may have given. */
import { sha256Hex } from "../storage/sha256.js";

const LONGEST = 80;
/** Names that Windows keeps for devices. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/**
 * A name of letters, digits, `_` and `-`: the name itself where it is one. Others lose their special characters and get
 * an ending made of the whole name, so that two names never become one.
 */
export function safeName(name: string): string {
  if (/^[A-Za-z0-9_][A-Za-z0-9_-]*$/.test(name) && name.length <= LONGEST && !DEVICES.test(name)) return name;
  const plain = name.normalize("NFKD").replaceAll(/[^A-Za-z0-9_-]+/g, "_").replace(/^[-_]+|_+$/g, "").slice(0, LONGEST - 9);
  return `${plain === "" ? "x" : plain}-${sha256Hex(name).slice(0, 8)}`;
}
