/** Colours of plots, on light and on dark ground; series are told apart with the common colour blindnesses, too. */

/** Series in turn: Okabe and Ito's colours, darkened or lightened to stand out. The first two are good and bad. */
export const SERIES = {
  light: ["#0a66c2", "#c2410c", "#0f7b5f", "#a3338b", "#8a6d00", "#4b5563", "#0e7490", "#7c3aed"],
  dark: ["#6cb6ff", "#ff9b5e", "#4fd1a5", "#f191d8", "#e6c34a", "#b6beca", "#5cd4e8", "#b79bff"],
} as const;

const INK = {
  light: { ground: "#ffffff", ink: "#1b1f24", dim: "#59636e", grid: "#e2e6ea" },
  dark: { ground: "#16181d", ink: "#eceef2", dim: "#9ba4b1", grid: "#30353d" },
} as const;

export type Scheme = keyof typeof SERIES;

/** How many series there are colours for; more begin again. */
export const SERIES_COUNT = SERIES.light.length;

function rules(scheme: Scheme): string {
  const { ground, ink, dim, grid } = INK[scheme];
  const series = SERIES[scheme].map((color, at) => `.plot .s${at}{stroke:${color}}.plot .f${at}{fill:${color}}`);
  return `.plot .ground{fill:${ground}}.plot .ink{fill:${ink}}.plot .dim{fill:${dim}}.plot .grid{stroke:${grid}}.plot .axis{stroke:${dim}}.plot .inkLine{stroke:${ink}}.plot .dimLine{stroke:${dim}}${series.join("")}`;
}

/** CSS of plots: in one scheme, or, with "both", as the reader's screen is set. */
export function plotStyle(scheme: Scheme | "both"): string {
  const common = ".plot{font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}.plot .line{fill:none;stroke-linejoin:round;stroke-linecap:round}";
  return common + (scheme === "both" ? `${rules("light")}@media (prefers-color-scheme:dark){${rules("dark")}}` : rules(scheme));
}
