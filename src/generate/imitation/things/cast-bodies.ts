/** What is seen of a thing: rays through every pixel, all parallel, against its bodies. */
import { cos, sin } from "../../../core/math.js";
import type { Vector3 } from "../../../geometry/vector.js";
import type { Outlook } from "../outlook.js";
import type { Body } from "./thing.js";

/** Where a thing is put: the pixel that it stands on, pixels per unit, and its turn about the vertical. */
export interface Stand {
  x: number;
  y: number;
  scale: number;
  turnRadians: number;
}

/** A rectangle of the picture with a thing in it, row-major. */
export interface SeenThing {
  x0: number;
  y0: number;
  width: number;
  height: number;
  /** Index of the body plus 1; 0 = none. */
  body: Uint8Array;
  /** In camera axes. */
  normal: Float32Array;
  /** In the thing's frame. */
  place: Float32Array;
}

/** @param size of the picture, in pixels @returns null where nothing of it is in the picture */
export function castBodies(bodies: readonly Body[], { x, y, scale, turnRadians }: Stand, { up, right, forward }: Outlook, size: { width: number; height: number }): SeenThing | null {
  const [c, s] = [cos(turnRadians), sin(turnRadians)];
  const turned = (a: number, b: number): Vector3 => [right[0] * a + forward[0] * b, right[1] * a + forward[1] * b, right[2] * a + forward[2] * b];
  const [axisX, axisY] = [turned(c, s), turned(-s, c)];
  const [left, top, end, bottom] = boundsOf(bodies, [axisX, axisY, up]);
  const x0 = Math.max(0, Math.floor(x + left * scale));
  const y0 = Math.max(0, Math.floor(y + top * scale));
  const width = Math.min(size.width, Math.ceil(x + end * scale)) - x0;
  const height = Math.min(size.height, Math.ceil(y + bottom * scale)) - y0;
  if (width <= 0 || height <= 0) return null;
  const seen: SeenThing = { x0, y0, width, height, body: new Uint8Array(width * height), normal: new Float32Array(width * height * 3), place: new Float32Array(width * height * 3) };
  // The rays' direction in the thing's frame.
  const dx = axisX[2], dy = axisY[2], dz = up[2];
  const hit: Hit = { t: 0, x: 0, y: 0, z: 0 };
  for (let row = 0, pixel = 0; row < height; row++) {
    const v = (row + y0 + 0.5 - y) / scale;
    for (let column = 0; column < width; column++, pixel++) {
      const u = (column + x0 + 0.5 - x) / scale;
      const ox = u * axisX[0] + v * axisX[1], oy = u * axisY[0] + v * axisY[1], oz = u * up[0] + v * up[1];
      let nearest = Infinity;
      let nx = 0, ny = 0, nz = 0;
      for (let index = 0; index < bodies.length; index++) {
        const { kind, center, halfSize } = bodies[index];
        const found = CAST[kind]((ox - center[0]) / halfSize[0], (oy - center[1]) / halfSize[1], (oz - center[2]) / halfSize[2], dx / halfSize[0], dy / halfSize[1], dz / halfSize[2], hit);
        if (!found || hit.t >= nearest) continue;
        nearest = hit.t;
        seen.body[pixel] = index + 1;
        nx = hit.x / halfSize[0];
        ny = hit.y / halfSize[1];
        nz = hit.z / halfSize[2];
      }
      if (nearest === Infinity) continue;
      const length = 1 / Math.sqrt(nx * nx + ny * ny + nz * nz);
      for (let axis = 0; axis < 3; axis++) seen.normal[pixel * 3 + axis] = (nx * axisX[axis] + ny * axisY[axis] + nz * up[axis]) * length;
      seen.place[pixel * 3] = ox + dx * nearest;
      seen.place[pixel * 3 + 1] = oy + dy * nearest;
      seen.place[pixel * 3 + 2] = oz + dz * nearest;
    }
  }
  return seen;
}

/** Left, top, right and bottom of all bodies around the point that they stand on, in units. */
function boundsOf(bodies: readonly Body[], axes: readonly [Vector3, Vector3, Vector3]): [number, number, number, number] {
  const bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { center, halfSize } of bodies) {
    for (let along = 0; along < 2; along++) {
      let middle = 0;
      let reach = 0;
      for (let axis = 0; axis < 3; axis++) {
        middle += axes[axis][along] * center[axis];
        reach += Math.abs(axes[axis][along]) * halfSize[axis];
      }
      bounds[along] = Math.min(bounds[along], middle - reach);
      bounds[along + 2] = Math.max(bounds[along + 2], middle + reach);
    }
  }
  return bounds;
}

/** Distance along the ray, and the normal in the frame in which the body is one across from its middle. */
interface Hit {
  t: number;
  x: number;
  y: number;
  z: number;
}

type Cast = (ox: number, oy: number, oz: number, dx: number, dy: number, dz: number, hit: Hit) => boolean;

function castEllipsoid(ox: number, oy: number, oz: number, dx: number, dy: number, dz: number, hit: Hit): boolean {
  const a = dx * dx + dy * dy + dz * dz;
  const b = ox * dx + oy * dy + oz * dz;
  const inside = b * b - a * (ox * ox + oy * oy + oz * oz - 1);
  if (inside < 0) return false;
  const t = (-b - Math.sqrt(inside)) / a;
  hit.t = t;
  hit.x = ox + dx * t;
  hit.y = oy + dy * t;
  hit.z = oz + dz * t;
  return true;
}

function castBox(ox: number, oy: number, oz: number, dx: number, dy: number, dz: number, hit: Hit): boolean {
  const enterX = slab(ox, dx), enterY = slab(oy, dy), enterZ = slab(oz, dz);
  const enter = Math.max(enterX, enterY, enterZ);
  const leave = Math.min(slabEnd(ox, dx), slabEnd(oy, dy), slabEnd(oz, dz));
  if (!(enter < leave)) return false;
  hit.t = enter;
  hit.x = enter === enterX ? -Math.sign(dx) : 0;
  hit.y = enter === enterX ? 0 : enter === enterY ? -Math.sign(dy) : 0;
  hit.z = enter === enterX || enter === enterY ? 0 : -Math.sign(dz);
  return true;
}

/** An upright cylinder with its lids. */
function castCylinder(ox: number, oy: number, oz: number, dx: number, dy: number, dz: number, hit: Hit): boolean {
  const a = dx * dx + dy * dy;
  const b = ox * dx + oy * dy;
  const inside = b * b - a * (ox * ox + oy * oy - 1);
  if (inside < 0 || a === 0) return false;
  const root = Math.sqrt(inside);
  const enterSide = (-b - root) / a;
  const enterLid = slab(oz, dz);
  const enter = Math.max(enterSide, enterLid);
  if (!(enter < Math.min((-b + root) / a, slabEnd(oz, dz)))) return false;
  hit.t = enter;
  hit.x = enterLid > enterSide ? 0 : ox + dx * enter;
  hit.y = enterLid > enterSide ? 0 : oy + dy * enter;
  hit.z = enterLid > enterSide ? -Math.sign(dz) : 0;
  return true;
}

/** Where a ray enters −1..1 along one axis; a ray across it is always in or never. */
function slab(origin: number, direction: number): number {
  if (direction === 0) return origin > -1 && origin < 1 ? -Infinity : Infinity;
  return ((direction > 0 ? -1 : 1) - origin) / direction;
}

function slabEnd(origin: number, direction: number): number {
  return direction === 0 ? Infinity : ((direction > 0 ? 1 : -1) - origin) / direction;
}

const CAST: Readonly<Record<Body["kind"], Cast>> = { box: castBox, ellipsoid: castEllipsoid, cylinder: castCylinder };
