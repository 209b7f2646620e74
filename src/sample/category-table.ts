/**
 * The one category table: every vocabulary that dst3d reads or writes maps into canonical ids here.
 *
 * Canonical ids are everyday English words with underscores: COCO's word where it is one (`airplane`, `motorcycle`,
 * `tv`), else the word that most 3D data sets share (`sofa`, `table`). Every other spelling is an alias: PASCAL3D+'s
 * `aeroplane`, `diningtable`, `motorbike` and `tvmonitor`, COCO's `couch`, Omni3D's `television`, and WordNet ids
 * with or without the `n` (ShapeNet's folders are called `02958343`).
 *
 * Synsets are WordNet 3.0; where ShapeNet took another sense for the PASCAL3D+ category, ShapeNet's is kept (tv).
 * `imagenet` lists the ImageNet-1k classes whose members are members of the category. Omni3D names are the 50 of its
 * benchmark, ObjectNet3D's are its 100, COCO's are the 80 of its detection task.
 */

/** A category with its names in other vocabularies. */
export interface Category {
  /** Canonical id: what records, recipes and prompts say. */
  id: string;
  /** Other spellings that users and sources write; the names below are aliases too and not repeated. */
  aliases: readonly string[];
  synset: string | null;
  pascal3d: string | null;
  objectnet3d: string | null;
  omni3d: string | null;
  /** ImageNet-1k class synsets. */
  imagenet: readonly string[];
  coco: string | null;
  /** What carries it: a ground plane is drawn under `ground` categories only. */
  support: "ground" | "air" | "water";
}

type Names = Partial<Omit<Category, "id" | "aliases" | "synset">>;

function row(id: string, aliases: string, synset: string | null, names: Names = {}): Category {
  return {
    id,
    aliases: aliases === "" ? [] : aliases.split("|"),
    synset,
    pascal3d: names.pascal3d ?? null,
    objectnet3d: names.objectnet3d ?? null,
    omni3d: names.omni3d ?? null,
    imagenet: names.imagenet ?? [],
    coco: names.coco ?? null,
    support: names.support ?? "ground",
  };
}

/** A category whose ObjectNet3D name is its id. */
function objectNet(id: string, aliases: string, synset: string | null, names: Names = {}): Category {
  return row(id, aliases, synset, { objectnet3d: id, ...names });
}

/** A category whose COCO name is its id with spaces. */
function coco(id: string, aliases: string, synset: string | null, names: Names = {}): Category {
  return row(id, aliases, synset, { coco: id.replaceAll("_", " "), ...names });
}

/** All categories, the twelve of PASCAL3D+ first. */
export const categories: readonly Category[] = [
  // PASCAL3D+
  row("airplane", "plane|aircraft|airliner|jet", "n02691156", { pascal3d: "aeroplane", objectnet3d: "aeroplane", coco: "airplane", imagenet: ["n02690373", "n04552348"], support: "air" }),
  row("bicycle", "bike|mountain bike", "n02834778", { pascal3d: "bicycle", objectnet3d: "bicycle", omni3d: "bicycle", coco: "bicycle", imagenet: ["n03792782"] }),
  row("boat", "ship|vessel|watercraft", "n02858304", { pascal3d: "boat", objectnet3d: "boat", coco: "boat", imagenet: ["n02951358", "n02981792", "n03344393", "n03447447", "n03662601", "n04147183", "n04273569", "n04483307", "n04612504"], support: "water" }),
  row("bottle", "", "n02876657", { pascal3d: "bottle", objectnet3d: "bottle", omni3d: "bottle", coco: "bottle", imagenet: ["n02823428", "n03937543", "n03983396", "n04557648", "n04591713"] }),
  row("bus", "autobus|coach|omnibus", "n02924116", { pascal3d: "bus", objectnet3d: "bus", omni3d: "bus", coco: "bus", imagenet: ["n03769881", "n04146614", "n04487081"] }),
  row("car", "auto|automobile|motorcar|sedan|hatchback|suv|coupe|taxi|police car", "n02958343", { pascal3d: "car", objectnet3d: "car", omni3d: "car", coco: "car", imagenet: ["n02814533", "n02930766", "n03100240", "n03594945", "n03670208", "n03770679", "n03777568", "n04037443", "n04285008"] }),
  row("chair", "armchair|office chair|dining chair", "n03001627", { pascal3d: "chair", objectnet3d: "chair", omni3d: "chair", coco: "chair", imagenet: ["n02791124", "n03376595", "n04099969", "n04429376"] }),
  row("table", "", "n04379243", { pascal3d: "diningtable", objectnet3d: "diningtable", omni3d: "table", coco: "dining table", imagenet: ["n03201208"] }),
  row("motorcycle", "moped|motor scooter", "n03790512", { pascal3d: "motorbike", objectnet3d: "motorbike", omni3d: "motorcycle", coco: "motorcycle", imagenet: ["n03785016", "n03791053"] }),
  row("sofa", "settee|lounge", "n04256520", { pascal3d: "sofa", objectnet3d: "sofa", omni3d: "sofa", coco: "couch", imagenet: ["n04344873"] }),
  row("train", "railroad train|locomotive", "n04468005", { pascal3d: "train", objectnet3d: "train", coco: "train", imagenet: ["n02917067", "n03272562", "n03393912", "n03895866", "n04310018"] }),
  row("tv", "tv monitor|television set|monitor|display|screen", "n03211117", { pascal3d: "tvmonitor", objectnet3d: "tvmonitor", omni3d: "television", coco: "tv", imagenet: ["n03782006", "n04152593", "n04404412"] }),

  // vehicles
  row("airship", "blimp|dirigible|zeppelin", "n02692877", { imagenet: ["n02692877"], support: "air" }),
  row("ambulance", "", "n02701002", { imagenet: ["n02701002"] }),
  row("fire_truck", "fire engine", "n03345487", { imagenet: ["n03345487"] }),
  row("forklift", "", "n03384352", { imagenet: ["n03384352"] }),
  row("garbage_truck", "dustcart", "n03417042", { imagenet: ["n03417042"] }),
  row("go_kart", "", "n03444034", { imagenet: ["n03444034"] }),
  row("hand_barrow", "wheelbarrow|barrow", "n02797295", { imagenet: ["n02797295"] }),
  row("harvester", "reaper", "n03496892", { imagenet: ["n03496892"] }),
  row("helicopter", "chopper", "n03512147", { support: "air" }),
  row("jinrikisha", "rickshaw|ricksha", "n03599486", { imagenet: ["n03599486"] }),
  row("recreational_vehicle", "rv|camper", "n04065272", { imagenet: ["n04065272"] }),
  row("rocket", "", "n04099429", { support: "air" }),
  row("snowmobile", "", "n04252077", { imagenet: ["n04252077"] }),
  row("submarine", "", "n04347754", { imagenet: ["n04347754"], support: "water" }),
  row("tandem_bicycle", "bicycle built for two|tandem", "n02835271", { imagenet: ["n02835271"] }),
  row("tank", "army tank|armored vehicle", "n04389033", { imagenet: ["n04389033"] }),
  row("tractor", "", "n04465501", { imagenet: ["n04465501"] }),
  row("trailer", "", "n04467307", { omni3d: "trailer" }),
  coco("truck", "lorry|pickup|pickup truck|semi", "n04490091", { omni3d: "truck", imagenet: ["n03796401", "n03930630", "n04461696", "n04467665"] }),
  row("van", "delivery van", "n04520170", { omni3d: "van", imagenet: ["n03977966"] }),

  // street
  row("barrier", "", "n02796623", { omni3d: "barrier" }),
  row("cyclist", "", null, { omni3d: "cyclist" }),
  coco("fire_hydrant", "hydrant|fireplug", "n03346898"),
  coco("parking_meter", "", "n03891332", { imagenet: ["n03891332"] }),
  row("person", "human", "n00007846", { omni3d: "pedestrian", coco: "person" }),
  objectNet("road_pole", "", null),
  objectNet("sign", "signboard", "n04217882"),
  coco("stop_sign", "", null),
  row("traffic_cone", "", null, { omni3d: "traffic cone" }),
  coco("traffic_light", "traffic signal|stoplight", "n06874185", { imagenet: ["n06874185"] }),

  // furniture and rooms
  row("bathtub", "bath", "n02808440", { objectnet3d: "tub", omni3d: "bathtub", imagenet: ["n02808440", "n04493381"] }),
  objectNet("bed", "", "n02818832", { omni3d: "bed", coco: "bed", imagenet: ["n03388549"] }),
  objectNet("bench", "", "n02828884", { coco: "bench", imagenet: ["n03891251"] }),
  objectNet("blackboard", "chalkboard", "n02846511"),
  row("blinds", "blind|window blind", "n02851099", { omni3d: "blinds", imagenet: ["n04590129"] }),
  row("bookcase", "", "n02870880", { objectnet3d: "bookshelf", omni3d: "bookcase", imagenet: ["n02870880"] }),
  objectNet("cabinet", "cupboard", "n02933112", { omni3d: "cabinet", imagenet: ["n03018349"] }),
  row("counter", "", "n03116530", { omni3d: "counter" }),
  row("curtain", "drape", "n03151077", { omni3d: "curtain" }),
  row("desk", "", "n03179701", { omni3d: "desk", imagenet: ["n03179701"] }),
  objectNet("desk_lamp", "table lamp", "n04380533", { imagenet: ["n04380533"] }),
  objectNet("door", "", "n03221720", { omni3d: "door" }),
  row("dresser", "chest of drawers|bureau", "n03015254"),
  objectNet("filing_cabinet", "file cabinet", "n03337140", { imagenet: ["n03337140"] }),
  row("fireplace", "", "n03346455"),
  row("floor_mat", "mat", "n03727837", { omni3d: "floor mat" }),
  row("lamp", "floor lamp", "n03636649", { omni3d: "lamp" }),
  row("mirror", "", "n03773035", { omni3d: "mirror" }),
  row("night_stand", "nightstand|bedside table", null, { omni3d: "night stand" }),
  row("picture", "painting", "n03931044", { omni3d: "picture" }),
  objectNet("pillow", "cushion", "n03938244", { omni3d: "pillow", imagenet: ["n03938244"] }),
  coco("potted_plant", "pottedplant|houseplant", null),
  row("shelves", "shelf", "n04190052", { omni3d: "shelves" }),
  coco("sink", "washbasin", "n04223580", { omni3d: "sink", imagenet: ["n04553703"] }),
  row("stool", "", "n04326896"),
  objectNet("toilet", "", "n04446521", { omni3d: "toilet", coco: "toilet", imagenet: ["n04447861"] }),
  row("wardrobe", "closet", "n04550184", { imagenet: ["n04550184"] }),
  row("window", "", "n04587648", { omni3d: "window" }),

  // appliances and electronics
  objectNet("calculator", "", "n02938886"),
  objectNet("camera", "", "n02942699", { omni3d: "camera", imagenet: ["n03976467", "n04069434"] }),
  row("cell_phone", "mobile phone|smartphone", "n02992529", { objectnet3d: "cellphone", coco: "cell phone", imagenet: ["n02992529"] }),
  objectNet("clock", "", "n03046257", { coco: "clock", imagenet: ["n02708093", "n03196217", "n04548280"] }),
  objectNet("coffee_maker", "", "n03063338", { imagenet: ["n03297495"] }),
  objectNet("computer", "desktop computer", "n03082979", { imagenet: ["n03180011"] }),
  objectNet("dishwasher", "", "n03207941", { imagenet: ["n03207941"] }),
  objectNet("fan", "", "n03320046", { imagenet: ["n03271574"] }),
  row("hair_dryer", "hair drier|blow dryer", "n03483316", { objectnet3d: "hair_dryer", coco: "hair drier", imagenet: ["n03483316"] }),
  objectNet("headphone", "headphones|earphone", "n03261776"),
  objectNet("iron", "", "n03584829", { imagenet: ["n03584829"] }),
  objectNet("keyboard", "computer keyboard", "n03085013", { coco: "keyboard", imagenet: ["n03085013"] }),
  objectNet("laptop", "notebook computer", "n03642806", { omni3d: "laptop", coco: "laptop", imagenet: ["n03642806", "n03832673"] }),
  objectNet("microphone", "", "n03759954", { imagenet: ["n03759954"] }),
  objectNet("microwave", "microwave oven", "n03761084", { coco: "microwave", imagenet: ["n03761084"] }),
  objectNet("mouse", "computer mouse", "n03793489", { coco: "mouse", imagenet: ["n03793489"] }),
  coco("oven", "", "n03862676", { omni3d: "oven" }),
  row("pay_phone", "payphone", "n03902125", { imagenet: ["n03902125"] }),
  objectNet("printer", "", "n04004767", { imagenet: ["n04004767"] }),
  objectNet("refrigerator", "fridge|icebox", "n04070727", { omni3d: "refrigerator", coco: "refrigerator", imagenet: ["n04070727"] }),
  row("remote_control", "", "n04074963", { objectnet3d: "remote_control", coco: "remote", imagenet: ["n04074963"] }),
  objectNet("satellite_dish", "dish antenna", "n03207305"),
  objectNet("speaker", "loudspeaker", "n03691459", { imagenet: ["n03691459"] }),
  objectNet("stove", "range|cooker", "n04330340", { omni3d: "stove", imagenet: ["n04330267"] }),
  objectNet("telephone", "phone", "n04401088", { imagenet: ["n03187595"] }),
  objectNet("toaster", "", "n04442312", { coco: "toaster", imagenet: ["n04442312"] }),
  objectNet("vending_machine", "", "n04525305", { imagenet: ["n04525305"] }),
  // ARKitScenes and Omni3D call washers and dryers "machine".
  objectNet("washing_machine", "washer", "n04554684", { omni3d: "machine", imagenet: ["n04554684"] }),

  // kitchen
  row("beaker", "", "n02815834", { imagenet: ["n02815834"] }),
  coco("bowl", "", "n02881193", { imagenet: ["n03775546", "n04263257"] }),
  objectNet("can", "tin can", "n02946921"),
  row("cereal_box", "", null, { omni3d: "cereal box" }),
  objectNet("cup", "mug|coffee mug", "n03147509", { omni3d: "cup", coco: "cup", imagenet: ["n03063599"] }),
  objectNet("faucet", "tap", "n03325088"),
  objectNet("fork", "", "n03383948", { coco: "fork" }),
  objectNet("jar", "", "n03593526"),
  objectNet("kettle", "", "n03612814"),
  objectNet("knife", "", "n03623556", { coco: "knife", imagenet: ["n03041632"] }),
  objectNet("pan", "frying pan", "n03880531", { imagenet: ["n03400231"] }),
  objectNet("plate", "", "n03959485"),
  objectNet("pot", "cooking pot", "n03990474"),
  row("salt_or_pepper_shaker", "salt shaker|pepper shaker", "n04131690", { imagenet: ["n04131690"] }),
  objectNet("spoon", "", "n04284002", { coco: "spoon", imagenet: ["n04597913"] }),
  objectNet("teapot", "", "n04398044", { imagenet: ["n04398044"] }),
  coco("wine_glass", "wineglass", "n04592099"),

  // things
  objectNet("ashtray", "", "n02747802"),
  row("ax", "axe", "n02764044"),
  objectNet("backpack", "rucksack|knapsack", "n02769748", { coco: "backpack", imagenet: ["n02769748"] }),
  coco("baseball_bat", "", "n02799175"),
  coco("baseball_glove", "", "n02800213"),
  objectNet("basket", "", "n02801938"),
  coco("book", "", "n02870092", { omni3d: "books" }),
  row("bow", "", "n02879718", { imagenet: ["n02879718"] }),
  row("box", "", "n02883344", { omni3d: "box" }),
  objectNet("bucket", "pail", "n02909870", { imagenet: ["n02909870"] }),
  objectNet("cap", "", "n02954340"),
  row("cart", "", "n02970849", { imagenet: ["n03538406", "n03868242"] }),
  row("chain_saw", "chainsaw", "n03000684", { imagenet: ["n03000684"] }),
  row("clothes", "clothing", "n03051540", { omni3d: "clothes" }),
  objectNet("comb", "", "n03074855"),
  row("crutch", "", "n03141823", { imagenet: ["n03141823"] }),
  row("dumbbell", "", "n03255030", { imagenet: ["n03255030"] }),
  objectNet("eraser", "rubber eraser", "n03294833", { imagenet: ["n04116512"] }),
  objectNet("eyeglasses", "glasses|spectacles", "n04272054"),
  objectNet("fire_extinguisher", "", "n03345837"),
  objectNet("fish_tank", "aquarium", "n02732072"),
  objectNet("flashlight", "torch", "n03359137"),
  row("french_horn", "", "n03394916", { imagenet: ["n03394916"] }),
  coco("frisbee", "", "n03397947"),
  objectNet("guitar", "", "n03467517", { imagenet: ["n02676566", "n03272010"] }),
  objectNet("hammer", "", "n03481172", { imagenet: ["n03481172"] }),
  coco("handbag", "purse", "n02774152", { imagenet: ["n04026417"] }),
  row("harp", "", "n03495258", { imagenet: ["n03495258"] }),
  objectNet("helmet", "flight helmet|crash helmet", "n03513137", { imagenet: ["n03127747", "n03379051"] }),
  row("hourglass", "", "n03544143", { imagenet: ["n03544143"] }),
  objectNet("key", "", "n03613294"),
  coco("kite", "", "n03621473", { support: "air" }),
  objectNet("lighter", "", "n03666591", { imagenet: ["n03666591"] }),
  objectNet("mailbox", "letter box|postbox", "n03710193", { imagenet: ["n03710193"] }),
  row("padlock", "", "n03874599", { imagenet: ["n03874599"] }),
  objectNet("paintbrush", "", "n03876231", { imagenet: ["n03876231"] }),
  objectNet("pen", "", "n03906997", { imagenet: ["n02783161", "n03388183", "n04033901"] }),
  objectNet("pencil", "", "n03908204"),
  objectNet("piano", "", "n03928116", { imagenet: ["n03452741", "n04515003"] }),
  row("power_drill", "", "n03995372", { imagenet: ["n03995372"] }),
  row("punching_bag", "", "n04023962", { imagenet: ["n04023962"] }),
  row("racket", "racquet", "n04039381", { objectnet3d: "racket", coco: "tennis racket", imagenet: ["n04039381"] }),
  objectNet("rifle", "gun", "n04090263", { imagenet: ["n04090263"] }),
  row("saxophone", "sax", "n04141076", { imagenet: ["n04141076"] }),
  objectNet("scissors", "", "n04148054", { coco: "scissors" }),
  objectNet("screwdriver", "", "n04154565", { imagenet: ["n04154565"] }),
  objectNet("shoe", "", "n04199027", { omni3d: "shoes", imagenet: ["n03047690", "n03680355", "n04120489", "n04133789"] }),
  objectNet("shovel", "", "n04208210", { imagenet: ["n04208210"] }),
  objectNet("skate", "ice skate|roller skate", "n04225729"),
  objectNet("skateboard", "", "n04225987", { coco: "skateboard" }),
  coco("skis", "ski", "n04228054", { imagenet: ["n04228054"] }),
  objectNet("slipper", "", "n04241394"),
  coco("snowboard", "", "n04251791"),
  coco("sports_ball", "ball", "n02778669"),
  objectNet("stapler", "", "n04303497"),
  row("stationery", "", null, { omni3d: "stationery" }),
  objectNet("suitcase", "luggage", "n02773838", { coco: "suitcase" }),
  coco("surfboard", "", "n04363559", { support: "water" }),
  coco("teddy_bear", "teddy", "n04399382", { imagenet: ["n04399382"] }),
  coco("tie", "necktie", "n03815615"),
  objectNet("toothbrush", "", "n04453156", { coco: "toothbrush" }),
  row("towel", "", "n04459362", { omni3d: "towel", imagenet: ["n02808304"] }),
  objectNet("trash_bin", "trash can|garbage can|ashcan|wastebin", "n02747177", { omni3d: "bin", imagenet: ["n02747177"] }),
  objectNet("trophy", "", "n04487996"),
  coco("umbrella", "", "n04507155", { imagenet: ["n04507155"] }),
  coco("vase", "", "n04522168", { imagenet: ["n04522168"] }),
  row("violin", "fiddle", "n04536866", { imagenet: ["n04536866"] }),
  objectNet("watch", "wristwatch", "n04555897", { imagenet: ["n03197337"] }),
  objectNet("wheelchair", "", "n04576002"),

  // COCO's animals and food
  coco("bird", "", "n01503061", { support: "air" }),
  coco("cat", "", "n02121620"),
  coco("dog", "", "n02084071"),
  coco("horse", "", "n02374451"),
  coco("sheep", "", "n02411705"),
  coco("cow", "", "n01887787"),
  coco("elephant", "", "n02503517"),
  coco("bear", "", "n02131653"),
  coco("zebra", "", "n02391049", { imagenet: ["n02391049"] }),
  coco("giraffe", "", "n02439033"),
  coco("banana", "", "n07753592", { imagenet: ["n07753592"] }),
  coco("apple", "", "n07739125"),
  coco("sandwich", "", "n07695965"),
  coco("orange", "", "n07747607", { imagenet: ["n07747607"] }),
  coco("broccoli", "", "n07714990", { imagenet: ["n07714990"] }),
  coco("carrot", "", "n07730207"),
  coco("hot_dog", "hotdog", "n07697537", { imagenet: ["n07697537"] }),
  coco("pizza", "", "n07873807", { imagenet: ["n07873807"] }),
  coco("donut", "doughnut", "n07639069"),
  coco("cake", "", "n07628870"),
];

/** Case, spaces, underscores and hyphens do not matter in names. */
function normalizedName(name: string): string {
  return name.trim().toLowerCase().replaceAll(/[\s_-]+/g, "");
}

/** Every spelling of a category, without the synsets. */
function spellings(category: Category): string[] {
  const vocabularies = [category.pascal3d, category.objectnet3d, category.omni3d, category.coco];
  return [category.id, ...category.aliases, ...vocabularies.filter((name) => name !== null)];
}

const byName = new Map<string, Category>();
for (const category of categories) {
  for (const spelling of spellings(category)) byName.set(normalizedName(spelling), category);
}
// Synsets come after all names and never replace: an ImageNet class may be another category's own synset.
for (const synsets of [
  (category: Category) => (category.synset === null ? [] : [category.synset]),
  (category: Category) => category.imagenet,
]) {
  for (const category of categories) {
    for (const synset of synsets(category)) {
      for (const spelling of [synset, synset.slice(1)]) if (!byName.has(spelling)) byName.set(spelling, category);
    }
  }
}

/** The category that a name in any known vocabulary means; null when the table does not have it. */
export function categoryOf(name: string): Category | null {
  return byName.get(normalizedName(name)) ?? null;
}

/**
 * The canonical id of a category name: `aeroplane` and `Airplane` become `airplane`, `dining table` becomes `table`.
 * Unknown names are kept, trimmed and lower-cased.
 */
export function canonicalCategory(name: string): string {
  return categoryOf(name)?.id ?? name.trim().toLowerCase();
}
