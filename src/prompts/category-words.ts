/** How a sentence names an object of a category, and in which kind of place such things are found. */
import { canonicalCategory, categoryOf } from "../sample/category-table.js";

/** Kinds of places; each has its own vocabulary. */
export type Setting = "road" | "rail" | "cycle" | "field" | "air" | "water" | "furniture" | "appliance" | "tabletop" | "street" | "animal" | "person" | "thing";

const SETTINGS: Readonly<Partial<Record<Setting, string>>> = {
  road: "car bus truck van ambulance fire_truck garbage_truck recreational_vehicle trailer jinrikisha",
  rail: "train",
  cycle: "bicycle motorcycle tandem_bicycle wheelchair go_kart",
  field: "tractor harvester tank forklift hand_barrow snowmobile cart rocket satellite_dish",
  furniture: "chair sofa bed table desk bookcase cabinet dresser night_stand wardrobe stool bench shelves filing_cabinet piano lamp fireplace door mirror picture curtain blinds blackboard counter floor_mat harp potted_plant pillow window",
  appliance: "refrigerator washing_machine dishwasher stove oven microwave sink bathtub toilet vending_machine printer coffee_maker fan",
  street: "fire_hydrant parking_meter traffic_light traffic_cone stop_sign sign road_pole barrier mailbox trash_bin pay_phone",
  person: "person cyclist",
  animal: "cat dog horse sheep cow elephant bear zebra giraffe",
  tabletop:
    "bottle cup bowl plate pot pan kettle teapot jar can fork knife spoon wine_glass vase laptop keyboard mouse telephone cell_phone calculator camera clock toaster tv computer speaker microphone headphone remote_control iron hair_dryer desk_lamp book stapler pen pencil eraser paintbrush scissors comb toothbrush key padlock lighter ashtray watch eyeglasses hourglass trophy beaker faucet cereal_box salt_or_pepper_shaker stationery banana apple sandwich orange broccoli carrot hot_dog pizza donut cake teddy_bear",
};

const SETTING_OF = new Map(Object.entries(SETTINGS).flatMap(([setting, ids]) => ids.split(" ").map((id) => [id, setting as Setting] as const)));

/** Words where the id alone would be ambiguous, plural or not what people say. Without an article: used as they are. */
const WORDS: Readonly<Record<string, string>> = {
  blinds: "window blinds", bow: "archery bow", broccoli: "a head of broccoli", can: "tin can", cap: "baseball cap", clothes: "folded clothes",
  counter: "kitchen counter", eyeglasses: "a pair of eyeglasses", fan: "electric fan", hair_dryer: "hair dryer", hand_barrow: "wheelbarrow",
  harvester: "combine harvester", headphone: "a pair of headphones", iron: "clothes iron", jinrikisha: "rickshaw", keyboard: "computer keyboard",
  lighter: "cigarette lighter", mouse: "computer mouse", night_stand: "nightstand", pan: "frying pan", picture: "framed picture", pot: "cooking pot",
  racket: "tennis racket", recreational_vehicle: "camper van", salt_or_pepper_shaker: "salt shaker", scissors: "a pair of scissors",
  shelves: "a set of shelves", sign: "signboard", skate: "ice skate", skis: "a pair of skis", speaker: "loudspeaker", stationery: "a set of stationery",
  tank: "army tank", tie: "necktie", tv: "TV", watch: "wristwatch", sports_ball: "ball",
};

const PLURAL = new Set(["blinds", "clothes"]);

/** What a sentence says about an object. */
export interface ObjectWords {
  /** "car", "pair of scissors", "folded clothes". */
  words: string;
  /** False where "a" would be wrong. */
  countable: boolean;
  setting: Setting;
}

/** Words of a category; unknown ones are spelled out and cleaned, because they come from strangers. */
export function objectWords(category: string): ObjectWords {
  const id = canonicalCategory(category);
  const known = categoryOf(category);
  const words = (WORDS[id] ?? (cleanWords(id) || "object")).replace(/^an? /, "");
  const support = known?.support ?? "ground";
  return { words, countable: !PLURAL.has(id), setting: SETTING_OF.get(id) ?? (support === "ground" ? "thing" : support) };
}

/** Letters, digits, spaces, hyphens and apostrophes, six words at most: what may enter a prompt from outside. */
export function cleanWords(text: string): string {
  return text
    .replaceAll("_", " ")
    .replaceAll(/[^\p{L}\p{N} '-]+/gu, " ")
    .trim()
    .split(/\s+/)
    .slice(0, 6)
    .join(" ")
    .slice(0, 60)
    .trim();
}

/** "a" or "an" by sound, as far as spelling tells. */
export function article(words: string): string {
  const first = words.split(/[ -]/)[0]!;
  if (/^[A-Z]{2,}$/.test(first)) return /^[AEFHILMNORSX]/.test(first) ? "an" : "a";
  if (/^(hour|honest|heir)/i.test(first)) return "an";
  if (/^(uni(?!n|m)|use|usual|eu|one$|once)/i.test(first)) return "a";
  return /^[aeiou]/i.test(first) ? "an" : "a";
}
