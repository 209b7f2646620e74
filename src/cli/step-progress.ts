/** What is to be seen while steps of long work go on, one after the other: which, how far, how fast, how long still. */
import { formatDuration } from "../core/quantities.js";
import { emit, type Invocation } from "./command.js";
import { shownWidth } from "./terminal.js";

const REDRAW_SECONDS = 0.1;
const PLAIN_SECONDS = 10;
/** For programs, which may show it to somebody. */
const EVENT_SECONDS = 0.5;

/** Progress of named steps. */
export interface StepProgress {
  /** How much of a step is done. @param total null where nobody knows yet */
  step(name: string, done: number, total: number | null): void;
  /** A line of text that stays. */
  line(text: string): void;
  /** Removes the line that was rewritten. */
  end(): void;
}

/**
 * One line that is rewritten, or a line now and then where nobody watches; with `--json` also events, twice a second.
 * @param type of those events
 */
export function stepProgress(call: Pick<Invocation, "terminal" | "json">, type = "verify-progress"): StepProgress {
  const { terminal } = call;
  const write = call.json ? terminal.err : terminal.out;
  const now = { name: "", started: 0, from: 0 };
  let told = terminal.now();
  let drawn = terminal.interactive ? -Infinity : terminal.now();
  let isLineShown = false;
  const clear = (): void => {
    if (isLineShown) write("\r\u001b[2K");
    isLineShown = false;
  };
  return {
    step(name, done, total) {
      const time = terminal.now();
      if (name !== now.name) Object.assign(now, { name, started: time, from: done });
      if (time - told >= EVENT_SECONDS) {
        told = time;
        emit(call, { type, step: name, done, total });
      }
      if (time - drawn < (terminal.interactive ? REDRAW_SECONDS : PLAIN_SECONDS)) return;
      drawn = time;
      clear();
      const text = progressText(name, done, total, done - now.from, time - now.started);
      write(terminal.interactive ? text.slice(0, Math.max(10, terminal.columns - 1)) : `${text}\n`);
      isLineShown = terminal.interactive && shownWidth(text) > 0;
    },
    line(text) {
      clear();
      write(`${text}\n`);
    },
    end: clear,
  };
}

function progressText(name: string, done: number, total: number | null, made: number, seconds: number): string {
  const rate = seconds > 0 ? made / seconds : 0;
  const speed = rate > 0 ? `  ${rate >= 10 ? rate.toFixed(0) : rate.toFixed(1)}/s` : "";
  if (total === null) return `  ${name}  ${done}${speed}`;
  const share = total === 0 ? 100 : Math.floor((done / total) * 100);
  const left = rate > 0 ? `  ${formatDuration((total - done) / rate)} left` : "";
  return `  ${name}  ${done}/${total}  ${share}%${speed}${left}`;
}
