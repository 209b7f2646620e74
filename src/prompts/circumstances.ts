/** Scenes, weather and times of day: what a batch of captions is to be about, and by which words variety is measured. */

const list = (text: string): readonly string[] => text.split("|");

/** Kinds of places, as ideas for a batch. */
export const SCENE_KINDS = list(
  "an old town|a big city|a village|the countryside|the mountains|the sea or a lake|a forest|a desert|an industrial area|a harbour|a park or garden|a home|a public building|a workshop|a farm|a snowy landscape|the tropics|a market|a suburb|ruins",
);
/** Weather, as ideas for a batch. */
export const WEATHERS = list("bright sun|light rain|heavy rain|thick fog|falling snow|an overcast sky|a thunderstorm|strong wind|mist|clear frost|a hazy sky|drifting clouds");
/** Times, as ideas for a batch. */
export const TIMES = list("dawn|early morning|noon|late afternoon|sunset|dusk|night|the blue hour|spring|summer|autumn|winter");

/** Words that tell what kind of scene, weather or time a caption speaks of; each is one kind. */
export const MEASURED = {
  scene: list(
    "street|road|highway|lane|alley|bridge|city|town|village|suburb|countryside|farm|field|meadow|forest|park|garden|mountain|hill|valley|desert|dune|beach|coast|cliff|sea|ocean|lake|river|canal|harbour|harbor|port|pier|island|canyon|jungle|glacier|prairie|vineyard|orchard|courtyard|square|plaza|market|station|airport|runway|garage|warehouse|factory|workshop|barn|quarry|school|library|museum|hotel|office|apartment|house|cottage|cabin|loft|kitchen|bedroom|living room|bathroom|cafe|restaurant|shop|showroom|studio|attic|basement|church|castle|ruins|terrace|balcony|patio|porch|campsite|playground|sky|clouds",
  ),
  weather: list("sun|sunny|sunlit|sunlight|rain|rainy|raining|drizzle|wet|fog|foggy|mist|misty|haze|hazy|snow|snowy|snowing|snow-covered|frost|frosty|ice|icy|cloudy|overcast|storm|stormy|thunder|thunderstorm|wind|windy|breeze|humid|hot|cold|dry|clear|cloudless"),
  time: list("dawn|sunrise|morning|noon|midday|afternoon|evening|sunset|dusk|twilight|night|midnight|moonlight|moonlit|golden hour|blue hour|spring|summer|autumn|fall|winter"),
} as const;
