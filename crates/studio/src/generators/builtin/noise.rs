//! Chance and noise: the same seed always gives the same numbers, on every run and in every frame.

/// Mixes the bits of one number until nothing of its order is left (the finaliser of splitmix64).
pub fn scramble(value: u64) -> u64 {
    let mut z = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Turns text into a seed. It only has to be stable and well spread, nobody's safety depends on it.
pub fn seed_of(text: &str) -> u64 {
    scramble(
        text.bytes().fold(0xCBF2_9CE4_8422_2325, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)),
    )
}

/// A source of chance that is a value: who holds it decides what comes out.
#[derive(Debug, Clone)]
pub struct Dice {
    state: u64,
}

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self { state: scramble(seed) }
    }

    pub fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        scramble(self.state)
    }

    /// A number from 0 up to but not including 1.
    pub fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / 16_777_216.0
    }

    pub fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.unit()
    }

    pub fn chance(&mut self, probability: f32) -> bool {
        self.unit() < probability
    }

    /// One of the choices. An empty list is a mistake in the program: the lists are all written down in it.
    pub fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        let index = (self.next() % choices.len() as u64) as usize;
        choices[index]
    }
}

/// A lattice point's number from 0 to 1.
#[inline]
pub fn lattice(seed: u32, x: i32, y: i32) -> f32 {
    let mut h = (x as u32).wrapping_mul(0x27D4_EB2D) ^ (y as u32).wrapping_mul(0x1656_67B1) ^ seed;
    h = h.wrapping_mul(0x9E37_79B1);
    h = (h ^ (h >> 15)).wrapping_mul(0x85EB_CA6B);
    h ^= h >> 13;
    h = h.wrapping_mul(0xC2B2_AE35);
    (h >> 8) as f32 / 16_777_216.0
}

/// `floor` without the library call that the baseline x86-64 target would make of it.
#[inline]
pub fn floor(x: f32) -> i32 {
    let truncated = x as i32;
    truncated - i32::from((truncated as f32) > x)
}

#[inline]
fn ease(t: f32) -> f32 {
    t * t * (3.0 - 2.0 * t)
}

/// Smooth noise along a line, from 0 to 1.
pub fn noise_1d(seed: u32, x: f32) -> f32 {
    let cell = floor(x);
    let t = ease(x - cell as f32);
    let a = lattice(seed, cell, 0);
    let b = lattice(seed, cell.wrapping_add(1), 0);
    a + (b - a) * t
}

/// Smooth noise over a plane, from 0 to 1.
#[inline]
pub fn noise_2d(seed: u32, x: f32, y: f32) -> f32 {
    let (cell_x, cell_y) = (floor(x), floor(y));
    let (tx, ty) = (ease(x - cell_x as f32), ease(y - cell_y as f32));
    let (next_x, next_y) = (cell_x.wrapping_add(1), cell_y.wrapping_add(1));
    let top = lattice(seed, cell_x, cell_y) * (1.0 - tx) + lattice(seed, next_x, cell_y) * tx;
    let bottom = lattice(seed, cell_x, next_y) * (1.0 - tx) + lattice(seed, next_x, next_y) * tx;
    top + (bottom - top) * ty
}

/// Several octaves of [`noise_1d`], from 0 to 1.
pub fn fractal_1d(seed: u32, x: f32, octaves: u32) -> f32 {
    octave_sum(octaves, |octave, frequency| noise_1d(seed.wrapping_add(octave * 7919), x * frequency))
}

/// Several octaves of [`noise_2d`], from 0 to 1.
pub fn fractal_2d(seed: u32, x: f32, y: f32, octaves: u32) -> f32 {
    octave_sum(octaves, |octave, frequency| noise_2d(seed.wrapping_add(octave * 7919), x * frequency, y * frequency))
}

/// Octaves folded into crests, from 0 to 1: the shape of a mountain range.
pub fn crests_1d(seed: u32, x: f32, octaves: u32) -> f32 {
    octave_sum(octaves, |octave, frequency| {
        let n = noise_1d(seed.wrapping_add(octave * 7919), x * frequency);
        1.0 - (2.0 * n - 1.0).abs()
    })
}

fn octave_sum(octaves: u32, sample: impl Fn(u32, f32) -> f32) -> f32 {
    let (mut sum, mut weight, mut total, mut frequency) = (0.0, 1.0, 0.0, 1.0);
    for octave in 0..octaves {
        sum += weight * sample(octave, frequency);
        total += weight;
        weight *= 0.5;
        // Slightly off two, so that the lattices of the octaves never line up into a visible grid.
        frequency *= 2.03;
    }
    sum / total
}

/// 0 below `low`, 1 above `high`, smooth between.
pub fn smoothstep(low: f32, high: f32, x: f32) -> f32 {
    ease(((x - low) / (high - low)).clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_dice() {
        let mut left = Dice::new(7);
        let mut right = Dice::new(7);
        let mut other = Dice::new(8);
        assert_eq!(left.next(), right.next());
        assert_ne!(left.next(), other.next());
    }

    #[test]
    fn noise_stays_between_zero_and_one_and_is_not_flat() {
        let values: Vec<f32> = (0..500).map(|i| fractal_2d(3, i as f32 * 0.37 - 90.0, i as f32 * 0.11, 4)).collect();
        assert!(values.iter().all(|v| (0.0..=1.0).contains(v)));
        let low = values.iter().copied().fold(1.0, f32::min);
        let high = values.iter().copied().fold(0.0, f32::max);
        assert!(high - low > 0.3);
    }

    #[test]
    fn floor_agrees_with_the_library_below_zero() {
        for x in [-2.5, -2.0, -0.1, 0.0, 0.9, 3.0] {
            assert_eq!(floor(x), x.floor() as i32);
        }
    }
}
