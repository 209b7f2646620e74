/** What is to be seen while a language model writes prompts. */
import type { ReadRecipe } from "../recipe/read.js";
import { emit, say, type Invocation } from "./command.js";
import { count } from "./progress.js";
import { shownPath, styled } from "./terminal.js";

type Call = Pick<Invocation, "terminal" | "json">;

const REDRAW_SECONDS = 0.1;
const PLAIN_SECONDS = 10;

/** Progress of a list of prompts. */
export interface PromptsProgress {
  batch(progress: { category: string; prompts: number; wanted: number }): void;
  /** Removes the line that was rewritten. */
  end(): void;
}

/** Says what begins, then one line that is rewritten, or a line now and then where nobody watches. */
export function promptsProgress(call: Call, { recipe, file }: ReadRecipe): PromptsProgress {
  const { terminal, json } = call;
  const { prompts } = recipe;
  const write = json ? terminal.err : terminal.out;
  say(call, `${styled(terminal, "bold", shownPath(terminal, file))}  ${whoWrites(prompts)}`);
  const counts = new Map<string, number>();
  let drawn = terminal.interactive ? -Infinity : terminal.now();
  let isLineShown = false;
  const clear = (): void => {
    if (isLineShown) write("\r\u001b[2K");
    isLineShown = false;
  };
  return {
    batch(progress) {
      emit(call, { type: "prompts-progress", ...progress });
      counts.set(progress.category, progress.prompts);
      if (terminal.now() - drawn < (terminal.interactive ? REDRAW_SECONDS : PLAIN_SECONDS)) return;
      drawn = terminal.now();
      clear();
      const all = [...counts.values()].reduce((sum, number) => sum + number, 0);
      write(`  ${count(all, "prompt")} so far · ${progress.category} ${progress.prompts} of ${progress.wanted}${terminal.interactive ? "" : "\n"}`);
      isLineShown = terminal.interactive;
    },
    end: clear,
  };
}

function whoWrites(prompts: ReadRecipe["recipe"]["prompts"]): string {
  switch (prompts.type) {
    case "template":
      return "templates write the prompts";
    case "file":
      return `prompts from ${prompts.file}`;
    case "captions":
      return `${count(prompts.perCategory, "prompt")} per category out of ${prompts.file}`;
    case "llm":
      return prompts.baseUrl === null ? "no baseUrl, so templates write the prompts" : `${count(prompts.perCategory, "prompt")} per category by ${prompts.model} at ${prompts.baseUrl}`;
  }
}
