//! The canvas: light per pixel, at full size or coarse, and the ways to put light on it.

use super::colour::Rgb;

/// A rectangle of light. Coarse canvases carry what is soft anyway (clouds, glow) at a fraction of the cost.
#[derive(Debug, Clone)]
pub struct Canvas {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<Rgb>,
}

impl Canvas {
    pub fn new(width: usize, height: usize) -> Self {
        Self { width, height, pixels: vec![Rgb::BLACK; width * height] }
    }

    pub fn row_mut(&mut self, y: usize) -> &mut [Rgb] {
        let start = y * self.width;
        &mut self.pixels[start..start + self.width]
    }

    /// Adds light spread over the four pixels around a point, so that slow movement stays smooth.
    pub fn add_point(&mut self, x: f32, y: f32, light: Rgb) {
        let (left, top) = (super::noise::floor(x), super::noise::floor(y));
        let (fx, fy) = (x - left as f32, y - top as f32);
        for (dx, wx) in [(0, 1.0 - fx), (1, fx)] {
            for (dy, wy) in [(0, 1.0 - fy), (1, fy)] {
                self.add_at(left + dx, top + dy, light * (wx * wy));
            }
        }
    }

    /// Adds a soft round light of the given radius in pixels.
    pub fn add_disc(&mut self, centre: (f32, f32), radius_px: f32, light: Rgb) {
        if radius_px < 0.9 {
            self.add_point(centre.0, centre.1, light);
            return;
        }
        let reach = radius_px.ceil() as i32 + 1;
        let (cx, cy) = (centre.0.round() as i32, centre.1.round() as i32);
        let scale = 1.0 / (radius_px * radius_px);
        for y in cy - reach..=cy + reach {
            for x in cx - reach..=cx + reach {
                let (dx, dy) = (x as f32 - centre.0, y as f32 - centre.1);
                let fall = 1.0 - (dx * dx + dy * dy) * scale;
                if fall > 0.0 {
                    self.add_at(x, y, light * (fall * fall));
                }
            }
        }
    }

    fn add_at(&mut self, x: i32, y: i32, light: Rgb) {
        if x >= 0 && y >= 0 && (x as usize) < self.width && (y as usize) < self.height {
            self.pixels[y as usize * self.width + x as usize] += light;
        }
    }

    /// Averages blocks of `factor` × `factor` pixels, each passed through `take`.
    pub fn shrunk(&self, factor: usize, take: impl Fn(Rgb) -> Rgb) -> Self {
        let (width, height) = (self.width.div_ceil(factor), self.height.div_ceil(factor));
        let mut small = Self::new(width, height);
        for y in 0..height {
            for x in 0..width {
                let (x0, y0) = (x * factor, y * factor);
                let (x1, y1) = ((x0 + factor).min(self.width), (y0 + factor).min(self.height));
                let mut sum = Rgb::BLACK;
                for sy in y0..y1 {
                    for pixel in &self.pixels[sy * self.width + x0..sy * self.width + x1] {
                        sum += take(*pixel);
                    }
                }
                small.pixels[y * width + x] = sum * (1.0 / ((x1 - x0) * (y1 - y0)) as f32);
            }
        }
        small
    }

    /// Blurs with a box of `2 * radius + 1` pixels in both directions, twice: close to a bell curve.
    pub fn blur(&mut self, radius: usize) {
        let mut spare = vec![Rgb::BLACK; self.pixels.len()];
        for _ in 0..2 {
            for y in 0..self.height {
                let start = y * self.width;
                box_line(&self.pixels, &mut spare, Line { start, step: 1, count: self.width }, radius);
            }
            for x in 0..self.width {
                box_line(&spare, &mut self.pixels, Line { start: x, step: self.width, count: self.height }, radius);
            }
        }
    }

    /// Walks one row of a coarse canvas at full width: calls `each` with the pixel's column and the light there.
    pub fn stretch_row(&self, y: usize, full: (usize, usize), mut each: impl FnMut(usize, Rgb)) {
        let (full_width, full_height) = full;
        let v = ((y as f32 + 0.5) * self.height as f32 / full_height as f32 - 0.5).clamp(0.0, (self.height - 1) as f32);
        let top = v as usize;
        let bottom = (top + 1).min(self.height - 1);
        let fy = v - top as f32;
        let rows =
            self.pixels[top * self.width..][..self.width].iter().zip(&self.pixels[bottom * self.width..][..self.width]);
        let line: Vec<Rgb> = rows.map(|(above, below)| above.blend(*below, fy)).collect();
        let step = self.width as f32 / full_width as f32;
        let last = self.width - 1;
        for x in 0..full_width {
            let u = ((x as f32 + 0.5) * step - 0.5).max(0.0);
            let left = (u as usize).min(last);
            let right = (left + 1).min(last);
            each(x, line[left].blend(line[right], u - left as f32));
        }
    }
}

/// A row or a column inside a slice of pixels.
#[derive(Clone, Copy)]
struct Line {
    start: usize,
    step: usize,
    count: usize,
}

fn box_line(from: &[Rgb], to: &mut [Rgb], line: Line, radius: usize) {
    let last = line.count - 1;
    let at = |i: usize| from[line.start + i.min(last) * line.step];
    let mut sum = at(0) * (radius as f32 + 1.0);
    for i in 1..=radius {
        sum += at(i);
    }
    let scale = 1.0 / (2 * radius + 1) as f32;
    for i in 0..line.count {
        to[line.start + i * line.step] = sum * scale;
        sum += at(i + radius + 1);
        sum += at(i.saturating_sub(radius)) * -1.0;
    }
}
