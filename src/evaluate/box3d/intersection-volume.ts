/**
 * The exact volume that two convex boxes share: one, as a body of faces, is cut by the planes of the other one after
 * the other (Sutherland & Hodgman 1974, for bodies), and what is left is summed by the divergence theorem.
 *
 * Whether a corner is outside a plane is decided once and holds for all faces that meet there. So the body stays closed
 * whatever rounding does, and faces that (almost) coincide need no rule of their own.
 */
import { FACES, type SolidBox } from "./solid-box.js";

/** Six cuts of a box stay far below these: each adds one face, and a vertex per edge that it meets. */
const MOST_VERTICES = 128;
const MOST_FACES = 32;
const MOST_CORNERS = 32;
/** A body that reaches less far than this share of its size into the other shares nothing with it. */
const TOUCHING = 1e-13;

// One workspace for all calls: a pair allocates nothing.
const positions = new Float64Array(MOST_VERTICES * 3);
const distances = new Float64Array(MOST_VERTICES);
const living = new Int32Array(MOST_VERTICES);
const cuts = new Int32Array(MOST_VERTICES * MOST_VERTICES);
/** The edge that a new vertex cuts, and the next vertex around the hole (−1: none yet). */
const cutEdges = new Int32Array(MOST_VERTICES);
const capNext = new Int32Array(MOST_VERTICES);
let faces = new Int32Array(MOST_FACES * MOST_CORNERS);
let lengths = new Int32Array(MOST_FACES);
let cutFaces = new Int32Array(MOST_FACES * MOST_CORNERS);
let cutLengths = new Int32Array(MOST_FACES);
let faceCount = 0;
let vertexCount = 0;
let livingCount = 0;

/** Volume of what two boxes share. */
export function intersectionVolume(a: SolidBox, b: SolidBox): number {
  const dx = b.center[0]! - a.center[0]!, dy = b.center[1]! - a.center[1]!, dz = b.center[2]! - a.center[2]!;
  const reach = a.radius + b.radius;
  if (dx * dx + dy * dy + dz * dz >= reach * reach) return 0;
  begin(a);
  const { planes } = b;
  for (let at = 0; at < 24; at += 4) {
    const x = planes[at]!, y = planes[at + 1]!, z = planes[at + 2]!;
    if (!cut(x, y, z, planes[at + 3]! + x * dx + y * dy + z * dz, TOUCHING * reach)) return 0;
  }
  return Math.min(bodyVolume(), a.volume, b.volume);
}

/** The body is the box. */
function begin({ corners }: SolidBox): void {
  positions.set(corners);
  vertexCount = 8;
  livingCount = 8;
  faceCount = 6;
  for (let at = 0; at < 8; at++) living[at] = at;
  for (let face = 0; face < 6; face++) {
    const quad = FACES[face]!;
    const at = face * MOST_CORNERS;
    faces[at] = quad[0];
    faces[at + 1] = quad[1];
    faces[at + 2] = quad[2];
    faces[at + 3] = quad[3];
    lengths[face] = 4;
  }
}

/** Takes away what is outside a plane; false when nothing is left. */
function cut(x: number, y: number, z: number, distance: number, touching: number): boolean {
  let outside = 0;
  let deepest = 0;
  for (let at = 0; at < livingCount; at++) {
    const vertex = living[at]!;
    const beyond = x * positions[vertex * 3]! + y * positions[vertex * 3 + 1]! + z * positions[vertex * 3 + 2]! - distance;
    distances[vertex] = beyond;
    if (beyond > 0) outside++;
    else if (beyond < deepest) deepest = beyond;
  }
  if (deepest > -touching) return false;
  if (outside === 0) return true;

  const firstNew = vertexCount;
  let count = 0;
  for (let face = 0; face < faceCount; face++) {
    const length = cutFace(face * MOST_CORNERS, lengths[face]!, count * MOST_CORNERS, firstNew);
    if (length > 2) cutLengths[count++] = length;
  }
  count = addCaps(count, firstNew);
  [faces, cutFaces] = [cutFaces, faces];
  [lengths, cutLengths] = [cutLengths, lengths];
  faceCount = count;
  let left = 0;
  for (let at = 0; at < livingCount; at++) if (!(distances[living[at]!]! > 0)) living[left++] = living[at]!;
  for (let vertex = firstNew; vertex < vertexCount; vertex++) living[left++] = vertex;
  livingCount = left;
  return true;
}

/** Writes what is left of a face; notes where the cap runs along it, the other way around. @returns number of corners */
function cutFace(from: number, length: number, to: number, firstNew: number): number {
  let written = 0;
  let firstEntry = -1;
  let exit = -1;
  let previous = faces[from + length - 1]!;
  let wasOutside = distances[previous]! > 0;
  for (let at = 0; at < length; at++) {
    const vertex = faces[from + at]!;
    const isOutside = distances[vertex]! > 0;
    if (isOutside !== wasOutside) {
      const crossing = isOutside ? crossingOf(previous, vertex, firstNew) : crossingOf(vertex, previous, firstNew);
      cutFaces[to + written++] = crossing;
      if (isOutside) exit = crossing;
      else if (exit >= 0) {
        capNext[crossing] = exit;
        exit = -1;
      } else firstEntry = crossing; // the face begins outside: its exit comes last
    }
    if (!isOutside) cutFaces[to + written++] = vertex;
    previous = vertex;
    wasOutside = isOutside;
  }
  if (firstEntry >= 0 && exit >= 0) capNext[firstEntry] = exit;
  return written;
}

/** The point where an edge goes through the plane; both faces at the edge get the same. */
function crossingOf(inside: number, outside: number, firstNew: number): number {
  const edge = inside * MOST_VERTICES + outside;
  const known = cuts[edge]!;
  if (known >= firstNew && known < vertexCount && cutEdges[known] === edge) return known;
  const vertex = vertexCount++;
  const near = distances[inside]!;
  const share = near / (near - distances[outside]!);
  for (let axis = 0; axis < 3; axis++) positions[vertex * 3 + axis] = positions[inside * 3 + axis]! + share * (positions[outside * 3 + axis]! - positions[inside * 3 + axis]!);
  cuts[edge] = vertex;
  cutEdges[vertex] = edge;
  capNext[vertex] = -1;
  return vertex;
}

/** Closes the hole with what runs around it. @returns number of faces */
function addCaps(count: number, firstNew: number): number {
  for (let start = firstNew; start < vertexCount; start++) {
    if (capNext[start]! < 0) continue;
    const to = count * MOST_CORNERS;
    let length = 0;
    for (let vertex = start; vertex >= 0 && length < MOST_CORNERS;) {
      cutFaces[to + length++] = vertex;
      const next = capNext[vertex]!;
      capNext[vertex] = -1;
      vertex = next === start ? -1 : next;
    }
    if (length > 2) cutLengths[count++] = length;
  }
  return count;
}

/** Volume of the body, by tetrahedra from one of its corners. */
function bodyVolume(): number {
  const origin = living[0]! * 3;
  const ox = positions[origin]!, oy = positions[origin + 1]!, oz = positions[origin + 2]!;
  let sum = 0;
  for (let face = 0; face < faceCount; face++) {
    const from = face * MOST_CORNERS;
    const first = faces[from]! * 3;
    const ax = positions[first]! - ox, ay = positions[first + 1]! - oy, az = positions[first + 2]! - oz;
    let at = faces[from + 1]! * 3;
    let bx = positions[at]! - ox, by = positions[at + 1]! - oy, bz = positions[at + 2]! - oz;
    for (let corner = 2; corner < lengths[face]!; corner++) {
      at = faces[from + corner]! * 3;
      const cx = positions[at]! - ox, cy = positions[at + 1]! - oy, cz = positions[at + 2]! - oz;
      sum += ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx);
      bx = cx;
      by = cy;
      bz = cz;
    }
  }
  return Math.abs(sum) / 6;
}
