//! What the words of a prompt ask for: a place, an hour, weather, things to see, a colour.

use super::refusal::words;

/// Where the picture is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Mountains,
    Coast,
    City,
    Forest,
    Desert,
    Space,
    DeepSea,
    Ice,
    Volcano,
    Meadow,
}

/// The light of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hour {
    Night,
    Dawn,
    Day,
    Dusk,
    /// The quarter of an hour without sun and without night.
    Blue,
}

/// What moves through the air.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Air {
    Storm,
    Rain,
    Snow,
    Fog,
    Embers,
    Fireflies,
    Dust,
}

/// What stands in the landscape or the sky.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    Lighthouse,
    Castle,
    Ruin,
    Sailboat,
    LoneTree,
    Caravan,
    Wanderer,
    Station,
    Aurora,
    Nebula,
    Planet,
    Neon,
    Stars,
    Sun,
    Moon,
    Rays,
    Clouds,
    Water,
}

/// The colour that rules the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    Teal,
    Crimson,
    Indigo,
    Violet,
    Emerald,
    Gold,
    Sky,
    Amber,
    Slate,
    BlueHour,
    Neon,
    Nebula,
    Abyss,
    Ash,
    Ice,
    Mist,
    Rose,
}

/// One thing a word can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Place(Place),
    Hour(Hour),
    Air(Air),
    Sight(Sight),
    Mood(Mood),
}

/// All that a prompt asked for. What it left open, the scene decides by chance.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wishes {
    pub place: Option<Place>,
    pub hour: Option<Hour>,
    pub mood: Option<Mood>,
    pub air: Vec<Air>,
    pub sights: Vec<Sight>,
}

impl Wishes {
    /// Reads a prompt. The first place, hour and colour that are named win: people name the subject first.
    pub fn read(prompt: &str) -> Self {
        let mut wishes = Self::default();
        let words = words(prompt);
        let mut rest = words.as_slice();
        while let [word, after @ ..] = rest {
            let pair = after.first().and_then(|next| PAIRS.iter().find(|(a, b, _)| a == word && b == next));
            let (signs, used) = pair.map_or_else(|| (meanings(word), 1), |(_, _, signs)| (*signs, 2));
            signs.iter().for_each(|sign| wishes.add(*sign));
            rest = &rest[used..];
        }
        wishes
    }

    pub fn sees(&self, sight: Sight) -> bool {
        self.sights.contains(&sight)
    }

    pub fn air_has(&self, air: Air) -> bool {
        self.air.contains(&air)
    }

    fn add(&mut self, sign: Sign) {
        match sign {
            Sign::Place(place) => self.place = self.place.or(Some(place)),
            Sign::Hour(hour) => self.hour = self.hour.or(Some(hour)),
            Sign::Mood(mood) => self.mood = self.mood.or(Some(mood)),
            Sign::Air(air) => self.air.push(air),
            Sign::Sight(sight) => self.sights.push(sight),
        }
    }
}

/// The lexicon's line for a word, or for the word without its plural ending.
fn meanings(word: &str) -> &'static [Sign] {
    let look_up = |w: &str| LEXICON.iter().find(|(names, _)| names.contains(&w)).map(|(_, signs)| *signs);
    look_up(word)
        .or_else(|| word.strip_suffix("es").and_then(look_up))
        .or_else(|| word.strip_suffix('s').and_then(look_up))
        .unwrap_or(&[])
}

type Line = (&'static [&'static str], &'static [Sign]);

/// Two words in a row that mean something else than each of them.
const PAIRS: &[(&str, &str, &[Sign])] = &[
    ("blue", "hour", &[Sign::Hour(Hour::Blue), Sign::Mood(Mood::BlueHour)]),
    ("golden", "hour", &[Sign::Hour(Hour::Dusk), Sign::Mood(Mood::Gold), Sign::Sight(Sight::Sun)]),
    ("deep", "sea", &[Sign::Place(Place::DeepSea)]),
    ("deep", "ocean", &[Sign::Place(Place::DeepSea)]),
    ("northern", "lights", &[Sign::Sight(Sight::Aurora), Sign::Hour(Hour::Night)]),
    ("milky", "way", &[Sign::Sight(Sight::Stars), Sign::Sight(Sight::Nebula), Sign::Hour(Hour::Night)]),
    ("lone", "tree", &[Sign::Sight(Sight::LoneTree)]),
    ("god", "rays", &[Sign::Sight(Sight::Rays)]),
    ("full", "moon", &[Sign::Sight(Sight::Moon), Sign::Hour(Hour::Night)]),
];

/// Words and their meanings. The order of lines does not matter, no word stands in two.
const LEXICON: &[Line] = &[
    (&["lighthouse", "beacon"], &[Sign::Sight(Sight::Lighthouse), Sign::Place(Place::Coast)]),
    (
        &["ocean", "sea", "coast", "beach", "shore", "wave", "bay", "harbour", "harbor", "island", "tide"],
        &[Sign::Place(Place::Coast)],
    ),
    (
        &["ship", "boat", "sail", "sailboat", "sailing", "yacht"],
        &[Sign::Sight(Sight::Sailboat), Sign::Place(Place::Coast)],
    ),
    (&["lake", "river", "reflection", "pond", "lagoon", "fjord"], &[Sign::Sight(Sight::Water)]),
    (&["underwater", "reef", "abyss", "submarine", "jellyfish", "whale", "coral"], &[Sign::Place(Place::DeepSea)]),
    (&["bioluminescent", "bioluminescence"], &[Sign::Air(Air::Fireflies), Sign::Mood(Mood::Abyss)]),
    (
        &["mountain", "ridge", "peak", "alps", "valley", "summit", "cliff", "canyon", "highland"],
        &[Sign::Place(Place::Mountains)],
    ),
    (&["forest", "wood", "tree", "pine", "jungle", "grove", "woodland"], &[Sign::Place(Place::Forest)]),
    (&["oak", "willow", "lone"], &[Sign::Sight(Sight::LoneTree)]),
    (&["desert", "dune", "sand", "sahara", "oasis", "mars"], &[Sign::Place(Place::Desert)]),
    (&["caravan", "camel"], &[Sign::Sight(Sight::Caravan), Sign::Place(Place::Desert)]),
    (
        &[
            "city",
            "skyline",
            "street",
            "alley",
            "downtown",
            "metropolis",
            "tokyo",
            "skyscraper",
            "rooftop",
            "urban",
            "town",
        ],
        &[Sign::Place(Place::City)],
    ),
    (
        &["neon", "cyberpunk", "hologram", "synthwave"],
        &[Sign::Place(Place::City), Sign::Sight(Sight::Neon), Sign::Mood(Mood::Neon)],
    ),
    (
        &["space", "galaxy", "cosmos", "cosmic", "orbit", "astronaut", "asteroid", "interstellar"],
        &[Sign::Place(Place::Space)],
    ),
    (&["nebula", "stardust"], &[Sign::Place(Place::Space), Sign::Sight(Sight::Nebula)]),
    (&["planet", "saturn", "jupiter"], &[Sign::Sight(Sight::Planet)]),
    (&["spaceship", "rocket", "alien"], &[Sign::Place(Place::Space), Sign::Sight(Sight::Planet)]),
    (&["station", "dome", "outpost"], &[Sign::Sight(Sight::Station)]),
    (&["aurora", "borealis"], &[Sign::Sight(Sight::Aurora), Sign::Hour(Hour::Night)]),
    (
        &["ice", "frozen", "arctic", "glacier", "iceberg", "antarctic", "tundra", "polar"],
        &[Sign::Place(Place::Ice), Sign::Air(Air::Snow)],
    ),
    (&["snow", "snowy", "winter", "blizzard", "snowfall", "frost"], &[Sign::Air(Air::Snow), Sign::Mood(Mood::Ice)]),
    (&["volcano", "lava", "eruption", "magma"], &[Sign::Place(Place::Volcano), Sign::Air(Air::Embers)]),
    (
        &["fire", "flame", "burning", "ember", "inferno", "ash", "phoenix", "dragon"],
        &[Sign::Air(Air::Embers), Sign::Mood(Mood::Ash)],
    ),
    (
        &["meadow", "field", "hill", "grass", "flower", "prairie", "countryside", "garden", "spring"],
        &[Sign::Place(Place::Meadow)],
    ),
    (&["firefly", "fireflies", "fairy", "magic", "magical", "glowing", "lantern"], &[Sign::Air(Air::Fireflies)]),
    (&["castle", "fortress", "tower", "palace", "kingdom", "citadel"], &[Sign::Sight(Sight::Castle)]),
    (
        &["ruin", "ruined", "temple", "opera", "ancient", "column", "cathedral", "abandoned"],
        &[Sign::Sight(Sight::Ruin)],
    ),
    (
        &[
            "person",
            "man",
            "woman",
            "figure",
            "wanderer",
            "traveler",
            "traveller",
            "samurai",
            "knight",
            "girl",
            "boy",
            "hiker",
        ],
        &[Sign::Sight(Sight::Wanderer)],
    ),
    (
        &["storm", "thunder", "lightning", "tempest", "thunderstorm", "hurricane"],
        &[Sign::Air(Air::Storm), Sign::Air(Air::Rain), Sign::Mood(Mood::Slate)],
    ),
    (&["rain", "rainy", "raining", "drizzle", "wet", "monsoon"], &[Sign::Air(Air::Rain)]),
    (&["fog", "foggy", "mist", "misty", "haze", "hazy", "smoke"], &[Sign::Air(Air::Fog)]),
    (&["dust", "dusty", "windy", "wind"], &[Sign::Air(Air::Dust)]),
    (&["cloud", "cloudy", "overcast"], &[Sign::Sight(Sight::Clouds)]),
    (&["volumetric", "godrays", "sunbeam", "sunbeams", "rays", "beam", "cinematic"], &[Sign::Sight(Sight::Rays)]),
    (
        &["star", "stars", "starry", "starlight", "constellation", "meteor"],
        &[Sign::Sight(Sight::Stars), Sign::Hour(Hour::Night)],
    ),
    (&["moon", "moonlight", "moonlit", "lunar"], &[Sign::Sight(Sight::Moon), Sign::Hour(Hour::Night)]),
    (&["night", "midnight", "nocturnal", "dark"], &[Sign::Hour(Hour::Night)]),
    (&["dawn", "sunrise", "morning"], &[Sign::Hour(Hour::Dawn), Sign::Sight(Sight::Sun)]),
    (&["day", "noon", "daylight", "sunny", "summer"], &[Sign::Hour(Hour::Day), Sign::Sight(Sight::Sun)]),
    (&["dusk", "sunset", "evening", "twilight", "golden"], &[Sign::Hour(Hour::Dusk), Sign::Sight(Sight::Sun)]),
    (&["sun", "sunlight"], &[Sign::Sight(Sight::Sun)]),
    (&["blue", "navy", "sapphire", "indigo"], &[Sign::Mood(Mood::Indigo)]),
    (&["teal", "cyan", "turquoise", "aqua"], &[Sign::Mood(Mood::Teal)]),
    (&["red", "crimson", "scarlet", "blood", "ruby"], &[Sign::Mood(Mood::Crimson)]),
    (&["green", "emerald", "jade", "mossy"], &[Sign::Mood(Mood::Emerald)]),
    (&["purple", "violet", "lavender", "amethyst"], &[Sign::Mood(Mood::Violet)]),
    (&["orange", "amber", "copper", "autumn", "rust"], &[Sign::Mood(Mood::Amber)]),
    (&["gold", "yellow", "honey"], &[Sign::Mood(Mood::Gold)]),
    (&["pink", "rose", "cherry", "blossom", "pastel", "magenta"], &[Sign::Mood(Mood::Rose)]),
    (&["white", "silver", "pale"], &[Sign::Mood(Mood::Ice)]),
    (&["grey", "gray", "noir", "monochrome", "gloomy"], &[Sign::Mood(Mood::Slate)]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_prompt_become_place_air_and_sights() {
        let wishes = Wishes::read("A lighthouse on a black cliff, STORM rolling in, volumetric light");
        assert_eq!(wishes.place, Some(Place::Coast));
        assert!(wishes.sees(Sight::Lighthouse) && wishes.sees(Sight::Rays));
        assert!(wishes.air_has(Air::Storm) && wishes.air_has(Air::Rain));
    }

    #[test]
    fn plurals_mean_what_their_singular_means() {
        assert_eq!(Wishes::read("dunes").place, Some(Place::Desert));
        assert_eq!(Wishes::read("beaches").place, Some(Place::Coast));
    }

    #[test]
    fn two_words_can_mean_more_than_each() {
        let wishes = Wishes::read("Aurora above a frozen harbour at blue hour");
        assert_eq!((wishes.place, wishes.mood), (Some(Place::Ice), Some(Mood::BlueHour)));
        assert_eq!(Wishes::read("Deep sea station").place, Some(Place::DeepSea));
        assert_eq!(Wishes::read("deep forest").place, Some(Place::Forest));
    }

    #[test]
    fn a_prompt_of_unknown_words_asks_for_nothing() {
        assert_eq!(Wishes::read("qwertz 123 §§"), Wishes::default());
    }

    #[test]
    fn no_word_stands_in_two_lines() {
        let mut all: Vec<&str> = LEXICON.iter().flat_map(|(names, _)| names.iter().copied()).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
