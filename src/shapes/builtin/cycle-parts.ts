/** Pieces that bicycles and motorcycles share. Metres; z up, front −y. */
import { cos, radians, sin } from "../../core/math.js";
import type { Vector3 } from "../../geometry/vector.js";
import { loft, tube } from "./loft.js";
import { circle, roundedRectangle } from "./profile.js";
import type { ClosedMesh, Finish, Solid, Vector2, Workshop } from "./solid.js";

/** Several closed meshes as one; they may overlap. */
function together(meshes: readonly ClosedMesh[]): ClosedMesh {
  const indices: number[] = [];
  const positions: number[] = [];
  for (const mesh of meshes) {
    const first = positions.length / 3;
    for (const value of mesh.positions) positions.push(value);
    for (const index of mesh.indices) indices.push(index + first);
  }
  return { positions: Float32Array.from(positions), indices: Uint32Array.from(indices) };
}

/** A straight round or conical rod. */
export function rod(workshop: Workshop, from: Vector3, to: Vector3, radius: number, finish: Finish, endScale = 1, segments = 10): Solid {
  const upright = Math.abs(to[0] - from[0]) < Math.abs(to[1] - from[1]) + Math.abs(to[2] - from[2]);
  return workshop.mesh(tube([{ at: from }, { at: to, scale: endScale }], circle(radius, segments), upright ? [1, 0, 0] : [0, 0, 1]), finish, 50);
}

/** A ring about the x axis: an outline of (radius, x) points, turned. */
export function ringAboutX(workshop: Workshop, outline: readonly Vector2[], segments: number, finish: Finish, crease = 45): Solid {
  return workshop.revolve(outline, segments, finish, crease).rotate(0, 90, 0);
}

/** A tyre about the x axis; `width` and `height` of its section. */
export function tyre(workshop: Workshop, radius: number, width: number, height: number, part: string, material = "rubber"): Solid {
  const section = circle(1, 10).map(([u, v]): Vector2 => [radius - height / 2 + (u * height) / 2, (v * width) / 2]);
  return ringAboutX(workshop, section, 40, { part, material }, 60);
}

/** Wire spokes from a hub's two flanges to the rim, crossing, about the x axis. */
export function wireSpokes(workshop: Workshop, rim: number, hub: number, half: number, count: number, thickness: number, finish: Finish): Solid {
  const spokes = Array.from({ length: count }, (_, index): ClosedMesh => {
    const outer = radians((360 * index) / count);
    const inner = radians((360 * index) / count + (index % 4 < 2 ? 42 : -42));
    const side = index % 2 === 0 ? half : -half;
    const from: Vector3 = [side, hub * cos(inner), hub * sin(inner)];
    const to: Vector3 = [0, rim * cos(outer), rim * sin(outer)];
    return tube([{ at: from }, { at: to }], circle(thickness, 4), [1, 0, 0]);
  });
  return workshop.mesh(together(spokes), finish, 50);
}

/** A mudguard: an arc of a thin channel about the x axis, from one angle to another (0 = back, 90 = up, 180 = front). */
export function mudguard(workshop: Workshop, radius: number, width: number, fromDegrees: number, toDegrees: number, finish: Finish): Solid {
  const steps = 14;
  const outline = (at: number): Vector3[] => {
    const angle = radians(fromDegrees + ((toDegrees - fromDegrees) * at) / steps);
    const [c, s] = [cos(angle), sin(angle)];
    const section: Vector2[] = [[-1, -0.25], [-0.8, 0.4], [-0.35, 0.75], [0.35, 0.75], [0.8, 0.4], [1, -0.25], [0.88, -0.25], [0.68, 0.25], [0.3, 0.55], [-0.3, 0.55], [-0.68, 0.25], [-0.88, -0.25]];
    return section.map(([u, v]): Vector3 => [(u * width) / 2, (radius + (v * width) / 2) * c, (radius + (v * width) / 2) * s]);
  };
  const rings = Array.from({ length: steps + 1 }, (_, at) => outline(at));
  return workshop.mesh(loftOpen(rings), finish, 50);
}

/** A loft whose rings need not be star-shaped about their middle: their first half is opposite their second. */
function loftOpen(rings: readonly (readonly Vector3[])[]): ClosedMesh {
  const around = rings[0]!.length;
  const points = rings.flat();
  const indices: number[] = [];
  for (let ring = 0; ring + 1 < rings.length; ring++) {
    for (let index = 0; index < around; index++) {
      const a = ring * around + index;
      const b = ring * around + ((index + 1) % around);
      indices.push(a, a + around, b, b, a + around, b + around);
    }
  }
  for (let index = 0; index + 1 < around / 2; index++) {
    const [a, b, c, d] = [index, index + 1, around - 2 - index, around - 1 - index];
    indices.push(a, b, c, a, c, d);
    const last = (rings.length - 1) * around;
    indices.push(last + a, last + c, last + b, last + a, last + d, last + c);
  }
  return { positions: Float32Array.from(points.flat()), indices: Uint32Array.from(indices) };
}

/** A saddle or seat along y: stations of (y, half width, bottom, top). */
export function saddle(workshop: Workshop, stations: readonly (readonly [number, number, number, number])[], finish: Finish): Solid {
  const rings = stations.map(([y, half, low, high]) =>
    roundedRectangle([0, 0], half * 2, high - low, Math.min(half, (high - low) / 2) * 0.85, 4).map(([x, z]): Vector3 => [x, y, (low + high) / 2 - z]),
  );
  return workshop.mesh(loft(rings), finish, 60);
}
