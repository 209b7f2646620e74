/** From the category table to the classes of ADE20K. */
import { DatasetError } from "../core/errors.js";
import { ADE20K_PALETTE } from "./ade20k-palette.js";
import type { Color } from "./instance-color.js";

/** Names of the 150 classes. */
export const ADE20K_CLASS_NAMES: readonly string[] = ADE20K_PALETTE.map(({ name }) => name);

const colorOf = new Map(ADE20K_PALETTE.map(({ name, color }) => [name, color]));

/** Canonical categories whose ADE20K class has another name. ADE20K's own "tank" is for storage, its "pot" for flowers. */
const CLASS_OF: Readonly<Record<string, string | null>> = {
  ambulance: "van",
  backpack: "bag",
  banana: "food",
  apple: "food",
  sandwich: "food",
  orange: "food",
  broccoli: "food",
  carrot: "food",
  hot_dog: "food",
  pizza: "food",
  donut: "food",
  cake: "food",
  barrier: "fence",
  bear: "animal",
  bird: "animal",
  blinds: "blind",
  cat: "animal",
  cereal_box: "box",
  clothes: "apparel",
  cow: "animal",
  cup: "glass",
  cyclist: "person",
  desk_lamp: "lamp",
  dog: "animal",
  dresser: "chest of drawers",
  elephant: "animal",
  filing_cabinet: "cabinet",
  fire_truck: "truck",
  floor_mat: "rug",
  garbage_truck: "truck",
  giraffe: "animal",
  go_kart: "car",
  handbag: "bag",
  horse: "animal",
  laptop: "computer",
  motorcycle: "minibike",
  night_stand: "chest of drawers",
  picture: "painting",
  pot: null,
  potted_plant: "plant",
  recreational_vehicle: "van",
  road_pole: "pole",
  sheep: "animal",
  shelves: "shelf",
  sign: "signboard",
  sports_ball: "ball",
  stop_sign: "signboard",
  submarine: "ship",
  suitcase: "bag",
  tandem_bicycle: "bicycle",
  tank: null,
  teddy_bear: "plaything",
  traffic_light: "traffic light",
  trash_bin: "ashcan",
  tv: "television receiver",
  washing_machine: "washer",
  window: "windowpane",
  wine_glass: "glass",
  zebra: "animal",
};

/** The class of a canonical category, or of a name that is a class itself; null where ADE20K has none. */
export function ade20kClassOf(category: string): string | null {
  if (Object.hasOwn(CLASS_OF, category)) return CLASS_OF[category];
  const name = category.trim().toLowerCase().replaceAll("_", " ");
  return colorOf.has(name) ? name : null;
}

/** @throws DatasetError E_OPTION for a name that is no class */
export function ade20kColor(className: string): Color {
  const color = colorOf.get(className);
  if (color === undefined) throw new DatasetError("E_OPTION", `${className} is no class of ADE20K`, { hint: `Classes: ${ADE20K_CLASS_NAMES.join(", ")}.` });
  return color;
}
