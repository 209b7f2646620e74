/** What a process that trains says to the one that started it; it is told one JobOrder. */
import type { SerializedError } from "../../core/errors.js";

export type JobReport = { type: "step"; done: number } | { type: "done" } | { type: "broken"; error: SerializedError };
