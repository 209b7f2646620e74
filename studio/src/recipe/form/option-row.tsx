/** One option of the recipe: its name, what it means, where it is entered, and what is wrong with it. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { OptionNode } from "../../../../src/recipe/option-node.js";
import type { LocatedProblem } from "../../../../src/recipe/problem.js";
import { type Path, valueAt } from "../text/recipe-text.js";
import { ChoiceEntry, NumberEntry, NumbersEntry, SwitchEntry, TextEntry, WordsEntry } from "./entries.js";
import { EntryList } from "./entry-list.js";
import { Described } from "./described.js";
import { elementId, leadsTo, useForm } from "./form-state.js";
import { type Control, firstValue, formOf, type OptionForm, optionForms, optionsIn, unitOf } from "./option-forms.js";

/** An option and its place. */
export interface OptionRowProperties {
  path: Path;
  node: OptionNode;
  /** Default that the group around gives. */
  preset: unknown;
  /** The name as it is shown; default: the last step of the path. */
  title?: string;
  isRequired?: boolean;
}

export function OptionRow({ path, node, preset: given, title = String(path.at(-1)), isRequired = false }: OptionRowProperties): ReactNode {
  const form = useForm();
  const written = valueAt(form.value, path);
  const preset = node.default === undefined ? given : node.default;
  const shown = written === undefined ? preset : written;
  const forms = optionForms(node);
  const present = formOf(forms, shown);
  const label = path.join(".");
  const isGroup = present.control.kind === "group" || present.control.kind === "entries";
  const problems = problemsHere(form.problems, path, present, written);
  const unit = unitOf(path);
  return (
    <div className={`option${isGroup ? " wide" : ""}${written === undefined ? "" : " written"}${problems.length > 0 ? " wrong" : ""}`} data-path={label}>
      <div className="head">
        <span className="name" title={label} hidden={title === ""}>{title}{isRequired && shown === undefined && <span className="dim"> needed</span>}</span>
        <span className="entry">
          {forms.length > 1 && <FormChoice label={label} forms={forms} present={present} choose={(next) => form.set(path, nextValue(next, shown, String(path.at(-1))))} />}
          <Entry id={elementId(path)} label={label} control={present.control} shown={shown} suggestions={form.suggestions[label.replaceAll(/\.\d+(?=\.|$)/g, ".N")] ?? null} change={(value) => form.set(path, value)} />
          {unit !== null && !isGroup && present.control.kind !== "fixed" && <span className="dim unit">{unit}</span>}
          {written !== undefined && !isRequired && <button type="button" className="back" title={preset === undefined ? "take it out" : `back to the default: ${textOf(preset)}`} aria-label={`${label}: back to the default`} onClick={() => form.remove(path)}>↺</button>}
        </span>
      </div>
      {node.description !== undefined && <p className="about"><Described text={node.description} />{written !== undefined && preset !== undefined && !isGroup && <span className="default">. Default: {textOf(preset)}</span>}</p>}
      {problems.map(({ message, hint }) => <p key={message} className="problem" role="alert">{message}{hint === "" ? "" : ` ${hint}`}</p>)}
      {present.control.kind === "group" && <Nested path={path} node={present.node} preset={preset} isWritten={written !== undefined} />}
      {present.control.kind === "entries" && <EntryList path={path} item={present.control.item} shown={Array.isArray(shown) ? shown : []} />}
    </div>
  );
}

/** Many options in a group are opened when they are wanted. */
const MOST_OPEN = 5;

function Nested({ path, node, preset, isWritten }: { path: Path; node: OptionNode; preset: unknown; isWritten: boolean }): ReactNode {
  const { revealed } = useForm();
  const options = optionsIn(node);
  const [isOpen, setOpen] = useState(options.length <= MOST_OPEN || isWritten);
  useEffect(() => {
    if (revealed !== null && revealed.path.length > path.length && leadsTo(path, revealed.path)) setOpen(true);
  }, [revealed]);
  if (options.length === 0) return null;
  if (!isOpen) return <button type="button" className="more" onClick={() => setOpen(true)}>{options.map(([name]) => name).slice(0, 4).join(", ")}{options.length > 4 ? `, … (${options.length})` : ""}</button>;
  return <div className="nested"><OptionRows path={path} node={node} preset={preset} /></div>;
}

/** All options of a group. */
export function OptionRows({ path, node, preset }: { path: Path; node: OptionNode; preset: unknown }): ReactNode {
  return optionsIn(node).map(([name, child]) => (
    <OptionRow key={name} path={[...path, name]} node={child} preset={typeof preset === "object" && preset !== null && Object.hasOwn(preset, name) ? (preset as Record<string, unknown>)[name] : undefined} isRequired={(node.required ?? []).includes(name) && child.default === undefined} />
  ));
}

export function FormChoice({ label, forms, present, choose }: { label: string; forms: readonly OptionForm[]; present: OptionForm; choose: (form: OptionForm) => void }): ReactNode {
  return (
    <select aria-label={`${label}: kind`} className="kind" value={forms.indexOf(present)} onChange={(event) => choose(forms[Number(event.target.value)]!)}>
      {forms.map((form, at) => <option key={`${form.label} ${at}`} value={at}>{form.label}</option>)}
    </select>
  );
}

/** Where a number becomes a range it stays in it, and the other way round. */
function nextValue(form: OptionForm, before: unknown, name: string): unknown {
  if (form.control.kind === "numbers" && form.control.count === 2 && typeof before === "number") return [before, before];
  if (form.control.kind === "number" && Array.isArray(before) && typeof before[0] === "number") return before[0];
  return firstValue({ ...form.node, default: undefined }, form.label === "list" ? name : form.label);
}

function Entry({ id, label, control, shown, suggestions, change }: { id: string; label: string; control: Control; shown: unknown; suggestions: readonly string[] | null; change: (value: unknown) => void }): ReactNode {
  switch (control.kind) {
    case "number": return <NumberEntry id={id} label={label} shown={typeof shown === "number" ? shown : undefined} change={change} {...control} />;
    case "text": return <TextEntry id={id} label={label} shown={typeof shown === "string" ? shown : undefined} change={change} placeholder="" />;
    case "switch": return <SwitchEntry id={id} label={label} shown={typeof shown === "boolean" ? shown : undefined} change={change} />;
    case "choice": return <ChoiceEntry id={id} label={label} shown={typeof shown === "string" || typeof shown === "number" ? shown : undefined} change={change} words={control.words} />;
    case "words": return <WordsEntry id={id} label={label} shown={wordsOf(shown)} change={change} words={control.words ?? suggestions} placeholder="one, two, …" />;
    case "numbers": return <NumbersEntry id={id} label={label} shown={Array.isArray(shown) ? shown.filter((each): each is number => typeof each === "number") : undefined} change={change} count={control.count} />;
    case "group":
    case "entries":
    case "fixed": return <span id={id} tabIndex={-1} />;
  }
}

function wordsOf(shown: unknown): readonly string[] | undefined {
  if (typeof shown === "string") return [shown];
  return Array.isArray(shown) ? shown.map(String) : undefined;
}

/** Problems of the option itself; those of options in it stand with them. */
function problemsHere(problems: readonly LocatedProblem[], path: Path, { control, node }: OptionForm, written: unknown): readonly LocatedProblem[] {
  return problems.filter(({ path: place }) => {
    if (place.length < path.length || !leadsTo(path, place)) return false;
    if (place.length === path.length || (control.kind !== "group" && control.kind !== "entries")) return true;
    const step = place[path.length]!;
    return control.kind === "group" ? !Object.hasOwn(node.properties ?? {}, step) : !(Array.isArray(written) && Number(step) < written.length);
  });
}

const LONGEST = 60;

export function textOf(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value) ?? "";
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

/** Scrolls to the option that was asked for, and puts the cursor there. */
export function useReveal(container: React.RefObject<HTMLElement | null>): void {
  const { revealed } = useForm();
  const shown = useRef(0);
  useEffect(() => {
    if (revealed === null || shown.current === revealed.turn) return;
    // Groups on the way open first.
    const timer = setTimeout(() => {
      shown.current = revealed.turn;
      for (let length = revealed.path.length; length > 0; length--) {
        const element = container.current?.querySelector<HTMLElement>(`[id="${CSS.escape(elementId(revealed.path.slice(0, length)))}"]`);
        if (element == null) continue;
        (element.closest(".option") ?? element).scrollIntoView({ block: "center" });
        (element.matches("input, select, button, summary") ? element : element.querySelector<HTMLElement>("input, select, button") ?? element).focus({ preventScroll: true });
        return;
      }
    }, 60);
    return () => clearTimeout(timer);
  }, [revealed]);
}
