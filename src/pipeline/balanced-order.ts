/**
 * Fair, random, extendable choice: position p of an endless sequence in which every block of n holds each of n items
 * once, in an order of its own. Any prefix is balanced to within one, and a larger count only appends.
 */
import { random } from "../core/random.js";

/** Maps positions to items. @param path names the sequence in the random keys */
export function balancedOrder<T>(seed: number, path: string, items: readonly T[]): (position: number) => T {
  let heldBlock = -1;
  let held: T[] = [];
  return (position) => {
    const block = Math.floor(position / items.length);
    if (block !== heldBlock) {
      held = random(seed, `${path}/${block}`, "order").shuffle(items);
      heldBlock = block;
    }
    return held[position % items.length]!;
  };
}
