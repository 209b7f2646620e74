import { describe, expect, it } from "vitest";
import type { RunEvent } from "../../src/core/events.js";
import { formatBytes, formatDuration } from "../../src/core/quantities.js";
import { progressSink } from "../../src/cli/progress.js";
import { formatColumns } from "../../src/cli/terminal.js";
import { fakeTerminal } from "./fake-terminal.js";

const START: RunEvent = { type: "run-start", name: "a", folder: "/work-folder/runs/a", total: 40, done: 10, shapes: 3, generator: "render", seed: 7, workers: 2 };

function done(index: number): RunEvent {
  return { type: "sample-end", index, seconds: 0.5, stageSeconds: {} };
}

describe("progress without a terminal", () => {
  it("is a few plain lines: start, now and then a status, end", () => {
    const terminal = fakeTerminal();
    const tell = progressSink(terminal, "a.yaml", terminal.out);
    tell(START);
    for (let index = 10; index < 40; index++) {
      terminal.clock += 0.5;
      tell(done(index));
    }
    tell({ type: "run-end", done: 40, failed: 0, total: 40, seconds: 15, interrupted: false });
    const lines = terminal.stdout.trimEnd().split("\n");
    expect(lines[0]).toBe("a.yaml  3 shapes · 40 samples · render · seed 7 · 2 workers · runs/a");
    expect(lines[1]).toBe("  10 of 40 are there already, going on");
    expect(lines.at(-1)).toBe("  40/40  done  15s");
    expect(lines.length).toBeLessThan(14);
    expect(lines).toContain("  20/40   50%  2.0/s  10s left");
    expect(terminal.stdout).not.toContain("\u001b");
  });
});

describe("progress on a terminal", () => {
  it("is one line that is drawn again, and never wider than the screen", () => {
    const terminal = fakeTerminal({ interactive: true, columns: 40 });
    const tell = progressSink(terminal, "a.yaml", terminal.out);
    tell(START);
    terminal.clock = 1;
    tell(done(10));
    tell({ type: "warning", message: "hdri a.hdr is soft" });
    tell({ type: "run-end", done: 11, failed: 0, total: 40, seconds: 3, interrupted: true });
    const drawn = terminal.stdout.split("\r\u001b[2K");
    expect(drawn.length).toBe(3);
    for (const line of drawn.slice(0, -1)) expect([...line.split("\n").at(-1)!].length).toBeLessThan(40);
    expect(drawn[1]).toContain("11/40");
    expect(drawn[2]).toBe("  warning hdri a.hdr is soft\n  11/40  stopped  3.0s\n");
  });

  it("draws at most ten times a second", () => {
    const terminal = fakeTerminal({ interactive: true });
    const tell = progressSink(terminal, "a.yaml", terminal.out);
    tell(START);
    for (let index = 0; index < 100; index++) {
      terminal.clock += 0.01;
      tell(done(index));
    }
    expect(terminal.stdout.split("\r\u001b[2K").length).toBeLessThanOrEqual(12);
  });
});

describe("failures", () => {
  it("are told with code and hint, the first few; all are counted", () => {
    const terminal = fakeTerminal();
    const tell = progressSink(terminal, "a.yaml", terminal.out);
    tell(START);
    for (let index = 10; index < 30; index++) tell({ type: "sample-error", index, error: { code: "E_SHAPE_FILE", message: "car.glb is empty", hint: "export it again", subject: "car.glb" } });
    tell({ type: "run-end", done: 20, failed: 20, total: 40, seconds: 1, interrupted: false });
    expect(terminal.stdout).toContain("  failed sample 10  E_SHAPE_FILE  car.glb is empty\n    hint: export it again\n");
    expect(terminal.stdout.match(/failed sample/g)).toHaveLength(5);
    expect(terminal.stdout).toContain("further failures");
    expect(terminal.stdout).toContain("20 failed");
  });
});

describe("numbers for people", () => {
  it.each([[0.42, "0.4s"], [9.96, "10s"], [59.6, "1m 00s"], [482, "8m 02s"], [3900, "1h 05m"], [Infinity, "?"]])("%d s = %s", (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });
  it.each([[12, "12 B"], [1_400_000, "1.4 MB"], [999_700, "1.0 MB"], [123_400_000_000, "123 GB"]])("%d bytes = %s", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
  it("columns line up", () => {
    expect(formatColumns([["a", "b"], ["long", "c"]])).toBe("  a     b\n  long  c");
  });
});

it("counts what is painted in part", () => {
  const terminal = fakeTerminal({ interactive: true });
  const tell = progressSink(terminal, "a.yaml", terminal.out);
  tell({ ...START, total: 2, done: 0 });
  terminal.clock += 1;
  tell({ type: "sample-progress", index: 0, share: 0.5 });
  expect(terminal.stdout).toContain("25%");
});
