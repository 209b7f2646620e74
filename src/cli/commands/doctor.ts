/** `dst3d doctor`: what this machine has and what is missing. */
import { defineCommand, emit, say } from "../command.js";
import { examine } from "../examination.js";
import { formatColumns, styled } from "../terminal.js";

export const command = defineCommand({
  summary: "check this machine: versions, image codecs, optional parts, disk",
  details: "  Exit code 0 when datasets can be made here, 1 when something needed is broken. Optional parts may be absent.",
  arguments: [],
  flags: {},
  takesRecipeOptions: false,
  examples: [["doctor", "a table"], ["doctor --json", "for programs"]],
  run: async (invocation) => {
    const { terminal } = invocation;
    const findings = await examine(terminal.folder);
    const healthy = findings.every((finding) => finding.state !== "broken");
    emit(invocation, { type: "doctor", healthy, findings });
    if (invocation.json) return healthy ? 0 : 1;
    const marks = { good: styled(terminal, "green", "ok"), absent: styled(terminal, "dim", "--"), broken: styled(terminal, "red", "!!") };
    const rows = findings.flatMap((finding) => [
      [marks[finding.state], finding.name, finding.detail],
      ...(finding.hint === null ? [] : [["", "", styled(terminal, "dim", finding.hint)]]),
    ]);
    say(invocation, formatColumns(rows));
    say(invocation, healthy ? "\nall that datasets need is here" : "\nsomething that datasets need is broken, see above");
    return healthy ? 0 : 1;
  },
});
