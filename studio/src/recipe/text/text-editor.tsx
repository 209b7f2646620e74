/** The recipe as text, with colours, line numbers and marks at the lines that something is wrong with. */
import { memo, type ReactNode, useEffect, useRef } from "react";
import type { LocatedProblem } from "../../../../src/recipe/problem.js";
import { paintLine } from "./paint-line.js";

interface TextEditorProperties {
  text: string;
  change: (text: string) => void;
  problems: readonly LocatedProblem[];
  /** Line to be shown; `turn` rises with each time. */
  revealed: { line: number; turn: number } | null;
}

const LINE_PIXELS = 20;
const INDENT = "  ";

export function TextEditor({ text, change, problems, revealed }: TextEditorProperties): ReactNode {
  const area = useRef<HTMLTextAreaElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const lines = text.split("\n");
  const wrong = new Map(problems.filter(({ line }) => line !== null).map((problem) => [problem.line!, problem]));
  useEffect(() => {
    if (revealed === null) return;
    scroller.current?.scrollTo({ top: Math.max(0, (revealed.line - 4) * LINE_PIXELS) });
    const start = text.split("\n").slice(0, revealed.line - 1).reduce((sum, line) => sum + line.length + 1, 0);
    area.current?.setSelectionRange(start, start + (lines[revealed.line - 1]?.length ?? 0));
  }, [revealed]);
  return (
    <div className="text-editor" ref={scroller}>
      <div className="text-lines" aria-hidden="true">
        {lines.map((line, at) => <Line key={at} number={at + 1} line={line} problem={wrong.get(at + 1)?.message ?? null} isShown={revealed?.line === at + 1} />)}
      </div>
      <textarea ref={area} className="code" aria-label="the recipe as YAML" wrap="off" spellCheck={false} autoCapitalize="off" autoComplete="off" value={text} rows={lines.length}
        onChange={(event) => change(event.target.value)}
        onKeyDown={(event) => {
          // Tab leaves the field, as everywhere; a new line begins below the one before.
          if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
          event.preventDefault();
          const { selectionStart } = event.currentTarget;
          const line = text.slice(text.lastIndexOf("\n", selectionStart - 1) + 1, selectionStart);
          const indent = /^\s*/.exec(line)![0] + (/:\s*$/.test(line) ? INDENT : "");
          // As if it were typed: the field's own undo knows it.
          document.execCommand("insertText", false, `\n${indent}`);
        }} />
    </div>
  );
}

const Line = memo(function Line({ number, line, problem, isShown }: { number: number; line: string; problem: string | null; isShown: boolean }): ReactNode {
  return (
    <div className={`text-line${problem === null ? "" : " wrong"}${isShown ? " shown" : ""}`} title={problem ?? undefined}>
      <span className="line-number">{number}</span>
      <span className="line-text">{paintLine(line).map(({ kind, text }, at) => <span key={at} className={kind}>{text}</span>)}</span>
    </div>
  );
});
