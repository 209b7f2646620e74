/**
 * Reads pickles without running anything: the opcodes of protocols 2 to 5 that plain values and numpy arrays need, and of
 * Python's names only a few of numpy's. Everything else is refused.
 */
import { DatasetError } from "../core/errors.js";

/** A numpy array, row-major as it stands in the file. */
export interface UnpickledArray {
  shape: number[];
  /** As `<f8`, `|O`. */
  type: string;
  values: Unpickled[];
}

/** A value. Dicts are Maps; tuples are lists. */
export type Unpickled = null | boolean | number | string | Uint8Array | Unpickled[] | Map<string, Unpickled> | UnpickledArray;

/** A name of Python's that is let through, or what calling it has made. */
type Global = { global: string };
type Pending = { pending: "array" | "dtype"; type?: string; array?: UnpickledArray };
type Item = Unpickled | Global | Pending;

const MODULES = ["numpy", "numpy.core.multiarray", "numpy._core.multiarray", "_codecs"];
const NAMES = ["ndarray", "dtype", "_reconstruct", "scalar", "encode"];
const NEWEST_PROTOCOL = 5;
const MOST_ITEMS = 10_000_000;
const MARK = Symbol("mark");

/** @throws DatasetError E_RECORD for what is damaged or not on the list */
export function decodePickle(bytes: Uint8Array, subject: string): Unpickled {
  const fail = (what: string): never => {
    throw new DatasetError("E_RECORD", `${subject} ${what}`, { hint: "Only plain values and numpy arrays are read from pickles; nothing in them is run.", subject });
  };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const stack: (Item | typeof MARK)[] = [];
  const memo = new Map<number, Item>();
  let at = 0;
  const need = (count: number): number => {
    if (count > bytes.length - at) return fail("is cut off");
    at += count;
    return at - count;
  };
  const pop = (): Item => {
    const item = stack.pop();
    return item === undefined || item === MARK ? fail("is damaged") : item;
  };
  const top = (): Item => {
    const item = stack.at(-1);
    return item === undefined || item === MARK ? fail("is damaged") : item;
  };
  const toMark = (): Item[] => {
    const items: Item[] = [];
    for (;;) {
      const item = stack.pop();
      if (item === undefined) return fail("is damaged");
      if (item === MARK) return items.reverse();
      items.push(item);
    }
  };
  const plain = (item: Item): Unpickled => {
    if (typeof item === "object" && item !== null && "pending" in item) return item.array ?? fail("is damaged");
    if (typeof item === "object" && item !== null && "global" in item) return fail("holds a Python name as a value");
    return item as Unpickled;
  };
  const line = (): string => {
    const end = bytes.indexOf(10, at);
    if (end < 0) return fail("is cut off");
    const text = new TextDecoder().decode(bytes.subarray(at, end));
    at = end + 1;
    return text;
  };
  const text = (length: number): string => {
    const from = need(length);
    return new TextDecoder().decode(bytes.subarray(from, from + length));
  };
  const blob = (length: number): Uint8Array => {
    const from = need(length);
    return bytes.slice(from, from + length);
  };
  const global = (module: string, name: string): Global => (MODULES.includes(module) && NAMES.includes(name) ? { global: name } : fail(`names ${module}.${name}, which is not read`));
  const set = (target: Item, items: readonly Item[]): void => {
    if (!(target instanceof Map)) return fail("is damaged");
    for (let index = 0; index + 1 < items.length; index += 2) {
      const key = items[index];
      if (typeof key !== "string" && typeof key !== "number") return fail("has a dict with other keys than texts");
      target.set(String(key), plain(items[index + 1]!));
    }
  };
  const call = (of: Item, args: Item): Item => {
    if (typeof of !== "object" || of === null || !("global" in of) || !Array.isArray(args)) return fail("calls what is not read");
    if (of.global === "_reconstruct") return { pending: "array" };
    if (of.global === "dtype" && typeof args[0] === "string") return { pending: "dtype", type: args[0] };
    if (of.global === "encode" && typeof args[0] === "string") return Uint8Array.from(args[0], (character) => character.charCodeAt(0));
    if (of.global === "scalar") {
      const [dtype, raw] = args as Item[];
      if (typeof dtype === "object" && dtype !== null && "pending" in dtype && raw instanceof Uint8Array) return numbersOf(dtype.type!, raw, 1, fail)[0]!;
    }
    return fail(`calls ${of.global}, which is not read so`);
  };
  const build = (target: Item, state: Item): void => {
    if (typeof target !== "object" || target === null || !("pending" in target) || !Array.isArray(state)) return fail("is damaged");
    if (target.pending === "dtype") {
      const order = state[1];
      if (order === ">" || (typeof order === "string" && state.length > 9)) return fail("has numbers of a kind that is not read");
      target.type = `${order === "|" ? "|" : "<"}${target.type!}`;
      return;
    }
    const [, shape, dtype, isFortran, content] = state as Item[];
    if (!Array.isArray(shape) || typeof dtype !== "object" || dtype === null || !("pending" in dtype) || isFortran === true) return fail("holds an array that is not read");
    const sides = shape.map((side) => (typeof side === "number" && Number.isInteger(side) && side >= 0 ? side : fail("is damaged")));
    const count = sides.reduce((product, side) => product * side, 1);
    if (count > MOST_ITEMS) return fail("holds too large an array");
    const values = Array.isArray(content) ? content.map((item) => plain(item as Item)) : content instanceof Uint8Array ? numbersOf(dtype.type!, content, count, fail) : fail("is damaged");
    if (values.length !== count) return fail("is damaged");
    target.array = { shape: sides, type: dtype.type!, values };
  };
  for (;;) {
    const opcode = String.fromCharCode(bytes[need(1)]!);
    switch (opcode) {
      case "\x80": if (bytes[need(1)]! > NEWEST_PROTOCOL) return fail(`is of a newer pickle protocol than ${NEWEST_PROTOCOL}`); break;
      case "\x95": need(8); break;
      case ".": return plain(pop());
      case "N": stack.push(null); break;
      case "\x88": stack.push(true); break;
      case "\x89": stack.push(false); break;
      case "K": stack.push(bytes[need(1)]!); break;
      case "M": stack.push(view.getUint16(need(2), true)); break;
      case "J": stack.push(view.getInt32(need(4), true)); break;
      case "\x8a": {
        const raw = blob(bytes[need(1)]!);
        let value = 0n;
        raw.forEach((byte, index) => (value |= BigInt(byte) << BigInt(8 * index)));
        stack.push(Number(BigInt.asIntN(8 * raw.length, value)));
        break;
      }
      case "G": stack.push(view.getFloat64(need(8), false)); break;
      case "X": stack.push(text(view.getUint32(need(4), true))); break;
      case "\x8c": stack.push(text(bytes[need(1)]!)); break;
      case "B": stack.push(blob(view.getUint32(need(4), true))); break;
      case "C": stack.push(blob(bytes[need(1)]!)); break;
      case "]": case ")": stack.push([]); break;
      case "}": stack.push(new Map()); break;
      case "(": stack.push(MARK); break;
      case "t": case "l": stack.push(toMark() as Unpickled[]); break;
      case "\x85": stack.push([pop()] as Unpickled[]); break;
      case "\x86": { const second = pop(); stack.push([pop(), second] as Unpickled[]); break; }
      case "\x87": { const third = pop(); const second = pop(); stack.push([pop(), second, third] as Unpickled[]); break; }
      case "a": { const item = plain(pop()); const list = top(); if (Array.isArray(list)) list.push(item); else fail("is damaged"); break; }
      case "e": { const items = toMark(); const list = top(); if (Array.isArray(list)) for (const item of items) list.push(plain(item)); else fail("is damaged"); break; }
      case "s": { const value = pop(); const key = pop(); set(top(), [key, value]); break; }
      case "u": { const items = toMark(); set(top(), items); break; }
      case "q": memo.set(bytes[need(1)]!, top()); break;
      case "r": memo.set(view.getUint32(need(4), true), top()); break;
      case "\x94": memo.set(memo.size, top()); break;
      case "h": stack.push(memo.get(bytes[need(1)]!) ?? fail("is damaged")); break;
      case "j": stack.push(memo.get(view.getUint32(need(4), true)) ?? fail("is damaged")); break;
      case "c": { const module = line(); stack.push(global(module, line())); break; }
      case "\x93": { const name = pop(); const module = pop(); stack.push(global(String(module), String(name))); break; }
      case "R": { const args = pop(); stack.push(call(pop(), args)); break; }
      case "b": { const state = pop(); build(top(), state); break; }
      default: return fail(`has opcode ${JSON.stringify(opcode)}, which is not read`);
    }
    if (stack.length > MOST_ITEMS) fail("is too large");
  }
}

function numbersOf(type: string, raw: Uint8Array, count: number, fail: (what: string) => never): number[] {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const kinds: Record<string, [number, (at: number) => number]> = {
    f8: [8, (at) => view.getFloat64(at, true)],
    f4: [4, (at) => view.getFloat32(at, true)],
    i8: [8, (at) => Number(view.getBigInt64(at, true))],
    i4: [4, (at) => view.getInt32(at, true)],
    i2: [2, (at) => view.getInt16(at, true)],
    u2: [2, (at) => view.getUint16(at, true)],
    u1: [1, (at) => view.getUint8(at)],
    b1: [1, (at) => view.getUint8(at)],
  };
  const known = kinds[type.replace(/^[<|]/, "")];
  if (known === undefined) return fail(`has numbers of kind ${type}, which is not read`);
  if (raw.length !== count * known[0]) return fail("is cut off");
  return Array.from({ length: count }, (_, index) => known[1](index * known[0]));
}
