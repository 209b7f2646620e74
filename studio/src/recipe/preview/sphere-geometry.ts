/** Directions of cameras on a sphere that is looked at from somewhere. */

/** A place on the picture of the unit sphere: x to the right, y down, both −1 to 1; `depth` > 0 on the near side. */
export interface OnSphere {
  x: number;
  y: number;
  depth: number;
}

/** Where the sphere is looked at from, in the object's frame. */
export interface SphereView {
  azimuthRadians: number;
  elevationRadians: number;
}

/** Unit vector towards a viewpoint in the object's frame: z up, front −y, azimuth 90° = the object's left side (+x). */
export function directionOf({ azimuthRadians, elevationRadians }: SphereView): readonly [number, number, number] {
  const level = Math.cos(elevationRadians);
  return [Math.sin(azimuthRadians) * level, -Math.cos(azimuthRadians) * level, Math.sin(elevationRadians)];
}

/** The direction as it is seen. */
export function seenFrom(view: SphereView, [x, y, z]: readonly [number, number, number]): OnSphere {
  const [sinA, cosA] = [Math.sin(view.azimuthRadians), Math.cos(view.azimuthRadians)];
  const [sinE, cosE] = [Math.sin(view.elevationRadians), Math.cos(view.elevationRadians)];
  // Right of a camera at that azimuth, and how far towards it on the level.
  const right = x * cosA + y * sinA;
  const near = x * sinA - y * cosA;
  return { x: right, y: -(z * cosE - near * sinE), depth: near * cosE + z * sinE };
}

/** Points of a circle of equal elevation. */
export function parallel(elevationRadians: number, steps = 72): (readonly [number, number, number])[] {
  return Array.from({ length: steps + 1 }, (_, at) => directionOf({ azimuthRadians: (at / steps) * 2 * Math.PI, elevationRadians }));
}

/** Points of a half circle of equal azimuth. */
export function meridian(azimuthRadians: number, steps = 36): (readonly [number, number, number])[] {
  return Array.from({ length: steps + 1 }, (_, at) => directionOf({ azimuthRadians, elevationRadians: (at / steps - 0.5) * Math.PI }));
}
