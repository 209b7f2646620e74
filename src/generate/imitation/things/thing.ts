/** Things that are not the object: put together from a few simple bodies. */
import type { Random } from "../../../core/random.js";
import { drawColor, mix, times, type Rgb } from "../canvas.js";
import type { Vector3 } from "../../../geometry/vector.js";

/** A body in the thing's own frame: x and y across, z up, the thing about 2 wide and standing on z = 0. */
export interface Body {
  kind: "box" | "ellipsoid" | "cylinder";
  center: Vector3;
  halfSize: Vector3;
  /** Where its second colour is: none, in bands of height, or in patches. */
  pattern: "plain" | "bands" | "patches";
  first: Rgb;
  second: Rgb;
}

const KINDS = ["crate", "crates", "ball", "pole", "tree", "bush", "pot", "heap", "wall"] as const;

/** Draws a thing. */
export function drawThing(stream: Random): Body[] {
  const main = drawColor(stream);
  const dress = (color: Rgb = main): Pick<Body, "pattern" | "first" | "second"> => ({
    pattern: stream.pick(["plain", "plain", "bands", "patches"] as const),
    first: color,
    second: stream.next() < 0.5 ? times(color, stream.uniform(0.4, 1.6)) : mix(color, drawColor(stream), 0.7),
  });
  const body = (kind: Body["kind"], center: Vector3, halfSize: Vector3, color?: Rgb): Body => ({ kind, center, halfSize, ...dress(color) });
  const between = (from: number, to: number): number => stream.uniform(from, to);
  switch (stream.pick(KINDS)) {
    case "crate": {
      const z = between(0.3, 1);
      return [body("box", [0, 0, z], [between(0.5, 1), between(0.4, 0.9), z])];
    }
    case "crates": {
      const z = between(0.25, 0.5);
      return [body("box", [0, 0, z], [0.9, 0.6, z]), body("box", [between(-0.3, 0.3), between(-0.1, 0.1), z * 2 + 0.3], [0.5, 0.45, 0.3], drawColor(stream))];
    }
    case "ball": return [body("ellipsoid", [0, 0, 0.8], [0.8, 0.8, 0.8])];
    case "pole": return [body("cylinder", [0, 0, 1.6], [0.09, 0.09, 1.6]), body(stream.next() < 0.5 ? "box" : "ellipsoid", [0, 0, 3], [0.4, between(0.06, 0.4), 0.35], drawColor(stream))];
    case "tree": {
      const leaves = drawColor(stream, 0.15, 0.6);
      return [body("cylinder", [0, 0, 0.7], [0.12, 0.12, 0.8]), ...Array.from({ length: 4 }, () => body("ellipsoid", [between(-0.5, 0.5), between(-0.5, 0.5), between(1.4, 2.4)], [between(0.4, 0.8), between(0.4, 0.8), between(0.35, 0.7)], leaves))];
    }
    case "bush": return Array.from({ length: 4 }, () => body("ellipsoid", [between(-0.7, 0.7), between(-0.4, 0.4), between(0.2, 0.7)], [between(0.35, 0.7), between(0.35, 0.7), between(0.3, 0.6)]));
    case "pot": return [body("cylinder", [0, 0, 0.45], [0.45, 0.45, 0.45]), body("ellipsoid", [0, 0, 1.2], [between(0.3, 0.8), between(0.3, 0.8), between(0.3, 0.7)], drawColor(stream))];
    case "heap": return Array.from({ length: 3 + stream.integer(3) }, () => body(stream.pick(["box", "ellipsoid", "cylinder"] as const), [between(-0.7, 0.7), between(-0.5, 0.5), between(0.2, 1.1)], [between(0.15, 0.5), between(0.15, 0.5), between(0.15, 0.6)], drawColor(stream)));
    case "wall": {
      const z = between(0.4, 1.2);
      return [body("box", [0, 0, z], [between(1, 1.6), 0.08, z])];
    }
  }
}
