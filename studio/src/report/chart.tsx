/** A chart with its heading, what it says in words, and its numbers as a table. */
import { plot, type PlotOptions } from "@observablehq/plot";
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import { NumberTable, type TableRow } from "./number-table.js";

interface ChartProperties {
  title: string;
  /** For those who cannot see it. */
  words: string;
  /** Beside the heading. */
  note?: ReactNode;
  /** Drawn anew when this is another. */
  data: unknown;
  draw: (width: number) => PlotOptions;
  table: { heads: readonly string[]; rows: readonly TableRow[] };
  /** Between heading and chart. */
  children?: ReactNode;
  isWide?: boolean;
}

export function Chart({ title, words, note, data, draw, table, children, isWide = false }: ChartProperties): ReactNode {
  const [box, width] = useWidth<HTMLDivElement>();
  useEffect(() => {
    if (width === 0 || box.current === null) return;
    const drawn = drawChart({ ...draw(width), width }, words);
    box.current.replaceChildren(drawn);
    // `draw` is made anew at each drawing; `data` says when it draws something else.
  }, [width, data, words]);
  return (
    <figure className={`chart${isWide ? " wide" : ""}`}>
      <figcaption><strong>{title}</strong>{note !== undefined && <span className="dim"> {note}</span>}</figcaption>
      {children}
      <div ref={box} className="drawing" />
      <details className="numbers"><summary>numbers</summary><NumberTable caption={title} {...table} /></details>
    </figure>
  );
}

/** A drawing; what is linked in it is reached with keys in the table. */
export function drawChart(options: PlotOptions, words: string): SVGElement | HTMLElement {
  const drawn = plot({ color: { type: "identity" }, opacity: { type: "identity" }, style: { background: "none", fontFamily: "inherit", fontSize: "11px" }, ...options });
  drawn.setAttribute("role", "img");
  drawn.setAttribute("aria-label", words);
  // Plot would pin its tip at a press, right over what is being clicked.
  drawn.addEventListener("pointerdown", (event) => event.stopImmediatePropagation(), true);
  for (const link of drawn.querySelectorAll("a")) link.setAttribute("tabindex", "-1");
  return drawn;
}

/** The width of an element, kept up to date. */
export function useWidth<T extends HTMLElement>(): [React.RefObject<T | null>, number] {
  const box = useRef<T>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = box.current!;
    const observer = new ResizeObserver(() => setWidth(Math.floor(element.clientWidth)));
    setWidth(Math.floor(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [box, width];
}
