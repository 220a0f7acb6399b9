//! Palettes: seventeen sets of colours that belong together, and how one is chosen and bent a little.

use super::colour::Rgb;
use super::lexicon::{Hour, Mood, Place};
use super::noise::Dice;

/// The colours of one scene.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Palette {
    /// The sky straight up, half way, and at the horizon.
    pub zenith: Rgb,
    pub middle: Rgb,
    pub horizon: Rgb,
    /// Sun, moon or whatever shines.
    pub light: Rgb,
    /// The farthest and the nearest ridge.
    pub far: Rgb,
    pub near: Rgb,
    /// Windows, lamps, auroras, fireflies.
    pub accent: Rgb,
}

impl Palette {
    pub fn of(mood: Mood) -> Self {
        let [zenith, middle, horizon, light, far, near, accent] = codes(mood).map(Rgb::hex);
        Self { zenith, middle, horizon, light, far, near, accent }
    }

    /// A little different for every seed: the hue turns by a few degrees.
    pub fn varied(mut self, dice: &mut Dice) -> Self {
        let angle = dice.between(-0.10, 0.10);
        for colour in [&mut self.zenith, &mut self.middle, &mut self.horizon, &mut self.far, &mut self.near] {
            *colour = colour.turned(angle);
        }
        self
    }

    /// Half of one palette and half of another, for a colour that is asked for at an hour that has its own.
    pub fn towards(self, other: Self, amount: f32) -> Self {
        Self {
            zenith: self.zenith.mix(other.zenith, amount),
            middle: self.middle.mix(other.middle, amount),
            horizon: self.horizon.mix(other.horizon, amount),
            light: self.light.mix(other.light, amount),
            far: self.far.mix(other.far, amount),
            near: self.near.mix(other.near, amount),
            accent: self.accent.mix(other.accent, amount),
        }
    }
}

/// Zenith, middle, horizon, light, far, near, accent.
fn codes(mood: Mood) -> [u32; 7] {
    match mood {
        Mood::Teal => [0x03141C, 0x0B4F69, 0x3FB4C4, 0xF2FBFF, 0x125F76, 0x02090E, 0x7FE7FF],
        Mood::Crimson => [0x1E040D, 0x85163A, 0xF0694F, 0xFFE0A0, 0x6B1535, 0x100207, 0xFFB347],
        Mood::Indigo => [0x050A24, 0x1F3796, 0x7F78DE, 0xEAD6FF, 0x2C3B90, 0x03051A, 0xA78BFA],
        Mood::Violet => [0x130420, 0x5B2791, 0xF49A78, 0xFFDDB8, 0x54267E, 0x0A0213, 0xFF7AC6],
        Mood::Emerald => [0x03120A, 0x1B6337, 0xB4DC7C, 0xF8FFD2, 0x226040, 0x020A05, 0xC2FF7A],
        Mood::Gold => [0x22305E, 0xB8677C, 0xFFCB8A, 0xFFF3CF, 0x86627F, 0x191022, 0xFFD27A],
        Mood::Sky => [0x1A5AA6, 0x6BB1E6, 0xE2F1F4, 0xFFFBEA, 0x86AEC8, 0x12303A, 0xFFFFFF],
        Mood::Amber => [0x4A1A1A, 0xC9602F, 0xFFD595, 0xFFF4D4, 0xB9603A, 0x2C0C0B, 0xFFE0A0],
        Mood::Slate => [0x060B13, 0x1D3040, 0x6F93A3, 0xE2F1F8, 0x2A404D, 0x03070B, 0x9FD0FF],
        Mood::BlueHour => [0x081634, 0x27569C, 0xF2B39A, 0xFFEBD8, 0x2E5079, 0x040B19, 0x8FD3FF],
        Mood::Neon => [0x070514, 0x351060, 0xFF4FAE, 0xFFB0E2, 0x321861, 0x040208, 0x22E6FF],
        Mood::Nebula => [0x020208, 0x150B38, 0x5E2580, 0xFFEAFF, 0x241048, 0x020108, 0x59D0FF],
        Mood::Abyss => [0x3FB8C4, 0x056079, 0x02202F, 0xD6FFF7, 0x07485C, 0x010910, 0x5DFFE0],
        Mood::Ash => [0x120403, 0x5E190A, 0xFF8428, 0xFFE7A0, 0x4A120A, 0x090202, 0xFFB03A],
        Mood::Ice => [0x12304C, 0x5B9DC4, 0xEAF5F8, 0xFFFFFF, 0x97BCD1, 0x1C3F58, 0xC6F3FF],
        Mood::Mist => [0x21403D, 0x6E9788, 0xE2E8CF, 0xFFFAE2, 0x7A9C8E, 0x091815, 0xECFFC2],
        Mood::Rose => [0x2A2358, 0xB45E92, 0xFFC6B8, 0xFFF0E2, 0x7F4C86, 0x190D26, 0xFFA6D6],
    }
}

/// The palettes that suit a place at an hour; the dice choose one of them.
pub fn suiting(place: Place, hour: Hour) -> &'static [Mood] {
    match (place, hour) {
        (Place::Space, _) => &[Mood::Nebula, Mood::Indigo, Mood::Violet],
        (Place::DeepSea, _) => &[Mood::Abyss],
        (Place::Volcano, _) => &[Mood::Ash, Mood::Crimson],
        (Place::City, Hour::Night) => &[Mood::Neon, Mood::Indigo, Mood::Teal],
        (Place::City, Hour::Blue) => &[Mood::BlueHour, Mood::Indigo],
        (Place::Desert, Hour::Day | Hour::Dusk | Hour::Dawn) => &[Mood::Amber, Mood::Gold, Mood::Crimson],
        (Place::Ice, Hour::Day | Hour::Dawn) => &[Mood::Ice, Mood::Rose],
        (Place::Forest, Hour::Day | Hour::Dawn) => &[Mood::Mist, Mood::Emerald, Mood::Gold],
        (Place::Forest, Hour::Night) => &[Mood::Emerald, Mood::Teal],
        (_, Hour::Night) => &[Mood::Teal, Mood::Indigo, Mood::Violet],
        (_, Hour::Dawn) => &[Mood::Gold, Mood::Rose, Mood::BlueHour],
        (_, Hour::Day) => &[Mood::Sky, Mood::Mist, Mood::Ice],
        (_, Hour::Dusk) => &[Mood::Violet, Mood::Crimson, Mood::Amber, Mood::Rose],
        (_, Hour::Blue) => &[Mood::BlueHour, Mood::Indigo],
    }
}
