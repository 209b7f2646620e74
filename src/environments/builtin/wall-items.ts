/** What hangs on and stands before the walls of a room: flat, but with enough structure to read as what it is. */
import type { Vector3 } from "../../geometry/vector.js";
import { linearColor, mixColors } from "./color.js";
import { cellHash, fractalNoise, smoothStep, valueNoise } from "./noise.js";

/** Kinds of things on a wall. */
export type WallItemKind = "window" | "door" | "picture" | "shelf" | "cabinet" | "plant" | "curtain";

/** A thing on a wall; lengths in metres, heights from the floor. */
export interface WallItem {
  kind: WallItemKind;
  center: number;
  halfWidth: number;
  bottom: number;
  top: number;
  seed: number;
  color: Vector3;
  accent: Vector3;
}

const WOODS = [0x6b4a2f, 0x9a7448, 0xc9a878, 0xe6e2da, 0x3b322c].map(linearColor);
const CLOTHS = [0xd9d2c4, 0xa8b3ba, 0x8c6f63, 0x6f7d68, 0xc4a98a, 0x4f5b70].map(linearColor);
const ACCENTS = [0xb5563c, 0x3f6b78, 0xc79a3c, 0x5c7a4a, 0x7d4b66, 0x2f3d57, 0xd6cbb6, 0x8d8d8d].map(linearColor);

/** An item of a kind with sizes and colours from its seed. */
export function createWallItem(kind: WallItemKind, center: number, room: number, seed: number): WallItem {
  const chance = (purpose: number): number => cellHash(seed, purpose);
  const pick = (list: readonly Vector3[], purpose: number): Vector3 => list[Math.floor(chance(purpose) * list.length)]!;
  const limit = (halfWidth: number): number => Math.min(halfWidth, room * 0.48);
  const base = { kind, center, seed, color: pick(WOODS, 1), accent: pick(ACCENTS, 2) };
  switch (kind) {
    case "window": return { ...base, halfWidth: limit(0.55 + 0.5 * chance(3)), bottom: chance(4) < 0.25 ? 0.12 : 0.85, top: 2.15 + 0.15 * chance(5), color: linearColor(0xe4e1da) };
    case "door": return { ...base, halfWidth: limit(0.45), bottom: 0, top: 2.05 };
    case "picture": {
      const halfWidth = limit(0.25 + 0.4 * chance(3));
      const height = halfWidth * (0.9 + 1.2 * chance(4));
      return { ...base, halfWidth, bottom: 1.55 - height / 2, top: 1.55 + height / 2 };
    }
    case "shelf": return { ...base, halfWidth: limit(0.4 + 0.5 * chance(3)), bottom: 0, top: 1.2 + 0.9 * chance(4) };
    case "cabinet": return { ...base, halfWidth: limit(0.5 + 0.4 * chance(3)), bottom: 0.06, top: 0.65 + 0.35 * chance(4) };
    case "plant": return { ...base, halfWidth: limit(0.35), bottom: 0, top: 1.1 + 0.6 * chance(3), color: linearColor(0x4c6a35), accent: pick(CLOTHS, 4) };
    case "curtain": return { ...base, halfWidth: limit(0.5 + 0.4 * chance(3)), bottom: 0.05, top: 2.35, color: pick(CLOTHS, 4) };
  }
}

/** What a point of an item is: nothing of it, a surface with reflectance in `out`, or the world outside. */
export const FREE = 0;
export const SURFACE = 1;
export const OUTSIDE = 2;

function surface(out: Float64Array, color: Vector3, factor: number): number {
  out[0] = color[0] * factor;
  out[1] = color[1] * factor;
  out[2] = color[2] * factor;
  return SURFACE;
}

/**
 * Paints a point of an item.
 * @param u metres from the item's middle along the wall
 * @param v metres above the floor
 * @returns FREE, SURFACE (reflectance in `out`) or OUTSIDE (seen through a pane)
 */
export function paintWallItem(item: WallItem, u: number, v: number, out: Float64Array): number {
  const across = Math.abs(u);
  if (across > item.halfWidth || v > item.top || v < item.bottom) return FREE;
  const side = item.halfWidth - across;
  const rim = Math.min(side, item.top - v, v - item.bottom);
  switch (item.kind) {
    case "window": {
      if (rim < 0.05) return surface(out, item.color, 0.92);
      const bars = Math.abs(across - (item.halfWidth > 0.75 ? item.halfWidth / 3 : 0)) < 0.025 || (cellHash(item.seed, 7) < 0.5 && Math.abs(v - item.top + 0.5) < 0.02);
      return bars ? surface(out, item.color, 0.85) : OUTSIDE;
    }
    case "door": {
      if (side < 0.07 || item.top - v < 0.07) return surface(out, item.color, 1.1);
      const panel = Math.abs(across - 0.19) < 0.13 && ((v > 0.2 && v < 0.9) || (v > 1.05 && v < 1.88));
      const handle = Math.abs(u - 0.33) < 0.05 && Math.abs(v - 1) < 0.015;
      return handle ? surface(out, [0.45, 0.43, 0.4], 1) : surface(out, item.color, (panel ? 0.82 : 0.95) + 0.08 * valueNoise(u * 60, v * 3));
    }
    case "picture": {
      if (rim < 0.03) return surface(out, item.color, 0.7);
      if (rim < 0.09) return surface(out, [0.78, 0.77, 0.74], 1);
      const cloud = fractalNoise(u * 5 + item.seed, v * 5, 3);
      const ground = smoothStep(0.02, -0.02, v - (item.bottom + (item.top - item.bottom) * (0.3 + 0.35 * valueNoise(u * 6, item.seed))));
      return surface(out, mixInto(item.accent, mixSky(cloud), 1 - ground), 0.65 + 0.5 * cloud);
    }
    case "shelf": {
      if (side < 0.03 || item.top - v < 0.03) return surface(out, item.color, 1);
      const level = (item.top - v) / 0.34;
      const row = Math.floor(level);
      const up = (1 - (level - row)) * 0.34;
      if (up < 0.03) return surface(out, item.color, 1);
      const slot = Math.floor((u + 5) / 0.045);
      const hash = cellHash(slot, row + item.seed);
      const height = 0.16 + 0.13 * cellHash(slot >> 2, row + item.seed + 9);
      if (hash < 0.12 || up > 0.03 + height - 0.03 * hash) return surface(out, item.color, 0.22);
      const within = (u + 5) / 0.045 - slot;
      return surface(out, ACCENTS[Math.floor(hash * 997) % ACCENTS.length]!, (0.75 + 0.4 * hash) * (within < 0.12 ? 0.4 : 1));
    }
    case "cabinet": {
      if (item.top - v < 0.03) return surface(out, item.color, 1.15);
      const doors = Math.max(1, Math.round(item.halfWidth / 0.22));
      const within = ((u + item.halfWidth) / (2 * item.halfWidth)) * doors;
      const gap = Math.abs(within - Math.round(within)) * ((2 * item.halfWidth) / doors);
      const knob = Math.abs(v - item.top + 0.12) < 0.018 && Math.abs(within - Math.floor(within) - 0.5) < 0.03;
      return knob ? surface(out, [0.5, 0.48, 0.44], 1) : surface(out, item.color, gap < 0.006 ? 0.3 : 0.86 + 0.16 * valueNoise(u * 4, v * 70));
    }
    case "plant": {
      const pot = item.bottom + 0.34;
      if (v < pot) return across < 0.13 + 0.05 * (v / pot) ? surface(out, item.accent, 0.9 - 2.4 * across) : FREE;
      const crown = (v - pot) / (item.top - pot);
      const reach = item.halfWidth * (0.35 + 1.3 * crown * (1.05 - crown)) * (0.55 + 0.8 * valueNoise(u * 14 + item.seed, v * 14));
      const leaf = valueNoise(u * 34 + item.seed, v * 26);
      return across < reach && leaf > 0.25 ? surface(out, item.color, 0.35 + 1.1 * leaf * (0.5 + 0.5 * crown)) : FREE;
    }
    case "curtain": {
      const fold = valueNoise(u * 11 + item.seed, v * 0.25);
      return surface(out, item.color, 0.6 + 0.55 * fold);
    }
  }
}

const SKY = mixColors(linearColor(0xcdd8dd), linearColor(0xe9dcc4), 0.4);
const MIXED: [number, number, number] = [0, 0, 0];

function mixSky(cloud: number): number {
  return 0.7 + 0.4 * cloud;
}

/** `color` towards a pale sky; the result lives until the next call. */
function mixInto(color: Vector3, brightness: number, share: number): Vector3 {
  MIXED[0] = color[0] + (SKY[0] * brightness - color[0]) * share;
  MIXED[1] = color[1] + (SKY[1] * brightness - color[1]) * share;
  MIXED[2] = color[2] + (SKY[2] * brightness - color[2]) * share;
  return MIXED;
}
