import { expect, test } from "vitest";
import { stepProgress } from "../../src/cli/step-progress.js";
import { fakeTerminal, type FakeTerminal } from "./fake-terminal.js";

/** Tells of a step every ten seconds. */
function told(terminal: FakeTerminal, json: boolean, total: number | null): void {
  const steps = stepProgress({ terminal, json }, "import-progress");
  for (const done of [0, 50, 120]) {
    steps.step("import", done, total);
    terminal.clock += 10;
  }
  steps.end();
}

test("a step says how far it is, how fast, and how long still", () => {
  const terminal = fakeTerminal();
  told(terminal, false, 200);
  expect(terminal.stdout).toBe("  import  50/200  25%  5.0/s  30s left\n  import  120/200  60%  6.0/s  13s left\n");
});

test("where nobody knows how much there is, it says what is done, and how fast", () => {
  const terminal = fakeTerminal();
  told(terminal, false, null);
  expect(terminal.stdout).toBe("  import  50  5.0/s\n  import  120  6.0/s\n");
});

test("for programs it is told twice a second, on a line now and then", () => {
  const terminal = fakeTerminal();
  const steps = stepProgress({ terminal, json: true });
  for (let done = 0; done < 50; done++) {
    steps.step("edges", done, 50);
    terminal.clock += 0.25;
  }
  expect(terminal.stdout.trim().split("\n")).toHaveLength(24);
  expect(terminal.stderr.trim().split("\n")).toHaveLength(1);
});

test("for programs each is an event", () => {
  const terminal = fakeTerminal();
  told(terminal, true, null);
  expect(terminal.stdout.trim().split("\n").map((line) => JSON.parse(line) as unknown)).toEqual([50, 120].map((done) => ({ type: "import-progress", step: "import", done, total: null })));
});
