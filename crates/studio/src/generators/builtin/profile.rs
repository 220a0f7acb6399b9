//! The shapes of the land: for every kind of ridge, how high it stands at a place.

use super::noise::{crests_1d, floor, fractal_1d, lattice, noise_1d, smoothstep};

/// One silhouette that runs across the whole picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ridge {
    pub profile: Profile,
    pub depth: f32,
    /// The elevation of its foot.
    pub base: f32,
    /// How far its highest places rise above the foot.
    pub height: f32,
    /// Features per world unit.
    pub scale: f32,
    pub seed: u32,
    /// 0 is the farthest colour, 1 the nearest.
    pub tone: f32,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Profile {
    Mountain,
    Hill,
    Dune,
    Pines,
    Grass,
    City,
    /// Rises on the side that the sign says, from the given place on.
    Cliff {
        from_x: f32,
        side: f32,
    },
    Cone {
        x: f32,
    },
    Rubble,
    Floes,
}

impl Ridge {
    /// The elevation of the silhouette's edge at a place.
    pub fn elevation(&self, x: f32) -> f32 {
        self.base + self.height * self.shape(x)
    }

    fn shape(&self, x: f32) -> f32 {
        let u = x * self.scale + 31.7;
        match self.profile {
            Profile::Mountain => {
                let massif = noise_1d(self.seed ^ 0x51, u * 0.6);
                crests_1d(self.seed, u, 6) * (0.45 + 0.55 * massif)
            }
            Profile::Hill => fractal_1d(self.seed, u, 3),
            Profile::Dune => dune(self.seed, u),
            Profile::Pines => pines(self.seed, u),
            Profile::Grass => grass(self.seed, u),
            Profile::City => Tower::at(self.seed, u).height_at(u),
            Profile::Cliff { from_x, side } => cliff(self.seed, u, (x - from_x) * side),
            Profile::Cone { x: centre } => cone(self.seed, u, x - centre),
            Profile::Rubble => {
                0.5 * crests_1d(self.seed, u * 0.8, 5) + 0.5 * fractal_1d(self.seed ^ 9, u * 0.3, 2).powi(2)
            }
            Profile::Floes => floes(self.seed, u),
        }
    }
}

/// Long backs with a sharp edge on one side, as the wind leaves them.
fn dune(seed: u32, u: f32) -> f32 {
    let warped = u + 0.35 * noise_1d(seed, u * 0.9);
    let cell = floor(warped);
    let t = warped - cell as f32;
    let crest = 0.55 + 0.25 * lattice(seed, cell, 3);
    let wave = if t < crest { smoothstep(0.0, crest, t) } else { 1.0 - smoothstep(crest, 1.0, t).powf(0.8) };
    let size = 0.45 + 0.55 * lattice(seed, cell, 5);
    0.30 * noise_1d(seed ^ 77, u * 0.35) + 0.62 * wave * size + 0.03 * noise_1d(seed ^ 5, u * 5.0)
}

/// Conifers on a hill, each a tent with notched sides; two rows so that no gap looks combed.
fn pines(seed: u32, u: f32) -> f32 {
    let hill = 0.42 * fractal_1d(seed ^ 0xA1, u * 0.05, 3);
    let mut top: f32 = 0.0;
    for row in 0..2_i32 {
        let shifted = u + row as f32 * 0.47;
        let cell = floor(shifted);
        for neighbour in cell - 1..=cell + 1 {
            let place = neighbour as f32 + 0.25 + 0.5 * lattice(seed, neighbour, row * 4);
            let height = 0.20 + 0.42 * lattice(seed, neighbour, row * 4 + 1).powf(1.5);
            let half = 0.34 + 0.50 * height;
            let t = 1.0 - (shifted - place).abs() / half;
            if t > 0.0 {
                // Boughs: each ledge ends in a steep step, and the ledges are closer towards the tip.
                let boughs = 5.0 + 7.0 * height;
                let ledge = t.powf(0.85) * boughs;
                let step = ledge.floor() + smoothstep(0.35, 0.95, ledge.fract());
                let outline = 0.35 * t + 0.65 * step / boughs;
                top = top.max(height * outline.powf(1.12));
            }
        }
    }
    hill + top
}

fn grass(seed: u32, u: f32) -> f32 {
    let mut top = 0.35 * fractal_1d(seed ^ 3, u * 0.04, 2);
    let ground = top;
    let cell = floor(u);
    for neighbour in cell - 2..=cell + 2 {
        // A few blades stand high over many short ones.
        let height = 0.12 + 0.58 * lattice(seed, neighbour, 1).powi(2);
        let lean = (lattice(seed, neighbour, 2) - 0.5) * 1.6;
        let t = 1.0 - ((u - neighbour as f32 - 0.5 - lean) / 0.8).abs();
        top = top.max(ground + height * t.max(0.0).powf(1.4));
    }
    top
}

/// One building of a skyline.
#[derive(Debug, Clone, Copy)]
pub struct Tower {
    pub cell: i32,
    /// Its walls, in the skyline's own measure.
    pub left: f32,
    pub right: f32,
    pub height: f32,
    crown: f32,
}

impl Tower {
    pub fn at(seed: u32, u: f32) -> Self {
        let cell = floor(u);
        let wall = |i: i32| i as f32 + 0.34 * (lattice(seed, i, 11) - 0.5);
        let (mut cell, mut left, mut right) = (cell, wall(cell), wall(cell + 1));
        if u < left {
            (cell, right, left) = (cell - 1, left, wall(cell - 1));
        } else if u >= right {
            (cell, left, right) = (cell + 1, right, wall(cell + 2));
        }
        let district = noise_1d(seed ^ 0xD1, cell as f32 * 0.21);
        let height = 0.16 + 0.84 * lattice(seed, cell, 12).powf(1.6) * (0.35 + 0.65 * district);
        Self { cell, left, right, height, crown: lattice(seed, cell, 13) }
    }

    fn height_at(&self, u: f32) -> f32 {
        let t = (u - self.left) / (self.right - self.left);
        let from_middle = (t - 0.5).abs();
        match self.crown {
            // A spire on a stepped top.
            c if c < 0.16 => {
                let steps = if from_middle < 0.24 { 0.06 } else { 0.0 };
                let spire = if from_middle < 0.025 { 0.20 } else { 0.0 };
                self.height + steps + spire
            }
            c if c < 0.30 => self.height + 0.10 * (0.5 - from_middle),
            c if c < 0.46 => self.height + if from_middle < 0.34 { 0.035 } else { 0.0 },
            c if c < 0.56 => self.height + 0.12 * (t - 0.5),
            // Lanes between houses, here and there.
            c if c > 0.90 && from_middle > 0.44 => self.height * 0.4,
            _ => self.height,
        }
    }
}

fn cliff(seed: u32, u: f32, inland: f32) -> f32 {
    let wall = smoothstep(-0.10, 0.05, inland + 0.03 * noise_1d(seed ^ 1, u * 3.0));
    let terrace = 0.16 * smoothstep(-0.26, -0.14, inland + 0.05 * noise_1d(seed ^ 2, u * 2.0));
    let top = 0.86 + 0.10 * fractal_1d(seed ^ 4, u, 4) + 0.06 * inland;
    terrace * (1.0 - wall) + wall * top + 0.05 * crests_1d(seed, u * 2.2, 4)
}

fn cone(seed: u32, u: f32, from_centre: f32) -> f32 {
    let d = from_centre.abs();
    let flank = (1.0 - d / 0.62).max(0.0).powf(1.55);
    let crater = smoothstep(0.075, 0.03, d) * 0.10;
    (flank.min(0.86) - crater).max(0.0) + 0.10 * crests_1d(seed, u * 1.6, 5)
}

/// Broken ice: shards that lean, some of them high, on a low field of rubble.
fn floes(seed: u32, u: f32) -> f32 {
    let mut top = 0.10 + 0.10 * crests_1d(seed, u * 1.1, 4);
    let cell = floor(u);
    for neighbour in cell - 2..=cell + 2 {
        let height = 0.14 + 0.86 * lattice(seed, neighbour, 22).powi(3);
        let lean = (lattice(seed, neighbour, 21) - 0.5) * 1.3;
        let place = neighbour as f32 + 0.5 + lean * 0.4;
        let half = 0.55 + 0.75 * height;
        // The tip stands off the middle, so one side is steep and the other long.
        let (from_tip, reach) = (u - place, half * if u < place { 1.0 - 0.6 * lean } else { 1.0 + 0.6 * lean });
        let t = (1.0 - from_tip.abs() / reach).max(0.0);
        let chipped = if t > 0.86 { 0.86 + (t - 0.86) * 0.3 } else { t };
        top = top.max(height * chipped * (0.96 + 0.04 * noise_1d(seed ^ 8, u * 9.0)));
    }
    top
}
