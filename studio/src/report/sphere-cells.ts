/** Shapes on the sphere as GeoJSON: azimuth is the longitude, elevation the latitude, so that it is seen from outside. */
import type { Viewpoints } from "../../../src/studio/report/report-messages.js";

type Position = [longitude: number, latitude: number];

/** A polygon on the sphere. */
export interface Area {
  type: "Polygon";
  coordinates: Position[][];
}

/** A part of the sphere and how many samples are seen from it. */
export interface SphereCell {
  area: Area;
  count: number;
  /** How many times the count that is everywhere where all is even. */
  density: number;
  azimuth: string;
  elevation: string;
  words: string;
}

/** Edges along levels are no great circles: they are drawn in steps of this. */
const STEP_DEGREES = 5;
/** The poles themselves have no direction. */
const NEAREST_POLE = 89.999;

export function sphereCells({ columns, rows, counts, count: total }: Pick<Viewpoints, "columns" | "rows" | "counts" | "count">): SphereCell[] {
  return rows.flatMap((row, at) => columns.map((column, across): SphereCell => {
    const count = counts[at]![across]!;
    const density = total === 0 ? 0 : (count / total) * columns.length * rows.length;
    const words = `azimuth ${column.fromDegrees}° to ${column.toDegrees}°\nelevation ${row.fromDegrees.toFixed(0)}° to ${row.toDegrees.toFixed(0)}°\n${count.toLocaleString("en")} ${count === 1 ? "sample" : "samples"}, ${density.toFixed(1)} × even`;
    return { area: rectangle(column.fromDegrees, column.toDegrees, row.fromDegrees, row.toDegrees), count, density, azimuth: column.range, elevation: row.range, words };
  }));
}

function rectangle(west: number, east: number, south: number, north: number): Area {
  const [low, high] = [Math.max(-NEAREST_POLE, south), Math.min(NEAREST_POLE, north)];
  const steps = Math.max(1, Math.ceil((east - west) / STEP_DEGREES));
  const along = (latitude: number, from: number, to: number): Position[] => Array.from({ length: steps + 1 }, (_, step) => [from + ((to - from) * step) / steps, latitude]);
  // Clockwise: what is inside lies on the right.
  const ring: Position[] = [...along(high, west, east), ...along(low, east, west)];
  return { type: "Polygon", coordinates: [[...ring, ring[0]!]] };
}

const RADIANS = Math.PI / 180;

/** All that lies within an angle of a direction. */
export function cap({ azimuthDegrees, elevationDegrees, radiusDegrees }: { azimuthDegrees: number; elevationDegrees: number; radiusDegrees: number }): Area {
  const [latitude, radius] = [elevationDegrees * RADIANS, Math.min(179, radiusDegrees) * RADIANS];
  const ring = Array.from({ length: 73 }, (_, step): Position => {
    const bearing = step * 5 * RADIANS;
    const z = Math.sin(latitude) * Math.cos(radius) + Math.cos(latitude) * Math.sin(radius) * Math.cos(bearing);
    const turn = Math.atan2(Math.sin(bearing) * Math.sin(radius) * Math.cos(latitude), Math.cos(radius) - Math.sin(latitude) * z);
    return [azimuthDegrees + turn / RADIANS, Math.asin(Math.max(-1, Math.min(1, z))) / RADIANS];
  });
  return { type: "Polygon", coordinates: [ring] };
}
