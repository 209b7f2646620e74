import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import { interruptSignal } from "../../src/cli/interrupt.js";
import { fakeTerminal } from "./fake-terminal.js";

describe("Ctrl+C", () => {
  it("once stops politely, twice quits at once with 130", () => {
    const source = new EventEmitter();
    const codes: number[] = [];
    const terminal = fakeTerminal();
    const { signal } = interruptSignal(terminal, (code) => void codes.push(code), source);
    source.emit("SIGINT");
    expect(signal.aborted).toBe(true);
    expect(codes).toEqual([]);
    expect(terminal.stderr).toContain("Ctrl+C again quits at once");
    source.emit("SIGINT");
    expect(codes).toEqual([130]);
  });

  it("is nobody's business after the end", () => {
    const source = new EventEmitter();
    interruptSignal(fakeTerminal(), () => {}, source).dispose();
    expect(source.listenerCount("SIGINT") + source.listenerCount("SIGTERM")).toBe(0);
  });
});
