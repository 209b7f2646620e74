/** Everything that has shapes: the run's recipe, folders of models, what is built in. */
import type { ReactNode } from "react";
import type { CatalogueEntry } from "../../../src/studio/shapes/answers.js";
import { formatAddress } from "../address.js";
import { useAsked } from "../asked.js";
import { Notice } from "../parts/notice.js";
import { Portrait } from "./portrait.js";
import { askCatalogues } from "./shape-source.js";
import { shapeAddress } from "./shape-address.js";

/** So many show portraits: each of them has to be drawn. */
const MOST_PREVIEWS = 12;

export function Catalogues({ run }: { run: string | null }): ReactNode {
  const { value, error } = useAsked(`catalogues ${run}`, () => askCatalogues(run));
  if (error !== null) return <Notice error={error} />;
  if (value === null) return <p className="empty">looking for models …</p>;
  const hasFolder = value.catalogues.some(({ kind }) => kind === "folder");
  return (
    <div className="home">
      <h1>Shapes<span className="dim path"> in {value.folder}</span></h1>
      {!hasFolder && <p className="dim">No folder of models lies here. Start the studio in a folder that has some below it: .glb, .gltf, .obj, .ply, .off, .stl or .fbx files, with or without a manifest.json.</p>}
      {value.isCut && <p className="dim">The folder is too large: not all of it was looked through.</p>}
      <ul className="runs">{value.catalogues.map((entry, at) => <li key={entry.key}><Card run={run} entry={entry} isPreviewed={at < MOST_PREVIEWS} /></li>)}</ul>
    </div>
  );
}

function Card({ run, entry, isPreviewed }: { run: string | null; entry: CatalogueEntry; isPreviewed: boolean }): ReactNode {
  const { key, kind, label, count, hasManifest, problem, examples } = entry;
  const about = problem ?? `${count} ${count === 1 ? "shape" : "shapes"}${kind === "folder" ? (hasManifest ? "" : ", no manifest yet") : kind === "builtin" ? ", drawn anew for each scene" : ""}`;
  return (
    <a href={formatAddress(shapeAddress(run, key, new URLSearchParams()))}>
      <span className="preview" aria-hidden="true">{isPreviewed && examples.map((id) => <Portrait key={id} catalogue={key} id={id} stamp="" side={192} />)}</span>
      <strong>{label}</strong>
      <span className={problem === null ? "dim" : "wrong"}>{about}</span>
    </a>
  );
}
