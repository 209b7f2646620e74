/** A recipe as a form and as text, what it would make, and the run that it becomes. */
import { type ReactNode, useMemo, useState } from "react";
import type { LocatedProblem } from "../../../src/recipe/problem.js";
import type { RecipeOptions, RecipeText } from "../../../src/studio/preview/preview.js";
import { goTo } from "../address.js";
import { useAsked } from "../asked.js";
import { useJobs } from "../jobs/jobs.js";
import { Notice } from "../parts/notice.js";
import { useAnswer } from "./answer.js";
import { useDraft } from "./draft.js";
import { EXAMPLES } from "./examples.js";
import { withOption } from "./form/change-option.js";
import { FormContext, type FormState } from "./form/form-state.js";
import { RecipeForm } from "./form/recipe-form.js";
import { PreviewPanel } from "./preview/preview-panel.js";
import { ProblemList } from "./problem-list.js";
import { requests } from "./requests.js";
import { StartPanel } from "./start-panel.js";
import { TextEditor } from "./text/text-editor.js";
import { lineOf, type Path, readText, withoutValue } from "./text/recipe-text.js";
import "./recipe.css";

const CHECK_MILLISECONDS = 60;
const PLAN_MILLISECONDS = 30;
/** The machine is let alone while the recipe is being changed. */
const SPEED_MILLISECONDS = 1500;

const STARTED = (run: string): string => `dst3d started ${run}`;

/** The room `recipe`. */
export function RecipeRoom({ run, write }: { run: string | null; write: boolean }): ReactNode {
  const { value: options, error } = useAsked("recipe options", () => requests.options());
  if (error !== null) return <Notice error={error} />;
  if (options === null) return null;
  return run === null ? <Workbench key="new" run={null} from={null} beginning={EXAMPLES[0]!.text} full={null} options={options} write={write} /> : <RunWorkbench key={run} run={run} options={options} write={write} />;
}

/** A run that was started here shows its recipe as it was written. */
function RunWorkbench({ run, options, write }: { run: string; options: RecipeOptions; write: boolean }): ReactNode {
  const [started] = useState(() => startedHere(run));
  const { value, error } = useAsked(`recipe of ${run}`, started !== null ? null : () => requests.recipeOf(run));
  if (started !== null) return <Workbench run={run} from={started.run} beginning={started.text} full={null} options={options} write={write} />;
  if (error !== null) return <Notice error={error} />;
  return value === null ? null : <Workbench run={run} from={run} beginning={value.short} full={value.full} options={options} write={write} />;
}

function startedHere(run: string): RecipeText | null {
  const kept = sessionStorage.getItem(STARTED(run));
  return kept === null ? null : (JSON.parse(kept) as RecipeText);
}

/** Hands the text to the browser as a file. */
function save(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

interface WorkbenchProperties {
  run: string | null;
  /** Run whose folder relative paths start from; null: the studio's. */
  from: string | null;
  beginning: string;
  /** The text with every default. */
  full: string | null;
  options: RecipeOptions;
  write: boolean;
}

type Part = "form" | "text" | "preview";
const PARTS: Readonly<Record<Part, string>> = { form: "Form", text: "YAML", preview: "Preview" };

function Workbench({ run, from, beginning, full, options: { root, suggestions }, write }: WorkbenchProperties): ReactNode {
  const draft = useDraft(`dst3d recipe ${run ?? "new"}`, beginning);
  const { text } = draft;
  const [part, setPart] = useState<Part>("form");
  const [revealed, setRevealed] = useState<{ path: Path; turn: number } | null>(null);
  const [shownLine, setShownLine] = useState<{ line: number; turn: number } | null>(null);
  const jobs = useJobs();
  const read = useMemo(() => readText(text), [text]);
  const recipe: RecipeText = { text, run: from };
  const check = useAnswer(JSON.stringify(recipe), (signal) => requests.check(recipe, signal), CHECK_MILLISECONDS);
  const isChecked = check.key === JSON.stringify(recipe) && check.value !== null;
  const isValid = isChecked && check.value?.recipe !== null;
  // What was valid last stays to be seen while something is wrong.
  const [lastValid, setLastValid] = useState<RecipeText | null>(null);
  if (isValid && JSON.stringify(lastValid) !== JSON.stringify(recipe)) setLastValid(recipe);
  const validKey = lastValid === null ? null : JSON.stringify(lastValid);
  const plan = useAnswer(validKey, (signal) => requests.plan(lastValid!, signal), PLAN_MILLISECONDS);
  const speed = useAnswer(validKey, (signal) => requests.speed(lastValid!, signal), SPEED_MILLISECONDS);
  const problems = check.value?.problems ?? [];
  const show = ({ path, line }: Pick<LocatedProblem, "path" | "line">): void => {
    setRevealed((before) => ({ path, turn: (before?.turn ?? 0) + 1 }));
    const place = lineOf(text, path) ?? line;
    if (place !== null) setShownLine((before) => ({ line: place, turn: (before?.turn ?? 0) + 1 }));
  };
  const form: FormState = {
    value: read.value ?? {},
    problems,
    suggestions,
    revealed,
    set: (path, value) => draft.change(path.join("."), (before) => withOption(before, root, path, value)),
    remove: (path) => draft.change(`${path.join(".")} away`, (before) => withoutValue(before, path)),
    reveal: (path) => show({ path, line: null }),
  };
  const job = run === null ? null : (jobs.find((each) => each.run === run && each.kind !== "export") ?? null);
  const name = check.value?.recipe?.name ?? (typeof form.value["name"] === "string" ? form.value["name"] : "");
  return (
    <div className={`workbench showing-${part}`}>
      <div className="bar tools">
        <h1>{run === null ? "New run" : run}</h1>
        {run === null && (
          <select aria-label="start from an example" value="" onChange={(event) => draft.change("example", EXAMPLES[Number(event.target.value)]!.text)}>
            <option value="">start from …</option>
            {EXAMPLES.map(({ title }, at) => <option key={title} value={at}>{title}</option>)}
          </select>
        )}
        {full !== null && <button onClick={() => draft.change("defaults", text === full ? beginning : full)}>{text === full ? "only what differs from the defaults" : "all options in the text"}</button>}
        <button aria-label="undo" title="undo" disabled={draft.undo === null} onClick={() => draft.undo?.()}>↶</button>
        <button aria-label="redo" title="redo" disabled={draft.redo === null} onClick={() => draft.redo?.()}>↷</button>
        <button onClick={() => save(text, `${name === "" ? "recipe" : name}.yaml`)}>save as file</button>
        <span className="grow" />
        <span className={`health${problems.length > 0 ? " bad" : ""}`} aria-live="polite">{problems.length > 0 ? `${problems.length} ${problems.length === 1 ? "problem" : "problems"}` : isChecked ? "✓ valid" : "…"}</span>
        <div className="switches parts" role="group" aria-label="what is shown">{(Object.keys(PARTS) as Part[]).map((each) => <button key={each} aria-pressed={part === each} onClick={() => setPart(each)}>{PARTS[each]}</button>)}</div>
      </div>
      <section className="column form-column" aria-label="Form">
        <ProblemList problems={problems} show={show} />
        {read.value === null
          ? <div className="notice" role="alert"><p>The text cannot be read as YAML: {read.problem}</p><p className="dim">Mend it in the text; the form comes back then.</p></div>
          : <FormContext value={form}><RecipeForm root={root} /></FormContext>}
      </section>
      <section className="column text-column" aria-label="YAML">
        <TextEditor text={text} change={(next) => draft.change("text", next)} problems={problems} revealed={shownLine} />
      </section>
      <section className="column preview-column" aria-label="What it makes">
        <StartPanel run={run} name={name} recipe={recipe} isValid={isValid} plan={plan.value} speed={speed.key === validKey ? speed.value : null} write={write} job={job} started={(started) => {
          sessionStorage.setItem(STARTED(started), JSON.stringify(recipe));
          if (run === null) goTo({ run: started, room: "recipe" });
        }} />
        {check.error !== null && <Notice error={check.error} />}
        {plan.error !== null && <Notice error={plan.error} />}
        <PreviewPanel recipe={lastValid} plan={plan.value} count={plan.value?.summary.count ?? check.value?.recipe?.count ?? 0} isStale={!isValid} />
      </section>
    </div>
  );
}
