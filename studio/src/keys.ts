/** Keys that work wherever one is on a page, but not while one writes. */
import { useLayoutEffect } from "react";

/** By `event.key`, with `Shift+` before it where that is held and the key is a named one. */
export type Keys = Readonly<Record<string, (event: KeyboardEvent) => void>>;

export function useKeys(keys: Keys): void {
  // As soon as something is shown its keys work: on a slow computer people are faster than what comes after drawing.
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || isWriting(target)) return;
      const name = event.shiftKey && event.key.length > 1 ? `Shift+${event.key}` : event.key;
      // Arrows and Enter belong to the control that has the focus.
      if (target.closest("button, a, select, input") !== null && ["Enter", " "].includes(event.key)) return;
      if (target.matches("input, select") && event.key.startsWith("Arrow")) return;
      const action = keys[name];
      if (action === undefined) return;
      event.preventDefault();
      action(event);
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  });
}

function isWriting(target: HTMLElement): boolean {
  return target.isContentEditable || target.matches("textarea, input:not([type=checkbox], [type=radio], [type=range])");
}
