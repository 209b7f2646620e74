/** Run events → text: one line that updates on a terminal, occasional plain lines elsewhere. */
import type { EventSink, RunEvent } from "../core/events.js";
import { formatDuration } from "../core/quantities.js";
import { shownPath, shownWidth, styled } from "./terminal.js";
import type { Terminal } from "./terminal.js";

/** Seconds between redraws of the line, and between plain lines. */
const REDRAW_SECONDS = 0.1;
const PLAIN_SECONDS = 10;
/** The rate is that of this many seconds. */
const RATE_SECONDS = 30;
const SHOWN_ERRORS = 5;

/**
 * A sink that shows a run as it goes.
 * @param label what was asked for, such as `car.yaml`
 * @param write where the text goes (standard output, or standard error with `--json`)
 */
export function progressSink(terminal: Terminal, label: string, write: (text: string) => void): EventSink {
  const state = { total: 0, before: 0, done: 0, failed: 0, started: 0, drawn: -Infinity, plainShare: 0, lineShown: false, recent: [] as number[], painting: new Map<number, number>() };

  const clear = (): void => {
    if (state.lineShown) write("\r\u001b[2K");
    state.lineShown = false;
  };
  const line = (text: string): void => {
    clear();
    write(`${text}\n`);
  };
  const draw = (force: boolean): void => {
    const now = terminal.now();
    if (terminal.interactive) {
      if (!force && now - state.drawn < REDRAW_SECONDS) return;
      clear();
      write(fit(statusLine(terminal, state, now, true), terminal.columns - 1));
      state.lineShown = true;
    } else {
      const share = Math.floor(((state.done + state.failed) / Math.max(1, state.total)) * 10);
      if (now - state.drawn < PLAIN_SECONDS && !(share > state.plainShare && now - state.drawn >= 1)) return;
      state.plainShare = share;
      line(statusLine(terminal, state, now, false));
    }
    state.drawn = now;
  };

  return (event: RunEvent) => {
    switch (event.type) {
      case "run-start":
        Object.assign(state, { total: event.total, before: event.done, done: event.done, started: terminal.now(), drawn: terminal.interactive ? -Infinity : terminal.now() });
        line(startLine(terminal, label, event));
        if (event.done > 0 && event.done < event.total) line(`  ${event.done} of ${event.total} are there already, going on`);
        if (terminal.interactive && event.done < event.total) draw(true);
        break;
      case "sample-end":
      case "sample-error":
        state.recent.push(terminal.now());
        state.painting.delete(event.index);
        if (event.type === "sample-end") state.done += 1;
        else {
          state.failed += 1;
          if (state.failed <= SHOWN_ERRORS) errorLines(terminal, event).forEach(line);
          if (state.failed === SHOWN_ERRORS) line("  further failures are counted here and written to failed/");
        }
        draw(false);
        break;
      case "warning":
        line(`  ${styled(terminal, "yellow", "warning")} ${event.message}`);
        break;
      case "note":
        line(`  ${event.message}`);
        break;
      case "run-end":
        clear();
        line(endLine(terminal, event));
        break;
      case "sample-progress":
        state.painting.set(event.index, event.share);
        draw(false);
        break;
      case "sample-start":
        break;
    }
  };
}

interface Counts {
  total: number;
  before: number;
  done: number;
  failed: number;
  started: number;
  recent: number[];
  /** Share of each sample that is being painted, where the painter tells. */
  painting: ReadonlyMap<number, number>;
}

function startLine(terminal: Terminal, label: string, event: Extract<RunEvent, { type: "run-start" }>): string {
  const parts = [
    event.renders !== undefined ? count(event.renders, "render") : event.photos !== undefined ? count(event.photos, "photograph") : count(event.shapes, "shape"),
    count(event.total, "sample"),
    event.generator,
    `seed ${event.seed}`,
    count(event.workers, "worker"),
    shownPath(terminal, event.folder),
  ];
  return `${styled(terminal, "bold", label)}  ${parts.join(" · ")}`;
}

function statusLine(terminal: Terminal, counts: Counts, now: number, bar: boolean): string {
  const finished = counts.done + counts.failed;
  const begun = [...counts.painting.values()].reduce((sum, share) => sum + share, 0);
  const share = counts.total === 0 ? 1 : Math.min(1, (finished + begun) / counts.total);
  const rate = ratePerSecond(counts, now);
  const parts = [`  ${String(finished).padStart(String(counts.total).length)}/${counts.total}`, `${String(Math.floor(share * 100)).padStart(3)}%`];
  if (bar) parts.push(styled(terminal, "cyan", "█".repeat(Math.round(share * 20))) + styled(terminal, "dim", "░".repeat(20 - Math.round(share * 20))));
  if (rate > 0) parts.push(formatRate(rate));
  if (rate > 0 && finished < counts.total) parts.push(`${formatDuration((counts.total - finished) / rate)} left`);
  if (counts.failed > 0) parts.push(styled(terminal, "red", `${counts.failed} failed`));
  return parts.join("  ");
}

/** Samples per second over the last half minute; from the start while that is shorter. */
function ratePerSecond(counts: Counts, now: number): number {
  while (counts.recent.length > 2 && counts.recent[0]! < now - RATE_SECONDS) counts.recent.shift();
  const since = now - counts.started < RATE_SECONDS ? counts.started : (counts.recent[0] ?? counts.started);
  return now > since ? counts.recent.length / (now - since) : 0;
}

function errorLines(terminal: Terminal, event: Extract<RunEvent, { type: "sample-error" }>): string[] {
  const { code, message, hint } = event.error;
  const lines = [`  ${styled(terminal, "red", "failed")} sample ${event.index}  ${code}  ${message}`];
  if (hint !== null) lines.push(`    ${styled(terminal, "cyan", "hint")}: ${hint}`);
  return lines;
}

function endLine(terminal: Terminal, event: Extract<RunEvent, { type: "run-end" }>): string {
  const word = event.interrupted ? styled(terminal, "yellow", "stopped") : styled(terminal, event.failed > 0 ? "yellow" : "green", "done");
  const failed = event.failed > 0 ? `  ${styled(terminal, "red", `${event.failed} failed`)}` : "";
  return `  ${event.done}/${event.total}  ${word}  ${formatDuration(event.seconds)}${failed}`;
}

function formatRate(rate: number): string {
  return rate >= 0.95 ? `${rate.toFixed(1)}/s` : `${(rate * 60).toFixed(1)}/min`;
}

/** "1 shape", "3 shapes". */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** A line that does not wrap: colours go first, then words from the end. */
function fit(line: string, columns: number): string {
  return shownWidth(line) <= columns ? line : [...line.replaceAll(/\u001b\[\d+m/g, "")].slice(0, Math.max(0, columns)).join("");
}
