/** Boats' hulls: a skin from bow to stern, solid with a deck or hollow. Metres; bow towards −y, keel near z = 0. */
import type { Vector3 } from "../../geometry/vector.js";
import { loft } from "./loft.js";
import { smoothFunction } from "./profile.js";
import type { ClosedMesh } from "./solid.js";

/** What a hull looks like; shares run from 0 at the bow to 1 at the stern. */
export interface HullForm {
  length: number;
  /** Largest width. */
  beam: number;
  /** Height of the deck's edge above the keel at midships. */
  depth: number;
  /** How much higher the edge is at the bow and at the stern. */
  sheerBow: number;
  sheerStern: number;
  /** Width of the stern as a share of the beam: small is pointed. */
  transom: number;
  /** Width at the keel as a share: 0 is a sharp V, 1 a box. */
  fullness: number;
  /** How far the bow leans forwards at the top. */
  rake: number;
  /** Where the hull reaches full width. */
  entry: number;
}

/** A hull with functions of y. */
export interface Hull {
  form: HullForm;
  halfWidthAt(y: number): number;
  edgeAt(y: number): number;
  /** How far back the raked bow moves a point. */
  leanAt(y: number, z: number): number;
  /**
   * The closed skin up to the deck's edge, `inset` inside and from `floor` upwards; `raised` lifts the top; `upright`
   * gives it the width of the edge at all heights, as what is cut away above a deck needs.
   */
  skin(inset: number, floor?: number, raised?: number, upright?: boolean): ClosedMesh;
}

const STATIONS = [0, 0.012, 0.035, 0.07, 0.12, 0.18, 0.26, 0.35, 0.46, 0.58, 0.7, 0.81, 0.9, 0.96, 1];

export function makeHull(form: HullForm): Hull {
  const { length, beam, depth, sheerBow, sheerStern, transom, fullness, rake, entry } = form;
  const width = smoothFunction([[0, 0.015], [0.03, 0.1 + 0.12 * (0.5 - entry)], [entry * 0.5, 0.66], [entry, 0.96], [Math.min(0.62, entry + 0.15), 1], [0.8, (1 + transom) / 2 + 0.08], [1, transom]]);
  const sheer = smoothFunction([[0, sheerBow], [0.25, sheerBow * 0.42], [0.6, 0], [0.8, sheerStern * 0.25], [1, sheerStern]]);
  // The keel rises towards the bow.
  const keel = smoothFunction([[0, depth * 0.75], [0.02, depth * 0.5], [0.07, depth * 0.25], [0.16, depth * 0.08], [0.35, 0], [0.8, 0], [1, transom < 0.3 ? depth * 0.45 : depth * 0.1]]);
  const at = (y: number): number => y / length + 0.5;
  const halfWidthAt = (y: number): number => (beam / 2) * width(at(y));
  const edgeAt = (y: number): number => depth + sheer(at(y));
  const leanAt = (y: number, z: number): number => {
    const near = Math.max(0, 1 - at(y) / 0.3);
    return -rake * near * near * Math.min(1, (z - depth) / depth);
  };
  const skin = (inset: number, floor = -Infinity, raised = 0, upright = false): ClosedMesh =>
    loft(
      STATIONS.map((t) => {
        const half = Math.max(0.004, (beam / 2) * width(t) - inset);
        const top = depth + sheer(t) + raised;
        const low = Math.min(Math.max(keel(t) + inset, floor), top - 0.02 - raised);
        const full = fullness + (1 - fullness) * 0.1;
        const side: readonly (readonly [number, number])[] = [[1, 1], [0.985, 0.75], [0.94 + full * 0.05, 0.5], [0.72 + full * 0.24, 0.24], [0.42 + full * 0.46, 0.08], [full * 0.55, 0]];
        const y = (t - 0.5) * (length - 2 * inset);
        const right = side.map(([x, z]): Vector3 => {
          const height = low + (top - low) * z;
          return [half * (upright ? 0.98 - 0.06 * (1 - x) : x), y + leanAt((t - 0.5) * length, height), height];
        });
        const left = right.toReversed().map(([x, b, z]): Vector3 => [-x, b, z]);
        return orient([...right, ...left]);
      }),
    );
  return { form, halfWidthAt, edgeAt, leanAt, skin };
}

/** Rings go round as lofts want them: seen from the stern, which is the far end, counter-clockwise. */
function orient(ring: readonly Vector3[]): Vector3[] {
  let area = 0;
  for (let index = 0; index < ring.length; index++) {
    const [a, b] = [ring[index]!, ring[(index + 1) % ring.length]!];
    area += a[0] * b[2] - b[0] * a[2];
  }
  // Seen from +y, x runs to the left.
  return area < 0 ? [...ring] : ring.toReversed();
}
