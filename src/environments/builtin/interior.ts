/**
 * A room seen from its middle: floor, ceiling and four walls with windows, lamps, doors, shelves and pictures.
 * The picture is the room's box as seen from eye height above the origin. One world unit is 0.9 metres, as if a chair
 * stood there.
 */
import type { Random } from "../../core/random.js";
import type { Vector3 } from "../../geometry/vector.js";
import { linearColor, luminance, mixColors } from "./color.js";
import { createGround, groundFootprint, type GroundKind } from "./ground.js";
import type { BuiltinKind, BuiltinSurroundings, RadianceFunction } from "./kind.js";
import { measureLight } from "./light-measure.js";
import { cellHash, fractalNoise, smoothStep, valueNoise } from "./noise.js";
import { createWallItem, OUTSIDE, paintWallItem, SURFACE, type WallItem, type WallItemKind } from "./wall-items.js";

const PI = 3.141592653589793;
const METRES_PER_UNIT = 0.9;
/** Height of the eye above the floor, metres. */
const EYE = 0.95;

/** What makes a room. */
export type InteriorParameters = Readonly<{
  halfLengthMetres: number;
  halfWidthMetres: number;
  heightMetres: number;
  daylight: number;
  lampLight: number;
  lamps: number;
  lampWarmth: number;
  wall: string;
  wallFinish: "plain" | "stripes" | "panels" | "brick";
  floor: GroundKind;
  floorTone: number;
  seed: number;
}>;

/** Living rooms, offices, halls. */
export const interior: BuiltinKind<InteriorParameters> = { revision: 1, sampleParameters, build };

const WALLS = ["e9e4da", "d8d2c4", "c7cfcb", "b9c4cc", "d9c6a8", "c9b6a6", "a8b09a", "8f9aa3", "e3d9cf", "b58f78", "6f7f86", "efece6"];

function sampleParameters(random: Random): InteriorParameters {
  const large = random.next() < 0.3;
  const daylight = random.next() < 0.2 ? random.uniform(0, 0.08) : random.uniform(0.35, 1);
  return {
    halfLengthMetres: large ? random.uniform(4.5, 7.5) : random.uniform(2.8, 4.5),
    halfWidthMetres: large ? random.uniform(4, 6) : random.uniform(2.6, 3.8),
    heightMetres: large ? random.uniform(2.9, 4) : random.uniform(2.4, 2.9),
    daylight,
    lampLight: daylight < 0.2 ? random.uniform(0.7, 1) : random.uniform(0, 0.6),
    lamps: 1 + random.integer(large ? 6 : 3),
    lampWarmth: random.uniform(0, 1),
    wall: random.pick(WALLS),
    wallFinish: random.pick(["plain", "plain", "plain", "stripes", "panels", "brick"] as const),
    floor: random.pick(["boards", "boards", "parquet", "tiles", "carpet", "concrete"] as const),
    floorTone: random.next(),
    seed: random.integer(100_000),
  };
}

/** Light from one window or lamp, for falloff on walls; metres from the eye. */
interface LightSource {
  position: Vector3;
  normal: Vector3;
  /** Area times radiance. */
  power: Vector3;
  area: number;
}

/** One of four walls: the axis it stands across, its side, its items by slots of equal width. */
interface Wall {
  alongX: boolean;
  half: number;
  slotWidth: number;
  slots: readonly (WallItem | null)[];
}

function build(parameters: InteriorParameters): BuiltinSurroundings {
  const { halfLengthMetres: halfX, halfWidthMetres: halfY, seed, daylight, lampLight } = parameters;
  const ceiling = parameters.heightMetres - EYE;
  const walls = [0, 1, 2, 3].map((index) => createWall(index, index < 2 ? halfY : halfX, index < 2 ? halfX : halfY, parameters));
  const paint = linearColor(Number.parseInt(parameters.wall, 16));
  const other = mixColors(paint, linearColor(0x6b5a4c), 0.35);
  const trim = mixColors(linearColor(0xe8e4dc), paint, 0.15);
  const white = mixColors(linearColor(0xece9e3), paint, 0.12);
  const ground = createGround(parameters.floor, parameters.floorTone, seed);
  const outsideSky: Vector3 = [0.9 * 3.2 * daylight + 0.004, 0.97 * 3.2 * daylight + 0.006, 1.08 * 3.2 * daylight + 0.012];
  const warm = mixColors([1, 0.95, 0.88], [1, 0.78, 0.52], parameters.lampWarmth);
  const lampRadiance: Vector3 = [warm[0] * 9 * lampLight, warm[1] * 9 * lampLight, warm[2] * 9 * lampLight];
  const lamps = createLamps(parameters, ceiling);
  const sources = [...windowSources(walls, halfX, halfY, outsideSky), ...lamps.map(({ x, y }) => ({
    position: [x, y, ceiling] as Vector3,
    normal: [0, 0, -1] as Vector3,
    power: [lampRadiance[0] * LAMP_AREA, lampRadiance[1] * LAMP_AREA, lampRadiance[2] * LAMP_AREA] as Vector3,
    area: LAMP_AREA,
  }))];
  const roomArea = 8 * halfX * halfY + 4 * (halfX + halfY) * parameters.heightMetres;
  // Light that has bounced about: total flux spread over the room, times albedo / (1 − albedo).
  const ambient = [0, 1, 2].map((channel) => (sources.reduce((sum, source) => sum + source.power[channel]! * PI, 0) / roomArea) * 1.1 + 0.01) as unknown as Vector3;

  let gain = 1;
  const floorMatch = [1, 1, 1];
  const light = new Float64Array(3);

  /** Irradiance / π at a point with normal (nx, ny, nz), into `light`. */
  const illuminate = (px: number, py: number, pz: number, nx: number, ny: number, nz: number): void => {
    light[0] = ambient[0] / PI;
    light[1] = ambient[1] / PI;
    light[2] = ambient[2] / PI;
    for (let index = 0; index < sources.length; index++) {
      const { position, normal, power, area } = sources[index]!;
      const dx = position[0] - px;
      const dy = position[1] - py;
      const dz = position[2] - pz;
      const here = dx * nx + dy * ny + dz * nz;
      const there = -(dx * normal[0] + dy * normal[1] + dz * normal[2]);
      if (here <= 0 || there <= 0) continue;
      const square = dx * dx + dy * dy + dz * dz + area * 0.5;
      const factor = (here * there) / (square * square * PI);
      light[0] += power[0] * factor;
      light[1] += power[1] * factor;
      light[2] += power[2] * factor;
    }
  };

  const shade = (out: Float64Array, corner: number): void => {
    const dim = corner < 0.7 ? 0.62 + 0.38 * smoothStep(0, 0.7, corner) : 1;
    out[0] *= light[0] * dim;
    out[1] *= light[1] * dim;
    out[2] *= light[2] * dim;
  };

  const paintWall = (index: number, along: number, height: number, out: Float64Array, x: number, y: number, z: number): number => {
    const wall = walls[index]!;
    const slot = Math.min(wall.slots.length - 1, Math.max(0, Math.floor((along + wall.half) / wall.slotWidth)));
    const item = wall.slots[slot] ?? null;
    if (item !== null) {
      const painted = paintWallItem(item, along - item.center, height, out);
      if (painted === OUTSIDE) {
        viewOutside(x, y, z, out);
        return OUTSIDE;
      }
      if (painted === SURFACE) return SURFACE;
    }
    if (height < 0.09 || height > parameters.heightMetres - 0.05) set(out, trim, 0.95);
    else finishWall(along, height, out);
    return SURFACE;
  };

  const finishWall = (along: number, height: number, out: Float64Array): void => {
    switch (parameters.wallFinish) {
      case "plain": return set(out, paint, 0.96 + 0.06 * valueNoise(along * 2 + seed, height * 2));
      case "stripes": return set(out, Math.floor(along / 0.12 + 1000) & 1 ? paint : mixColors3(paint, other, 0.3), 0.97);
      case "panels": {
        if (height > 1.05) return set(out, paint, height < 1.1 ? 1.1 : 0.97);
        const within = Math.abs(along / 0.7 - Math.floor(along / 0.7) - 0.5) * 0.7;
        const inset = within < 0.27 && height > 0.22 && height < 0.92;
        const edge = within > 0.255 || height < 0.235 || height > 0.905;
        return set(out, trim, inset ? (edge ? 0.66 : 0.88) : 0.97);
      }
      case "brick": {
        const row = Math.floor(height / 0.075);
        const shifted = along / 0.24 + (row & 1) * 0.5;
        const column = Math.floor(shifted);
        const joint = Math.min(shifted - column, 1 - shifted + column) * 0.24 < 0.006 || height / 0.075 - row < 0.12;
        return joint ? set(out, trim, 0.6) : set(out, mixColors3(paint, other, 0.5), 0.62 + 0.5 * cellHash(column, row + seed));
      }
    }
  };

  const viewOutside = (x: number, y: number, z: number, out: Float64Array): void => {
    const trees = 0.05 + 0.12 * fractalNoise(x * 9 + seed, y * 9 + z * 9, 3);
    const sky = smoothStep(trees - 0.01, trees + 0.01, z);
    const green = 0.12 + 0.3 * valueNoise(x * 40 + y * 31, z * 60);
    out[0] = outsideSky[0] * (green * 0.7 + (0.8 + 0.5 * z - green * 0.7) * sky);
    out[1] = outsideSky[1] * (green * 0.85 + (0.8 + 0.5 * z - green * 0.85) * sky);
    out[2] = outsideSky[2] * (green * 0.45 + (0.8 + 0.5 * z - green * 0.45) * sky);
  };

  const radiance: RadianceFunction = (x, y, z, out) => {
    const tx = halfX / Math.abs(x);
    const ty = halfY / Math.abs(y);
    const tz = (z < 0 ? EYE : ceiling) / Math.abs(z);
    const t = tx < ty ? (tx < tz ? tx : tz) : ty < tz ? ty : tz;
    const px = x * t;
    const py = y * t;
    const pz = z * t;
    const cornerX = halfX - (px < 0 ? -px : px);
    const cornerY = halfY - (py < 0 ? -py : py);
    if (t === tz) {
      const corner = cornerX < cornerY ? cornerX : cornerY;
      if (z < 0) {
        const distance = Math.sqrt(px * px + py * py) / METRES_PER_UNIT;
        ground(px, py, groundFootprint(distance) * METRES_PER_UNIT, out);
        illuminate(px, py, pz, 0, 0, 1);
        shade(out, corner);
        for (let channel = 0; channel < 3; channel++) out[channel]! *= floorMatch[channel]!;
      } else {
        const lamp = lampAt(lamps, px, py);
        if (lamp > 0) {
          out[0] = lampRadiance[0] * lamp + 0.15 * ambient[0];
          out[1] = lampRadiance[1] * lamp + 0.15 * ambient[1];
          out[2] = lampRadiance[2] * lamp + 0.15 * ambient[2];
        } else {
          set(out, white, 1);
          illuminate(px, py, pz, 0, 0, -1);
          shade(out, corner);
        }
      }
    } else {
      const height = pz + EYE;
      const acrossX = t === tx;
      const index = acrossX ? (x > 0 ? 0 : 1) : y > 0 ? 2 : 3;
      if (paintWall(index, acrossX ? py : px, height, out, x, y, z) === SURFACE) {
        illuminate(px, py, pz, acrossX ? (x > 0 ? -1 : 1) : 0, acrossX ? 0 : y > 0 ? -1 : 1, 0);
        shade(out, Math.min(acrossX ? cornerY : cornerX, height, parameters.heightMetres - height));
      }
    }
    out[0] *= gain;
    out[1] *= gain;
    out[2] *= gain;
  };

  const measured = measureLight(radiance);
  gain = (0.6 * PI) / (0.5 * luminance(measured.level) + 0.5 * PI * luminance(measured.upperMean));
  // The renderer lights its floor by what arrives at the eye: the picture's floor must agree with that in the middle.
  illuminate(0, 0, -EYE, 0, 0, 1);
  for (let channel = 0; channel < 3; channel++) floorMatch[channel] = measured.level[channel]! / PI / light[channel]!;
  return {
    radiance,
    lights: [],
    floor: {
      albedo: (x, y, out) => ground(x * METRES_PER_UNIT, y * METRES_PER_UNIT, groundFootprint(Math.sqrt(x * x + y * y)) * METRES_PER_UNIT, out),
      fadeDistance: Math.min(halfX, halfY) / METRES_PER_UNIT,
    },
  };
}

function set(out: Float64Array, color: Vector3, factor: number): void {
  out[0] = color[0] * factor;
  out[1] = color[1] * factor;
  out[2] = color[2] * factor;
}

const BETWEEN: [number, number, number] = [0, 0, 0];

/** As {@link mixColors} without allocating; the result lives until the next call. */
function mixColors3(a: Vector3, b: Vector3, share: number): Vector3 {
  BETWEEN[0] = a[0] + (b[0] - a[0]) * share;
  BETWEEN[1] = a[1] + (b[1] - a[1]) * share;
  BETWEEN[2] = a[2] + (b[2] - a[2]) * share;
  return BETWEEN;
}

function createWall(index: number, half: number, distance: number, parameters: InteriorParameters): Wall {
  const { seed } = parameters;
  const count = Math.max(2, Math.round((2 * half) / 1.9));
  const slotWidth = (2 * half) / count;
  // Windows lie in one or two walls, as in most rooms.
  const windowWall = Math.floor(cellHash(seed, 61) * 4);
  const glazed = index === windowWall || (cellHash(seed, 62) < 0.4 && index === (windowWall ^ 2));
  const slots = Array.from({ length: count }, (_, slot) => {
    const key = seed * 64 + index * 16 + slot;
    const kind = chooseItem(cellHash(key, 63), glazed);
    return kind === null ? null : createWallItem(kind, -half + (slot + 0.5) * slotWidth, slotWidth, key);
  });
  return { alongX: distance === parameters.halfWidthMetres, half, slotWidth, slots };
}

function chooseItem(chance: number, glazed: boolean): WallItemKind | null {
  if (glazed) return chance < 0.72 ? "window" : chance < 0.85 ? "curtain" : chance < 0.93 ? "plant" : null;
  if (chance < 0.26) return "picture";
  if (chance < 0.42) return "shelf";
  if (chance < 0.58) return "cabinet";
  if (chance < 0.7) return "door";
  if (chance < 0.8) return "plant";
  return null;
}

function windowSources(walls: readonly Wall[], halfX: number, halfY: number, sky: Vector3): LightSource[] {
  return walls.flatMap((wall, index) =>
    wall.slots.flatMap((item) => {
      if (item?.kind !== "window") return [];
      const side = index % 2 === 0 ? 1 : -1;
      const middle = (item.bottom + item.top) / 2 - EYE;
      const position: Vector3 = index < 2 ? [side * halfX, item.center, middle] : [item.center, side * halfY, middle];
      const normal: Vector3 = index < 2 ? [-side, 0, 0] : [0, -side, 0];
      const area = 2 * item.halfWidth * (item.top - item.bottom) * 0.8;
      return [{ position, normal, power: [sky[0] * area, sky[1] * area, sky[2] * area] as Vector3, area }];
    }),
  );
}

const LAMP_HALF = 0.3;
const LAMP_AREA = 4 * LAMP_HALF * LAMP_HALF;

interface Lamp {
  x: number;
  y: number;
  round: boolean;
}

/** Lamps in one or two rows on the ceiling. */
function createLamps(parameters: InteriorParameters, ceiling: number): readonly Lamp[] {
  const { lamps, halfLengthMetres, halfWidthMetres, seed } = parameters;
  const rows = lamps > 3 ? 2 : 1;
  const columns = Math.ceil(lamps / rows);
  const round = cellHash(seed, 71) < 0.5 && ceiling < 2.4;
  return Array.from({ length: rows * columns }, (_, index) => ({
    x: (((index % columns) + 0.5) / columns - 0.5) * 2 * halfLengthMetres,
    y: ((Math.floor(index / columns) + 0.5) / rows - 0.5) * 2 * halfWidthMetres,
    round,
  }));
}

/** How bright the ceiling's lamp is at a place: 0 beside it, 1 in it. */
function lampAt(lamps: readonly Lamp[], x: number, y: number): number {
  for (let index = 0; index < lamps.length; index++) {
    const lamp = lamps[index]!;
    const dx = Math.abs(x - lamp.x);
    const dy = Math.abs(y - lamp.y);
    if (dx > LAMP_HALF || dy > LAMP_HALF) continue;
    const distance = lamp.round ? Math.sqrt(dx * dx + dy * dy) : Math.max(dx, dy);
    if (distance < LAMP_HALF) return smoothStep(LAMP_HALF, LAMP_HALF * 0.93, distance) * (lamp.round ? 1.27 : 1);
  }
  return 0;
}
