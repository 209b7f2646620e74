/** placeholder */
import type { Adapt } from "../nn/graph/scope.js";
export interface Lora { input: string }
export function loraBranches(_loras: readonly Lora[]): Adapt { return (_scope, _module, _input, output) => output; }
