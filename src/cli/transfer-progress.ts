/** Bytes that come → text: one line that updates on a terminal, a plain line now and then elsewhere. */
import { formatBytes, formatDuration } from "../core/quantities.js";
import { shownWidth, styled, type Terminal } from "./terminal.js";

const REDRAW_SECONDS = 0.1;
const PLAIN_SECONDS = 10;
/** The rate is that of this many seconds. */
const RATE_SECONDS = 20;

/** Told what comes. */
export interface TransferProgress {
  file(name: string): void;
  bytes(bytes: number): void;
  /** Takes the line away. */
  end(): void;
}

/**
 * Shows a transfer as it goes.
 * @param total bytes that are to come
 * @param write where the text goes
 */
export function transferProgress(terminal: Terminal, total: number, write: (text: string) => void): TransferProgress {
  let name = "";
  let done = 0;
  let drawn = terminal.interactive ? -Infinity : terminal.now();
  let isShown = false;
  // Moments and bytes that had come by then, at most one a second.
  const marks = [{ seconds: terminal.now(), done: 0 }];

  const clear = (): void => {
    if (isShown) write("\r\u001b[2K");
    isShown = false;
  };
  const line = (now: number): string => {
    const share = total === 0 ? 1 : Math.min(1, done / total);
    const bar = terminal.interactive ? [styled(terminal, "cyan", "█".repeat(Math.round(share * 10))) + styled(terminal, "dim", "░".repeat(10 - Math.round(share * 10)))] : [];
    const parts = [`  ${formatBytes(done)} of ${formatBytes(total)}`, `${String(Math.floor(share * 100)).padStart(3)}%`, ...bar];
    const since = marks[0]!;
    const rate = now > since.seconds ? (done - since.done) / (now - since.seconds) : 0;
    if (rate > 0) parts.push(`${formatBytes(rate)}/s`, `${formatDuration(Math.max(0, total - done) / rate)} left`);
    return [...parts, name].join("  ");
  };
  const draw = (): void => {
    const now = terminal.now();
    if (now - marks.at(-1)!.seconds >= 1) marks.push({ seconds: now, done });
    while (marks.length > 2 && marks[1]!.seconds < now - RATE_SECONDS) marks.shift();
    if (now - drawn < (terminal.interactive ? REDRAW_SECONDS : PLAIN_SECONDS)) return;
    drawn = now;
    if (!terminal.interactive) return write(`${line(now)}\n`);
    clear();
    const text = line(now);
    write(shownWidth(text) < terminal.columns ? text : [...text.replaceAll(/\u001b\[\d+m/g, "")].slice(0, Math.max(0, terminal.columns - 1)).join(""));
    isShown = true;
  };
  return {
    file(next) {
      name = next;
      draw();
    },
    bytes(bytes) {
      done += bytes;
      draw();
    },
    end: clear,
  };
}
