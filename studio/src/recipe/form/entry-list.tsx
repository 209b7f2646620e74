/** A list of groups, such as the sources of shapes: each entry with its kind, and a way to add one. */
import type { ReactNode } from "react";
import { type OptionNode } from "../../../../src/recipe/option-node.js";
import type { Path } from "../text/recipe-text.js";
import { useForm } from "./form-state.js";
import { firstValue, formOf, optionForms } from "./option-forms.js";
import { FormChoice, OptionRow, OptionRows } from "./option-row.js";

export function EntryList({ path, item, shown }: { path: Path; item: OptionNode; shown: readonly unknown[] }): ReactNode {
  const form = useForm();
  const forms = optionForms(item);
  const change = (next: readonly unknown[]): void => form.set(path, next);
  return (
    <div className="nested entries">
      {shown.map((entry, at) => {
        const present = formOf(forms, entry);
        const place = [...path, at];
        return (
          // Entries have no names of their own.
          <div key={at} className="entry-of-list">
            <div className="bar">
              {forms.length > 1 ? <FormChoice label={place.join(".")} forms={forms} present={present} choose={(next) => change(shown.map((other, position) => (position === at ? firstValue(next.node, next.label) : other)))} /> : <span className="dim">{at + 1}</span>}
              <span className="grow" />
              <button type="button" aria-label={`remove ${place.join(".")}`} title="remove" onClick={() => change(shown.filter((_other, position) => position !== at))}>✕</button>
            </div>
            {present.control.kind === "group" ? <OptionRows path={place} node={present.node} preset={undefined} /> : <OptionRow path={place} node={item} preset={undefined} />}
          </div>
        );
      })}
      <select className="kind" aria-label={`add to ${path.join(".")}`} value="" onChange={(event) => change([...shown, firstValue(forms[Number(event.target.value)]!.node, forms[Number(event.target.value)]!.label)])}>
        <option value="">add …</option>
        {forms.map((each, at) => <option key={each.label} value={at}>{forms.length === 1 ? "one more" : each.label}</option>)}
      </select>
    </div>
  );
}
