import type { ReactNode } from "react";

/** A row: the first cell is its heading. */
export interface TableRow {
  key: string;
  cells: readonly ReactNode[];
}

/** Numbers with headings; scrolls sideways where it is too wide. */
export function NumberTable({ caption, heads, rows }: { caption: string; heads: readonly string[]; rows: readonly TableRow[] }): ReactNode {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <thead><tr>{heads.map((head) => <th key={head} scope="col">{head}</th>)}</tr></thead>
        <tbody>{rows.map(({ key, cells: [first, ...cells] }) => <tr key={key}><th scope="row">{first}</th>{cells.map((cell, at) => <td key={at}>{cell}</td>)}</tr>)}</tbody>
      </table>
    </div>
  );
}
