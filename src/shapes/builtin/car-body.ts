/** The two skins of a car: the lower body with bonnet and boot, and the cabin on top of it. */
import type { Vector3 } from "../../geometry/vector.js";
import { numberOf, type Parameters } from "./builtin-shape.js";
import { loft } from "./loft.js";
import { linearFunction, smoothFunction, superellipse } from "./profile.js";
import type { ClosedMesh, Vector2 } from "./solid.js";

/** Measures that every piece of a car is placed by; metres, the car stands on z = 0 with its middle at y = 0. */
export interface CarBody {
  length: number;
  halfWidth: number;
  wheelRadius: number;
  frontWheelY: number;
  rearWheelY: number;
  /** Below this height the skin is dark plastic. */
  claddingZ: number;
  /** Height of the lower body's lowest line between the wheels. */
  sillZ: number;
  /** Half width and height of the upper edge of the lower body at y. */
  halfWidthAt(y: number): number;
  topAt(y: number): number;
  /** Half width of the lower body's side at y and height z. */
  sideAt(y: number, z: number): number;
  /** The skin, moved inwards. */
  lower(inset: number): ClosedMesh;
  cabin: Cabin;
}

/** The glasshouse: outline of its side view as functions of height, and its half width. */
export interface Cabin {
  bottomZ: number;
  /** Where glass may begin and end. */
  beltZ: number;
  eavesZ: number;
  roofZ: number;
  frontAt(z: number): number;
  rearAt(z: number): number;
  halfWidthAt(z: number): number;
  exponent: number;
  skin(inset: number): ClosedMesh;
}

/** Shares of the half width and positions between bottom and top of the points of a section's side, from the top. */
const SIDE: readonly (readonly [number, number])[] = [
  [0, 1], [0.5, 1], [0.8, 0.992], [0.905, 0.965], [0.955, 0.91], [0.98, 0.81], [0.993, 0.66], [1, 0.48],
];

const LOWER_STATIONS = [0, 0.003, 0.009, 0.019, 0.035, 0.06, 0.095, 0.14, 0.19, 0.24, 0.29, 0.35, 0.45, 0.57, 0.67, 0.74, 0.8, 0.85, 0.89, 0.925, 0.952, 0.972, 0.986, 0.995, 1];

/** Builds the measures and skins from a car's parameters. */
export function carBody(parameters: Parameters): CarBody {
  const of = (name: string): number => numberOf(parameters, name);
  const [length, width, height] = [of("length"), of("width"), of("height")];
  const halfWidth = width / 2;
  const wheelRadius = of("wheelRadius");
  const at = (t: number): number => (t - 0.5) * length;
  const share = (y: number): number => y / length + 0.5;
  const [sillZ, noseZ, cowlZ, beltZ, deckZ] = [of("clearance"), of("noseHeight"), of("cowlHeight"), of("beltHeight"), of("deckHeight")];
  const [cowl, base] = [of("cowl"), of("rearBase")];

  const bottom = smoothFunction([[0, sillZ + 0.17], [0.014, sillZ + 0.08], [0.06, sillZ + 0.03], [0.16, sillZ + 0.01], [0.5, sillZ], [0.84, sillZ + 0.02], [0.947, sillZ + 0.07], [0.989, sillZ + 0.13], [1, sillZ + 0.2]]);
  const top = smoothFunction([
    [0, noseZ - 0.15], [0.007, noseZ - 0.08], [0.025, noseZ - 0.02], [0.06, noseZ + (cowlZ - noseZ) * 0.22], [cowl * 0.6, noseZ + (cowlZ - noseZ) * 0.75],
    [cowl, cowlZ], [Math.min(cowl + 0.14, 0.5), beltZ], [Math.max(0.55, base - 0.12), beltZ + 0.015], [Math.min(base, 0.93), deckZ], [0.965, deckZ - 0.01], [0.989, deckZ - 0.06], [1, deckZ - 0.16],
  ]);
  const plan = smoothFunction([[0, 0.62], [0.0025, 0.7], [0.007, 0.765], [0.014, 0.825], [0.025, 0.872], [0.04, 0.908], [0.06, 0.936], [0.1, 0.965], [0.19, 0.99], [0.35, 1], [0.65, 1], [0.85, 0.985], [0.925, 0.96], [0.965, 0.925], [0.979, 0.895], [0.989, 0.85], [0.9955, 0.79], [1, 0.7]]);
  const claddingZ = of("cladding") + sillZ;
  const halfWidthAt = (y: number): number => halfWidth * plan(share(y));
  const topAt = (y: number): number => top(share(y));

  const section = (t: number, inset: number): Vector3[] => {
    const y = at(t) * (1 - (2 * inset) / length);
    const w = halfWidth * plan(t) - inset;
    const low = bottom(t) + inset;
    const high = top(t) - inset;
    const crown = 0.035 * (w / halfWidth);
    const clad = Math.max(claddingZ, low + 0.03);
    const right: Vector2[] = SIDE.map(([x, z]): Vector2 => {
      const rise = crown * (1 - x * x);
      return [x * w, Math.max(low + (high - low) * z + (z > 0.9 ? rise - crown * 0.2 : 0), clad + 0.02 * (z + 0.1))];
    });
    right.push([w * 0.985, clad], [w * 0.96, low + 0.012], [w * 0.9, low], [w * 0.45, low]);
    const left = right.slice(1).toReversed().map(([x, z]): Vector2 => [-x, z]);
    return [...right, [0, low] as Vector2, ...left].map(([x, z]): Vector3 => [x, y, z]);
  };
  /** A ring within an end face, so that the face is flat up to its rim. */
  const within = (ring: readonly Vector3[]): Vector3[] => {
    const middle = ring.reduce((sum, point) => sum + point[2], 0) / ring.length;
    return ring.map(([x, y, z]): Vector3 => [x * 0.85, y, middle + (z - middle) * 0.8]);
  };
  const lower = (inset: number): ClosedMesh => {
    const rings = LOWER_STATIONS.map((t) => section(t, inset));
    return loft([within(rings[0]!), ...rings, within(rings.at(-1)!)]);
  };

  const side = linearFunction(SIDE.slice(2).map(([x, z]): Vector2 => [z, x]).toReversed());
  const sideAt = (y: number, z: number): number => {
    const t = share(y);
    return halfWidthAt(y) * side((z - bottom(t)) / (top(t) - bottom(t)));
  };
  return {
    length, halfWidth, wheelRadius, claddingZ, sillZ, halfWidthAt, topAt, sideAt, lower,
    frontWheelY: at(of("frontAxle")),
    rearWheelY: at(of("frontAxle") + of("wheelbase")),
    cabin: carCabin({
      beltZ: Math.max(cowlZ, beltZ) - 0.01, wellZ: wheelRadius * 2.22, roofZ: height, halfWidth,
      front: [at(cowl), at(of("windshieldTop"))], rear: [at(base), at(of("roofEnd"))],
      tumble: of("tumblehome"), exponent: of("cabinExponent"), drop: of("roofDrop"),
    }),
  };
}

interface CabinMeasures {
  beltZ: number;
  /** Top of the wheel wells, which the cabin must not reach into. */
  wellZ: number;
  roofZ: number;
  halfWidth: number;
  /** Lowest and highest y of the windscreen's and the rear window's middle line. */
  front: readonly [number, number];
  rear: readonly [number, number];
  /** How much narrower the eaves are than the belt, as a share. */
  tumble: number;
  exponent: number;
  /** How far the roof falls towards the back. */
  drop: number;
}

function carCabin(measures: CabinMeasures): Cabin {
  const { beltZ, wellZ, roofZ, halfWidth, front, rear, tumble, exponent, drop } = measures;
  const eavesZ = roofZ - 0.075;
  const bottomZ = Math.min(beltZ - 0.05, Math.max(beltZ - 0.2, wellZ + 0.01));
  const rise = (z: number): number => (z - beltZ) / (eavesZ - beltZ);
  // Screens are slightly bent: steeper at their foot.
  const bend = (v: number): number => v + 0.1 * v * (v - 1);
  const frontAt = (z: number): number => front[0] + (front[1] - front[0]) * bend(rise(z));
  const rearAt = (z: number): number => rear[0] + (rear[1] - rear[0]) * bend(rise(z));
  const halfWidthAt = (z: number): number => halfWidth * (0.945 - tumble * Math.max(-0.1, rise(z)));
  const skin = (inset: number): ClosedMesh => {
    const rings: Vector3[][] = [];
    const ring = (z: number, f: number, r: number, w: number, lift: number): void => {
      const middle = (f + r) / 2;
      const sag = (y: number): number => {
        const along = Math.min(1.1, Math.max(0, (y - front[1]) / (rear[1] - front[1])));
        return drop * along * along * Math.max(0, Math.min(1, rise(z)));
      };
      rings.push(superellipse(w, (r - f) / 2, exponent, 40).map(([x, y]): Vector3 => [x, middle + y, z + lift - sag(middle + y)]));
    };
    for (const z of [bottomZ, beltZ, beltZ + (eavesZ - beltZ) * 0.4, beltZ + (eavesZ - beltZ) * 0.75, eavesZ]) {
      ring(z, frontAt(z) + inset, rearAt(z) - inset, halfWidthAt(z) - inset, 0);
    }
    const [f, r, w] = [frontAt(eavesZ) + inset, rearAt(eavesZ) - inset, halfWidthAt(eavesZ) - inset];
    for (const [shrink, lift] of [[0.02, 0.026], [0.055, 0.045], [0.12, 0.059], [0.32, 0.07], [0.68, 0.075]] as const) {
      // Short roofs must not fold over themselves.
      const back = shrink * Math.min(0.8, (r - f) * 0.48);
      ring(eavesZ, f + back, r - back, w * (1 - shrink * 1.1), lift - inset);
    }
    return loft(rings);
  };
  return { bottomZ, beltZ, eavesZ, roofZ, frontAt, rearAt, halfWidthAt, exponent, skin };
}
