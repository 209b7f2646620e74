/** Errors of files that somebody else wrote, and checks of their values. */
import { DatasetError } from "../core/errors.js";
import type { Matrix3, Vector3 } from "../geometry/vector.js";

/** How far a rotation's rows may be from unit and right angles: files with six digits pass. */
const ROTATION_TOLERANCE = 1e-3;

/** @param what is wrong, as "has no camera" */
export function importError(subject: string, what: string, hint = "Repair or remove it, then import again."): DatasetError {
  return new DatasetError("E_IMPORT", `${subject} ${what}.`, { hint, subject });
}

/** Finite numbers of a known count, nested lists flattened. @throws DatasetError E_IMPORT */
export function numbersIn(value: unknown, count: number, subject: string, name: string): number[] {
  const flat = Array.isArray(value) ? (value as unknown[]).flat(3) : [];
  if (flat.length === count && flat.every((item) => typeof item === "number" && Number.isFinite(item))) return flat as number[];
  throw importError(subject, `needs ${count} finite numbers as ${name}`);
}

/** A finite number. @throws DatasetError E_IMPORT */
export function numberIn(value: unknown, subject: string, name: string): number {
  return numbersIn([value], 1, subject, name)[0]!;
}

/** Three numbers. @throws DatasetError E_IMPORT */
export function vectorIn(value: unknown, subject: string, name: string): Vector3 {
  const [x, y, z] = numbersIn(value, 3, subject, name);
  return [x!, y!, z!];
}

/** A rotation matrix, row by row. @throws DatasetError E_IMPORT for what does not turn only */
export function rotationIn(value: unknown, subject: string, name: string): Matrix3 {
  const R = numbersIn(value, 9, subject, name) as unknown as Matrix3;
  const row = (index: number): Vector3 => [R[index * 3]!, R[index * 3 + 1]!, R[index * 3 + 2]!];
  const times = (a: Vector3, b: Vector3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  for (let a = 0; a < 3; a++) for (let b = a; b < 3; b++) if (Math.abs(times(row(a), row(b)) - (a === b ? 1 : 0)) > ROTATION_TOLERANCE) throw importError(subject, `has a ${name} that is no rotation`);
  const [x, y, z] = row(2);
  const [a, b, c] = row(0);
  const [d, e, f] = row(1);
  if (times([b * f - c * e, c * d - a * f, a * e - b * d], [x, y, z]) < 0) throw importError(subject, `has a ${name} that mirrors`);
  return R;
}

/** The value of a JSON text. @throws DatasetError E_IMPORT */
export function jsonIn(bytes: Uint8Array, subject: string): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw new DatasetError("E_IMPORT", `${subject} is no whole JSON.`, { hint: "It may be cut off: copy it again.", subject, cause: error });
  }
}

/** A JSON object's entries. @throws DatasetError E_IMPORT */
export function objectIn(value: unknown, subject: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw importError(subject, "is no JSON object");
}
