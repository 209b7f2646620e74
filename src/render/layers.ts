/** How much each surface behind a sample contributes to its colour. */
import type { FragmentList } from "./transparency.js";
import type { Visibility } from "./visibility.js";
import type { RenderWorkspace } from "./workspace.js";

/** Contributions of the surfaces behind the samples of a grid. */
export interface Layers {
  /** Per fragment: alpha × what the layers before it let through; 0 behind an opaque surface. */
  share: Float32Array;
  /** Per sample: what all translucent layers before the opaque surface (or the background) let through. */
  transmittance: Float32Array;
}

/**
 * Sorts the translucent points of each sample by depth (the later drawn in front on a tie) and multiplies their
 * alphas. Null when there are none.
 */
export function blendLayers(visible: Visibility, workspace: RenderWorkspace): Layers | null {
  const { fragments, inverseDepth } = visible;
  if (fragments.count === 0) return null;
  const sampleCount = visible.grid.width * visible.grid.height;
  const transmittance = workspace.float32("transmittance", sampleCount);
  const share = workspace.float32("layerShare", fragments.count);
  const start = workspace.int32("layerStart", sampleCount + 1);
  const order = workspace.int32("layerOrder", fragments.count);
  transmittance.fill(1, 0, sampleCount);
  share.fill(0, 0, fragments.count);
  bucketBySample(fragments, inverseDepth, sampleCount, start, order);
  for (let sample = 0; sample < sampleCount; sample++) {
    const end = start[sample + 1];
    if (start[sample] === end) continue;
    sortNearestFirst(order, start[sample], end, fragments.inverseDepth);
    let through = 1;
    for (let at = start[sample]; at < end; at++) {
      const fragment = order[at];
      share[fragment] = fragments.alpha[fragment] * through;
      through *= 1 - fragments.alpha[fragment];
    }
    transmittance[sample] = through;
  }
  return { share, transmittance };
}

/** Counting sort of the fragments before the opaque surface; `start[s]` to `start[s + 1]` are sample s's in `order`. */
function bucketBySample(fragments: FragmentList, opaque: Float64Array, sampleCount: number, start: Int32Array, order: Int32Array): void {
  start.fill(0, 0, sampleCount + 1);
  for (let at = 0; at < fragments.count; at++) {
    if (fragments.inverseDepth[at] > opaque[fragments.sample[at]]) start[fragments.sample[at]]++;
  }
  let total = 0;
  for (let sample = 0; sample <= sampleCount; sample++) start[sample] = total += start[sample];
  for (let at = 0; at < fragments.count; at++) {
    if (fragments.inverseDepth[at] > opaque[fragments.sample[at]]) order[--start[fragments.sample[at]]] = at;
  }
}

/** Insertion sort: lists are short. */
function sortNearestFirst(order: Int32Array, from: number, end: number, inverseDepth: Float64Array): void {
  for (let at = from + 1; at < end; at++) {
    const fragment = order[at];
    const key = inverseDepth[fragment];
    let place = at;
    while (place > from && inverseDepth[order[place - 1]] < key) {
      order[place] = order[place - 1];
      place--;
    }
    order[place] = fragment;
  }
}
