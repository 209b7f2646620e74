/** Addresses of catalogues and shapes. */
import type { Address } from "../address.js";

/** A catalogue, or with `shape` one of its shapes; the filters of the list stay with it. */
export function shapeAddress(run: string | null, catalogue: string, filters: URLSearchParams, shape: string | null = null): Partial<Address> {
  const parameters = new URLSearchParams(filters);
  parameters.delete("shape");
  if (shape !== null) parameters.set("shape", shape);
  return { run, room: "shapes", part: catalogue, parameters };
}
