/** Elements of SVG drawings as text. */

/** A piece of a drawing, escaped already. */
export type Markup = string & { readonly markup: true };

/** Values of attributes; what is undefined is left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Text as it stands in XML and HTML, also between quotes. Control characters, which XML cannot hold, become spaces. */
export function escapeText(text: string): Markup {
  const clean = text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, " ");
  return clean.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("'", "&#39;") as Markup;
}

/** An element; numbers are written with two decimals at most. */
export function element(name: string, attributes: Attributes, ...children: readonly Markup[]): Markup {
  const written = Object.entries(attributes).flatMap(([key, value]) => (value === undefined ? [] : [` ${key}="${typeof value === "number" ? decimal(value) : escapeText(value)}"`]));
  const inside = children.join("");
  return `<${name}${written.join("")}${inside === "" ? "/>" : `>${inside}</${name}>`}` as Markup;
}

/** Pieces one after the other. */
export function markup(...pieces: readonly Markup[]): Markup {
  return pieces.join("") as Markup;
}

/** A number with two decimals at most, without "-0". */
export function decimal(value: number): string {
  const rounded = Math.round(value * 100) / 100;
  return Number.isFinite(rounded) ? String(rounded === 0 ? 0 : rounded) : "0";
}

/** The `d` of a path through points. */
export function pathThrough(points: readonly (readonly [x: number, y: number])[]): string {
  return points.map(([x, y], at) => `${at === 0 ? "M" : "L"}${decimal(x)} ${decimal(y)}`).join("");
}
