/** The recipe as a form: what matters is open, everything is found by its words. */
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { alternatives, type OptionNode } from "../../../../src/recipe/option-node.js";
import { Described } from "./described.js";
import { EntryList } from "./entry-list.js";
import { findOptions, type FoundOption } from "./find-options.js";
import { elementId, leadsTo, useForm } from "./form-state.js";
import { formOf, optionForms } from "./option-forms.js";
import { OptionRow, OptionRows, textOf, useReveal } from "./option-row.js";

/** Shown without being asked for, in this order. */
const FIRST = ["name", "count", "seed"];
const OPEN = ["shapes", "viewpoints", "camera", "environments", "generator", "outputs"];

export function RecipeForm({ root }: { root: OptionNode }): ReactNode {
  const form = useForm();
  const [query, setQuery] = useState("");
  const container = useRef<HTMLDivElement>(null);
  const found = useMemo(() => findOptions(root, form.value, query), [root, form.value, query]);
  useReveal(container);
  useEffect(() => setQuery(""), [form.revealed]);
  const names = Object.keys(root.properties ?? {});
  const options = [...FIRST, ...OPEN, ...names].filter((name, at, all) => all.indexOf(name) === at && names.includes(name));
  return (
    <div className="recipe-form" ref={container}>
      <div className="search"><input type="search" aria-label="find an option" placeholder="find an option: canny, distance, steps …" value={query} onChange={(event) => setQuery(event.target.value)} onKeyDown={(event) => event.key === "Escape" && setQuery("")} /></div>
      {query.trim() === ""
        ? options.map((name) => FIRST.includes(name)
          ? <OptionRow key={name} path={[name]} node={root.properties![name]!} preset={undefined} isRequired={(root.required ?? []).includes(name)} />
          : <Section key={name} name={name} node={root.properties![name]!} />)
        : found.length === 0 ? <p className="empty">No option is about {query}.</p>
        : found.map((option) => <Found key={`${option.path.join(".")} ${option.needs?.label ?? ""}`} option={option} done={() => setQuery("")} />)}
    </div>
  );
}

function Section({ name, node }: { name: string; node: OptionNode }): ReactNode {
  const form = useForm();
  const path = [name];
  const written = form.value[name];
  const count = form.problems.filter((problem) => leadsTo(path, problem.path)).length;
  const [isOpen, setOpen] = useState(OPEN.includes(name));
  useEffect(() => {
    if (form.revealed !== null && leadsTo(path, form.revealed.path)) setOpen(true);
  }, [form.revealed]);
  const present = formOf(optionForms(node), written ?? node.default);
  const { control } = present;
  // What has no kinds to choose from needs no row of its own.
  const isPlain = alternatives(node).length === 1 && (control.kind === "group" || control.kind === "entries");
  return (
    <details className="section" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary {...(isPlain ? { id: elementId(path) } : {})}><span className="name">{name}</span>{count > 0 ? <span className="badge bad">{count}</span> : <span className="dim grow">{isOpen ? "" : written === undefined ? shortDefault(node.default) : textOf(written)}</span>}</summary>
      {isOpen && (isPlain
        ? <>
            <p className="about"><Described text={node.description ?? ""} /></p>
            {form.problems.filter((problem) => problem.path.length === 1 && problem.path[0] === name).map(({ message, hint }) => <p key={message} className="problem" role="alert">{message} {hint}</p>)}
            {control.kind === "entries" ? <EntryList path={path} item={control.item} shown={listOf(written ?? node.default)} /> : <OptionRows path={path} node={present.node} preset={node.default} />}
          </>
        : <OptionRow path={path} node={node} preset={undefined} title={control.kind === "group" || control.kind === "fixed" ? "kind" : ""} isRequired={false} />)}
    </details>
  );
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function shortDefault(preset: unknown): string {
  return preset === undefined || (typeof preset === "object" && preset !== null && Object.keys(preset).length === 0) ? "" : preset === null ? "none" : textOf(preset);
}

function Found({ option, done }: { option: FoundOption; done: () => void }): ReactNode {
  const form = useForm();
  const { path, node, preset, needs } = option;
  if (needs === null) return <div className="found-option"><OptionRow path={path} node={node} preset={preset} title={path.join(".")} /></div>;
  return (
    <div className="found-option option">
      <div className="head">
        <span className="name">{path.join(".")}</span>
        <button type="button" onClick={() => { form.set(needs.path, needs.value); form.reveal(path); done(); }}>choose {needs.path.at(-1)}: {needs.label}</button>
      </div>
      <p className="about"><Described text={node.description ?? ""} /></p>
    </div>
  );
}
