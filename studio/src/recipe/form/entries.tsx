/** Where single values are entered: numbers, words, switches, lists of them. */
import { type ReactNode, useEffect, useState } from "react";

/** What all of them take. `shown` is what counts: what is written, or else the default. */
interface EntryProperties<T> {
  id: string;
  label: string;
  shown: T | undefined;
  change: (value: T) => void;
}

/** Text that counts when it is complete; what is typed stays until then. */
function useTyped<T>(shown: T | undefined, write: (value: T) => string, read: (text: string) => T | null, change: (value: T) => void): { value: string; onChange: (event: { target: { value: string } }) => void; onBlur: () => void } {
  const text = shown === undefined ? "" : write(shown);
  const [typed, setTyped] = useState<string | null>(null);
  useEffect(() => setTyped((before) => (before !== null && read(before) !== null && write(read(before)!) === text ? before : null)), [text]);
  return {
    value: typed ?? text,
    onChange(event) {
      setTyped(event.target.value);
      const value = read(event.target.value);
      if (value !== null) change(value);
    },
    onBlur: () => setTyped(null),
  };
}

const numberOf = (text: string): number | null => (text.trim() === "" || !Number.isFinite(Number(text)) ? null : Number(text));

/** Up to this wide a range has a slider. */
const WIDEST_SLIDER = 400;

export function NumberEntry({ id, label, shown, change, isWhole, least, most }: EntryProperties<number> & { isWhole: boolean; least: number | null; most: number | null }): ReactNode {
  const typed = useTyped(shown, String, numberOf, change);
  const hasSlider = least !== null && most !== null && most - least <= WIDEST_SLIDER;
  const step = isWhole ? 1 : hasSlider ? stepOf(most - least) : "any";
  return (
    <>
      <input id={id} className="number" type="number" inputMode={isWhole ? "numeric" : "decimal"} aria-label={label} step={isWhole ? 1 : "any"} {...(least === null ? {} : { min: least })} {...(most === null ? {} : { max: most })} {...typed} />
      {hasSlider && <input type="range" tabIndex={-1} aria-label={`${label}, slider`} min={least} max={most} step={step} value={Math.min(most, Math.max(least, shown ?? least))} onChange={(event) => change(Number(event.target.value))} />}
    </>
  );
}

/** A hundred steps, or so, of a round size. */
function stepOf(width: number): number {
  return [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10].find((step) => width / step <= 200) ?? 10;
}

export function TextEntry({ id, label, shown, change, placeholder }: EntryProperties<string> & { placeholder: string }): ReactNode {
  const typed = useTyped<string>(shown, (text) => text, (text) => text, change);
  return <input id={id} type="text" aria-label={label} spellCheck={false} placeholder={placeholder} {...typed} />;
}

export function SwitchEntry({ id, label, shown, change }: EntryProperties<boolean>): ReactNode {
  return <input id={id} type="checkbox" aria-label={label} checked={shown ?? false} onChange={(event) => change(event.target.checked)} />;
}

export function ChoiceEntry({ id, label, shown, change, words }: EntryProperties<string | number> & { words: readonly (string | number)[] }): ReactNode {
  const all = shown === undefined || words.includes(shown) ? words : [...words, shown];
  return (
    <select id={id} aria-label={label} value={String(shown ?? "")} onChange={(event) => change(words.find((word) => String(word) === event.target.value)!)}>
      {shown === undefined && <option value="">choose …</option>}
      {all.map((word) => <option key={word} value={String(word)}>{String(word)}</option>)}
    </select>
  );
}

/** Words that are known are switched on and off; others are typed, separated by commas. */
export function WordsEntry({ id, label, shown, change, words, placeholder }: EntryProperties<readonly string[]> & { words: readonly string[] | null; placeholder: string }): ReactNode {
  const typed = useTyped<readonly string[]>(shown, (list) => list.join(", "), (text) => text.split(",").map((word) => word.trim()).filter((word) => word !== ""), change);
  if (words === null) return <input id={id} type="text" aria-label={`${label}, separated by commas`} spellCheck={false} placeholder={placeholder} {...typed} />;
  const chosen = shown ?? [];
  const all = [...words, ...chosen.filter((word) => !words.includes(word))];
  return (
    <div id={id} className="words" role="group" aria-label={label} tabIndex={-1}>
      {all.map((word) => (
        <button key={word} type="button" aria-pressed={chosen.includes(word)} onClick={() => change(chosen.includes(word) ? chosen.filter((other) => other !== word) : all.filter((other) => other === word || chosen.includes(other)))}>{word}</button>
      ))}
    </div>
  );
}

/** Numbers beside one another, or, where their count is free, separated by commas. */
export function NumbersEntry({ id, label, shown, change, count }: EntryProperties<readonly number[]> & { count: number | null }): ReactNode {
  const typed = useTyped<readonly number[]>(shown, (list) => list.join(", "), (text) => {
    const numbers = text.split(",").map(numberOf);
    return numbers.includes(null) ? null : (numbers as number[]);
  }, change);
  if (count === null || count > 4) return <input id={id} type="text" aria-label={`${label}, separated by commas`} {...typed} />;
  return (
    <span className="numbers">
      {Array.from({ length: count }, (_, at) => (
        <OneOfNumbers key={at} id={at === 0 ? id : `${id}-${at}`} label={`${label}, ${count === 2 ? ["first", "second"][at] : `number ${at + 1}`}`} shown={shown?.[at]} change={(value) => change(Array.from({ length: count }, (_each, place) => (place === at ? value : (shown?.[place] ?? 0))))} />
      ))}
    </span>
  );
}

function OneOfNumbers({ id, label, shown, change }: EntryProperties<number>): ReactNode {
  const typed = useTyped(shown, String, numberOf, change);
  return <input id={id} className="number" type="number" step="any" aria-label={label} {...typed} />;
}
