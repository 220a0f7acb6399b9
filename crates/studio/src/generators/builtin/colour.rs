//! Colours as amounts of light: mixing and adding them behaves as light does, brighter than white included.

use std::ops::{Add, AddAssign, Mul};

/// Linear red, green and blue. 1 is the white of the screen; suns and lamps are brighter.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rgb {
    pub r: f32,
    pub g: f32,
    pub b: f32,
}

impl Rgb {
    pub const BLACK: Self = Self::new(0.0, 0.0, 0.0);

    pub const fn new(r: f32, g: f32, b: f32) -> Self {
        Self { r, g, b }
    }

    /// From a colour as designers write it: `0xRRGGBB`, gamma-encoded.
    pub fn hex(code: u32) -> Self {
        let channel = |shift: u32| {
            let encoded = ((code >> shift) & 0xFF) as f32 / 255.0;
            if encoded <= 0.04045 { encoded / 12.92 } else { ((encoded + 0.055) / 1.055).powf(2.4) }
        };
        Self::new(channel(16), channel(8), channel(0))
    }

    /// A mix that looks even to the eye: the square root stands in for the eye's response.
    pub fn mix(self, other: Self, amount: f32) -> Self {
        let channel = |a: f32, b: f32| {
            let root = a.max(0.0).sqrt() * (1.0 - amount) + b.max(0.0).sqrt() * amount;
            root * root
        };
        Self::new(channel(self.r, other.r), channel(self.g, other.g), channel(self.b, other.b))
    }

    /// A mix of light as light, cheap enough for every pixel.
    pub fn blend(self, other: Self, amount: f32) -> Self {
        self * (1.0 - amount) + other * amount
    }

    pub fn luminance(self) -> f32 {
        0.2126 * self.r + 0.7152 * self.g + 0.0722 * self.b
    }

    /// Turns the hue around the grey axis by an angle in radians.
    pub fn turned(self, angle: f32) -> Self {
        let (sin, cos) = angle.sin_cos();
        let third = (1.0 - cos) / 3.0;
        let root = sin * 0.577_350_26;
        let a = cos + third;
        let (b, c) = (third - root, third + root);
        Self::new(
            (self.r * a + self.g * b + self.b * c).max(0.0),
            (self.r * c + self.g * a + self.b * b).max(0.0),
            (self.r * b + self.g * c + self.b * a).max(0.0),
        )
    }

    pub fn times(self, other: Self) -> Self {
        Self::new(self.r * other.r, self.g * other.g, self.b * other.b)
    }
}

impl Add for Rgb {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::new(self.r + other.r, self.g + other.g, self.b + other.b)
    }
}

impl AddAssign for Rgb {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Mul<f32> for Rgb {
    type Output = Self;
    fn mul(self, amount: f32) -> Self {
        Self::new(self.r * amount, self.g * amount, self.b * amount)
    }
}
