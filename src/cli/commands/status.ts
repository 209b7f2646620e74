/** `dst3d status`: what a run folder holds. */
import { resolve } from "node:path";
import { defineCommand, emit, say } from "../command.js";
import { count } from "../progress.js";
import { styled } from "../terminal.js";

const SHOWN_FAILURES = 20;

export const command = defineCommand({
  summary: "show how far a run is and what failed",
  details: "  Reads the folder only; a run that is going on is not disturbed.",
  arguments: [{ name: "RUN", description: "a run's folder, such as runs/vehicles", optional: false }],
  flags: {},
  takesRecipeOptions: false,
  examples: [["status runs/vehicles", "done, open and failed samples"]],
  run: async (invocation) => {
    const { terminal } = invocation;
    const status = await invocation.library.runStatus(resolve(terminal.folder, invocation.arguments[0]!));
    emit(invocation, { type: "status", ...status });
    if (invocation.json) return 0;
    const { name, total, done, failed } = status;
    const open = Math.max(0, total - done - failed.length);
    const parts = [`${done} of ${count(total, "sample")} done`];
    if (failed.length > 0) parts.push(styled(terminal, "red", `${failed.length} failed`));
    if (open > 0) parts.push(`${open} to do`);
    say(invocation, `${styled(terminal, "bold", name)}  ${parts.join(" · ")}`);
    const told = new Set<string>();
    for (const { index, code, message, hint } of failed.slice(0, SHOWN_FAILURES)) {
      say(invocation, `  ${styled(terminal, "red", "failed")} sample ${index}  ${code}  ${message}`);
      // Samples of one broken model fail alike: what to do is said once.
      if (hint !== null && !told.has(message)) say(invocation, `    ${styled(terminal, "cyan", "hint")}: ${hint}`);
      told.add(message);
    }
    if (failed.length > SHOWN_FAILURES) say(invocation, `  and ${failed.length - SHOWN_FAILURES} more, in failed/`);
    return 0;
  },
});
