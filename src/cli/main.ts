#!/usr/bin/env node
/** The program `dst3d`. */
import { interruptSignal } from "./interrupt.js";
import { lazyLibrary } from "./library.js";
import { processTerminal } from "./process-terminal.js";
import { runProgram } from "./program.js";

const args = process.argv.slice(2);
const terminal = processTerminal(args.includes("--json"));
const interrupt = interruptSignal(terminal, (code) => process.exit(code));
process.exitCode = await runProgram(args, { terminal, library: lazyLibrary, signal: interrupt.signal });
interrupt.dispose();
