/**
 * The vocabulary of the template prompter. Rules: nothing that names a second main object (no word of the category
 * table), nothing about the viewpoint, and places in which the thing simply is. Tested.
 */
import type { Setting } from "./category-words.js";

/** Phrases of one kind of place. Each entry of `places` may be joined with each of `surroundings`. */
export interface Vocabulary {
  looks: readonly string[];
  places: readonly string[];
  surroundings: readonly string[];
  /** Whether the weather shows. */
  outdoors: boolean;
}

/** One list from text with `|` between entries. */
const list = (text: string): readonly string[] => text.split("|").map((entry) => entry.trim());

const PAINTS = "red|dark blue|white|silver|black|pale green|mustard yellow|burgundy|light grey|turquoise|beige|bright yellow|navy|cream-coloured|copper-coloured|matte black";
const CONDITIONS = "old|brand-new|dusty|weathered|well-kept|vintage|modern|slightly scratched|freshly washed|faded|sturdy|muddy";
const INDOOR_LOOKS = "wooden|minimalist|antique|mid-century|rustic|dark oak|white lacquered|elegant|worn|modern|hand-made|simple|pale birch|walnut|colourful|classic|second-hand|Scandinavian|industrial-style|grey";
const REGIONS = list(
  "in a small fishing village|in an old industrial district|in the hills of Tuscany|in a quiet suburb|in a Nordic harbour town|in a desert settlement|in a rainy metropolis|in a mountain village|in a vineyard region|on the outskirts of Lisbon|in downtown Chicago|in a Japanese country town|in the Scottish Highlands|in a colonial old town|near a pine forest|near a frozen lake|by the Mediterranean coast|on the high plains of Mexico|in a narrow valley in the Alps|in a market town in Morocco|in rural Poland|in a tropical city|among terraced rice fields|near the cliffs of Brittany|in the Australian outback|on a volcanic island|in a university town|by a wide river|in a birch forest|on the prairie",
);
const ROOMS = list(
  "in a sunlit loft|in an old farmhouse|in a small city apartment|in a library|in a hotel lobby|in a photographer's studio|in a mountain cabin|in a converted warehouse|in a museum hall|in a seaside cottage|in a children's playroom|in a quiet office|in a country villa|in an empty classroom|in a student flat|in a furniture showroom|in a tea house|in an artist's workshop|in a bright conservatory|in a Victorian parlour|in a concrete bunker turned gallery|in a beach house|in a monastery cell|in a film set|in a railway hotel from the 1920s|in an attic|in a basement den|in a restored townhouse",
);

/** Vocabulary per setting. */
export const VOCABULARY: Readonly<Record<Setting, Vocabulary>> = {
  road: {
    looks: list(`${PAINTS}|${CONDITIONS}`),
    places: list("parked on a cobbled street|standing on a wet asphalt road|parked at the kerb of a tree-lined avenue|stopped on a gravel track|parked on a desert highway|waiting at a petrol station|standing in an empty parking lot|parked before a brick warehouse|stopped on a mountain pass|standing on a ferry landing|parked in a sandy clearing|waiting at a pedestrian crossing|parked under old plane trees|standing in a courtyard|stopped on a country lane|parked at a lay-by high over the sea|standing on a dusty village square|parked in an underground garage|waiting on a stone bridge|standing on a snow-covered road|parked on a rooftop deck|stopped by a wheat field|parked beside a canal|standing on a race track"),
    surroundings: REGIONS,
    outdoors: true,
  },
  rail: {
    looks: list(`${PAINTS}|${CONDITIONS}|streamlined|historic|steam-era`),
    places: list("standing at a small railway station|crossing a stone viaduct|waiting at a signal|standing in a rail yard|running along a river|crossing a steel bridge|standing at an empty platform|passing a level crossing|climbing through a forest cutting|standing before an engine shed|running across open farmland|passing a grain silo|standing under a glass station roof|following a lake shore|crossing a snowy plateau|passing a quarry"),
    surroundings: REGIONS,
    outdoors: true,
  },
  cycle: {
    looks: list(`${PAINTS}|${CONDITIONS}|lightweight|classic`),
    places: list("standing on a gravel path|parked against a stone wall|standing on a sandy beach|parked in a narrow alley|standing on a wooden pier|parked in a backyard|standing on a forest trail|parked under a chestnut tree|standing on a city square|parked by a whitewashed wall|standing on a riverside promenade|parked in a garage|standing on a mountain road|parked before a small shop|standing on a grassy dike|parked on a cobbled lane|standing in a courtyard full of ivy|parked at a campsite|standing on a playground|parked under an arcade"),
    surroundings: REGIONS,
    outdoors: true,
  },
  field: {
    looks: list(`${PAINTS}|${CONDITIONS}|heavy-duty|rusty`),
    places: list("standing on a ploughed field|standing on a muddy track|standing in tall grass|parked before a wooden barn|standing on a gravel yard|standing on a snowy meadow|standing on a concrete apron|parked at the edge of a forest|standing in a quarry|standing on a dry salt flat|standing on a proving ground|parked by a haystack|standing on a construction site|standing in an orchard|standing on a sandy plain|parked on an old airfield|standing in a harbour depot|standing on a hill"),
    surroundings: REGIONS,
    outdoors: true,
  },
  air: {
    looks: list(`white|silver|red-and-white|blue-and-white|vintage|modern|freshly painted|weathered|polished|grey|yellow|brand-new|sun-bleached|dark green|two-tone|restored`),
    places: list("in the clear air over farmland|flying over a chain of snowy mountains|high over a sea of clouds|flying over a coastline|over a city at the edge of the sea|flying over rolling hills|in the air over a desert|over a winding river|flying over dense jungle|near towering cumulus clouds|over a calm lake|over an archipelago|flying over a canyon|high over the ocean|over a patchwork of fields|crossing a valley|over a glacier|flying past a rain shower|over salt flats|over a volcanic crater|over a layer of mist|flying through scattered clouds"),
    surroundings: list("in the south of France|in Alaska|in New Zealand|in northern Norway|in Patagonia|over the Great Plains|in Hawaii|in the Swiss Alps|in Namibia|in the Maldives|in British Columbia|in Iceland|in the Greek islands|in Arizona|in Kenya|in Vietnam|in Ireland|in Chile|in the Pyrenees|in Indonesia|on the Baltic coast|in Nepal"),
    outdoors: true,
  },
  water: {
    looks: list(`${PAINTS}|wooden|weathered|freshly painted|old|modern|vintage|elegant|sun-bleached|sturdy|restored`),
    places: list("anchored in a calm bay|moored in a small harbour|drifting on a misty lake|sailing along a rocky coast|lying in shallow turquoise water|moored at a stone quay|crossing a wide estuary|sailing on the open sea|anchored off a sandy beach|drifting on a slow river|lying in a fjord|sailing past chalk cliffs|moored at a wooden jetty|crossing a mountain lake|anchored in a mangrove lagoon|riding gentle waves|floating among water lilies|moored in a canal|sailing past an old lighthouse|crossing choppy water|lying in a dry dock|floating among drifting ice"),
    surroundings: list("in Norway|off the coast of Maine|in the Aegean|in Vietnam|in the Caribbean|in Brittany|in the Netherlands|in Cornwall|off Zanzibar|in Tasmania|in the Stockholm archipelago|in Venice|in Nova Scotia|off Sardinia|in Kerala|in southern Chile|in Iceland|in the Azores|on Lake Como|in Croatia|on the Amazon|in Hong Kong|in Scotland|in Polynesia"),
    outdoors: true,
  },
  furniture: {
    looks: list(INDOOR_LOOKS),
    places: list("standing on a wooden floor|on polished parquet|on terracotta tiles|on a woven rug|before a white plaster wall|before exposed brick|on a concrete floor|before patterned wallpaper|in a corner with soft daylight|on a grey carpet|before a wall of dark panelling|on a chequered floor|before a pale blue wall|on marble flooring|in a niche with arched walls|before green tiled walls|on wide oak planks|before a raw concrete wall|on a straw mat|before a sage green wall|on a slate floor|before limewashed walls"),
    surroundings: ROOMS,
    outdoors: false,
  },
  appliance: {
    looks: list("white|stainless steel|retro|modern|compact|cream-coloured|black|well-used|brand-new|mint green|red|polished|old-fashioned|large|built-in|brushed metal|spotless|vintage"),
    places: list("on a tiled floor|before a white tiled wall|in a corner with soft daylight|on a linoleum floor|before a brick wall|on wide floorboards|before a pastel wall|on a concrete floor|before wooden panelling|in a narrow niche|before a mosaic wall|on polished stone flooring|before a plain grey wall|on chequered tiles|beside a plastered column|before raw concrete"),
    surroundings: list("in a small apartment|in a farmhouse kitchen|in a restaurant kitchen|in a laundry room|in a student flat|in a bright loft|in a hotel|in a country cottage|in an office pantry|in a holiday flat|in a renovated townhouse|in a community centre|in a basement|in a bakery|in a showroom|in a 1950s diner|in a mountain hut|in a roadside motel|in a hospital ward|in a garden house"),
    outdoors: false,
  },
  tabletop: {
    looks: list("plain|colourful|old|brand-new|well-used|elegant|simple|vintage|modern|slightly worn|small|large|blue|green|dark|pale|patterned|glossy|matte|ordinary"),
    places: list("on a wooden surface|on white marble|on a linen cloth|on a slate slab|on rough planks|on a stone ledge|on brushed steel|on a sheet of brown paper|on a bamboo mat|on a chopping board|on a felt mat|on a glass surface|on a whitewashed sill|on a concrete ledge|on a checked tablecloth|on a dark oak surface|on a terrazzo worktop|on a pale plywood board|on crumpled fabric|on a picnic blanket|on a worn work surface|on a weathered garden wall|on a leather mat|on handmade paper"),
    surroundings: ROOMS,
    outdoors: false,
  },
  street: {
    looks: list("old|weathered|freshly painted|rusty|modern|well-kept|faded|tall|sturdy|snow-dusted|ordinary|solitary"),
    places: list("on a brick pavement|at a quiet street corner|beside a cobbled lane|on a gravel shoulder|on a city square|beside a country road|on a wet pavement|beside a park path|on a concrete plaza|before a stone facade|beside a construction fence|on a seaside promenade|under street trees|beside an empty parking lot|on a village green|before a graffiti-covered wall|at the edge of a meadow|on a railway platform|beside a hedge|in a narrow passage"),
    surroundings: REGIONS,
    outdoors: true,
  },
  animal: {
    looks: list("young|old|healthy|curious|calm|alert|large|small|well-fed|solitary|wild-looking|gentle|sleek|shaggy"),
    places: list("standing in tall grass|resting on a sandy path|standing in a meadow full of flowers|walking along a dirt road|standing by a water hole|resting under an old oak|standing on a rocky slope|walking over fresh snow|standing in shallow water|resting on warm stones|standing in morning dew|walking through fallen leaves|standing at the edge of a forest|walking along a beach|standing in a dusty paddock|resting in the shade|standing on a hill|walking through heather"),
    surroundings: REGIONS,
    outdoors: true,
  },
  person: {
    looks: list("young|elderly|tall|cheerful|well-dressed|calm|tired|serious|middle-aged|smiling|athletic|short"),
    places: list("on a brick pavement|at a quiet street corner|on a gravel path|on a city square|beside a country road|beside a park path|on a seaside promenade|under street trees|on a village green|before a graffiti-covered wall|at the edge of a meadow|on a railway platform|in a narrow passage|on a forest track|on a wooden pier|before a stone facade"),
    surroundings: REGIONS,
    outdoors: true,
  },
  thing: {
    looks: list("old|brand-new|well-used|plain|colourful|sturdy|vintage|modern|slightly worn|large|small|hand-made|ordinary|dark|pale|weathered"),
    places: list("on a wooden floor|on a stone step|on a concrete floor|on a tiled floor|on green grass|on a gravel path|before a white wall|before a brick wall|on dry leaves|on a woven rug|on a paved terrace|on rough planks|on a sandy surface|on a linen sheet|before a plaster wall|on a sheltered porch|on polished parquet|on a moss-covered rock|on a market stall|on a straw mat"),
    surroundings: list([...ROOMS.slice(0, 14), ...REGIONS.slice(0, 14)].join("|")),
    outdoors: false,
  },
};

/** Times and weather by season: every adjective goes with every time of its season. */
export const SEASONS: readonly { weather: readonly string[]; times: readonly string[] }[] = [
  { weather: list("snowy|frosty|clear winter|grey winter|icy|cold and bright"), times: list("morning|afternoon|evening|day|night") },
  { weather: list("mild spring|rainy spring|windy spring|fresh spring|hazy spring"), times: list("morning|afternoon|evening|day|night") },
  { weather: list("hot summer|stormy summer|cloudless summer|humid|dry summer|golden summer"), times: list("morning|day|afternoon|evening|night") },
  { weather: list("foggy autumn|golden autumn|drizzly|windswept autumn|misty|overcast autumn"), times: list("morning|afternoon|evening|day|night") },
];

/** Light of rooms. */
export const INDOOR_LIGHT = list(
  "in soft morning light|in warm evening light|in diffuse daylight|with a single warm light source|in low winter sun|under bright ceiling lights|in the blue hour|in dim light with deep shadows|in late afternoon sun|under cool fluorescent light|in candlelight|in even studio light|with dappled sunlight on the floor|in cold northern light|in the glow of a sunset|in hazy midday light",
);

/** Small things about the place out of doors, and indoors. */
export const OUTDOOR_DETAILS = list(
  "with puddles reflecting the sky|with long shadows on the ground|with distant hills in the haze|under drifting clouds|with fallen leaves in the wind|with wild flowers in bloom|under a pale moon|with a rainbow far away|with mist lying low|with dust hanging in the air|with smoke rising somewhere far off|under a dramatic sky|with swallows in the distance|with dew glistening everywhere|with bare trees around|with faint snowflakes drifting|with heat shimmering over the ground|with golden light spilling through gaps|with a thunderstorm gathering|with lights twinkling far away|with pollen floating about|with a washed-out horizon|with crisp clean air|under high thin clouds|with deep blue shadows|with a gentle breeze stirring the grass|under a blanket of cloud|with sparkling reflections|with bright haze near the horizon|with frost on every blade|with raindrops still falling|with warm stone glowing|with weeds growing from cracks|with nobody around|with cotton-like clouds|with a faded advertisement on a wall",
);
export const INDOOR_DETAILS = list(
  "with dust motes floating in the light|with peeling paint around|with plain surroundings|with a high ceiling|with exposed wooden beams|with a faint reflection on the floor|with warm earthy tones|with uncluttered space around it|with stucco ornaments|with soft shadows on the wall|with a hint of green from outside|with rough plaster|with bright accents of yellow|with a strip of sunlight across the floor|with muted grey tones|with terrazzo underfoot|with ornate mouldings|with raw steel beams|with woven textures|with faded wallpaper|with a polished finish everywhere|with paint stains on the floor|with scattered paper on the floor|with subtle patterns of light|with cosy warmth|with cool blue shadows|with a lived-in feel|with spare modern lines|with handmade bricks|with creaky old floorboards",
);

/** Phrases that go with cold or with warm weather only. */
const COLD = /snow|frost|frozen|glacier|drifting ice|winter|icy|Alaska|Iceland|Nordic|fjord|cold/i;
const WARM = /tropical|desert|jungle|mangrove|Mediterranean|Morocco|outback|rice|Caribbean|Aegean|Zanzibar|Maldives|Hawaii|Namibia|Kenya|Indonesia|Polynesia|Amazon|Kerala|Vietnam|Arizona|Mexico|summer|salt flat|Sardinia|Venice|Croatia|Tuscany|heat|flowers in bloom|pollen|turquoise|humid|water lilies/i;

/** Whether two phrases may stand in one prompt: not snow in the tropics. */
export function agree(first: string, second: string): boolean {
  return !((COLD.test(first) && WARM.test(second)) || (WARM.test(first) && COLD.test(second)));
}

/** How the photograph was made. */
export const PHOTOGRAPHY = list(
  "shot on 35 mm film|natural colours|shallow depth of field|taken with a 50 mm lens|documentary photograph|fine film grain|sharp focus|high dynamic range|editorial photograph|muted colours|rich contrast|amateur snapshot|magazine photograph|soft focus at the edges|taken with a phone|medium format photograph|crisp details|slightly overexposed|long exposure|vivid colours|matter-of-fact photograph|pastel tones|faded print from the 1970s|photorealistic",
);
