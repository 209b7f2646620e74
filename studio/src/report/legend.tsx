import type { ReactNode } from "react";

/** Which colour is what. */
export function Legend({ entries }: { entries: readonly { name: string; color: string; note?: string }[] }): ReactNode {
  return <ul className="legend">{entries.map(({ name, color, note }) => <li key={name}><span className="swatch" style={{ background: color }} />{name}{note !== undefined && <span className="dim"> {note}</span>}</li>)}</ul>;
}
