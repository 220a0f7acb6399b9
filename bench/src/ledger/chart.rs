//! The chart: who does how many operations a second with how many callers, and what size costs.

use std::path::Path;

use anyhow::{Result, anyhow};
use plotters::coord::Shift;
use plotters::prelude::*;

use super::LedgerResult;
use super::contenders::Kind;
use super::size::Sizes;
use super::versus::Versus;
use super::workload::Shape;

/// The width of one part, and the height of all.
const PART_PIXELS: u32 = 400;
const HEIGHT_PIXELS: u32 = 420;

/// Rates below and above these are not drawn.
const RATES: std::ops::Range<f64> = 30.0..300_000.0;

const FONT: &str = "sans-serif";

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

impl LedgerResult {
    /// Draws everything that was measured.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn draw(&self, path: &Path) -> Result<()> {
        let shapes: Vec<Shape> = Shape::ALL.into_iter().filter(|shape| self.has(*shape)).collect();
        let parts = shapes.len() + usize::from(self.sizes.is_some());
        let width = PART_PIXELS * u32::try_from(parts.max(1))?;
        let root = SVGBackend::new(path, (width, HEIGHT_PIXELS)).into_drawing_area();
        root.fill(&WHITE)?;
        let areas = root.split_evenly((1, parts.max(1)));
        let mut areas = areas.iter();
        if let Some(versus) = &self.versus {
            for (shape, area) in shapes.iter().zip(areas.by_ref()) {
                draw_shape(area, versus, *shape).map_err(|error| anyhow!("{error}"))?;
            }
        }
        if let (Some(sizes), Some(area)) = (&self.sizes, areas.next()) {
            draw_sizes(area, sizes).map_err(|error| anyhow!("{error}"))?;
        }
        root.present()?;
        Ok(())
    }

    fn has(&self, shape: Shape) -> bool {
        self.versus.as_ref().is_some_and(|versus| versus.cells.iter().any(|cell| cell.shape == shape))
    }
}

type Drawn = Result<(), Box<dyn std::error::Error>>;

fn draw_shape(area: &Area<'_>, versus: &Versus, shape: Shape) -> Drawn {
    let mut chart = ChartBuilder::on(area)
        .caption(format!("operations a second, {}", shape.as_str()), (FONT, 15))
        .margin(10)
        .x_label_area_size(36)
        .y_label_area_size(60)
        .build_cartesian_2d((0.8..700.0_f64).log_scale(), RATES.log_scale())?;
    chart
        .configure_mesh()
        .x_desc("callers")
        .disable_x_mesh()
        .y_label_formatter(&rate)
        .x_label_formatter(&whole)
        .draw()?;
    for kind in Kind::ALL {
        let points: Vec<(f64, f64)> = versus
            .cells
            .iter()
            .filter(|cell| (cell.contender, cell.shape) == (kind, shape))
            .map(|cell| (cell.callers as f64, cell.operations_per_second.median))
            .collect();
        let (name, color) = look(kind);
        let line = LineSeries::new(points.clone(), color.stroke_width(2)).point_size(3);
        chart.draw_series(line)?.label(name).legend(move |(x, y)| PathElement::new([(x, y), (x + 16, y)], color));
    }
    chart.configure_series_labels().position(SeriesLabelPosition::LowerLeft).background_style(WHITE.mix(0.8)).draw()?;
    Ok(())
}

fn draw_sizes(area: &Area<'_>, sizes: &Sizes) -> Drawn {
    let highest = sizes.growth.iter().map(|sized| sized.operations_per_second.max).fold(1.0, f64::max);
    let names: Vec<String> = sizes
        .growth
        .iter()
        .map(|sized| format!("{} / {}", rate(&(sized.size.accounts as f64)), rate(&(sized.size.entries as f64))))
        .collect();
    let name_of = |place: &f64| {
        let index = (place.fract().abs() < 0.01 && *place >= 0.0).then_some(*place as usize);
        index.and_then(|index| names.get(index).cloned()).unwrap_or_default()
    };
    let last = sizes.growth.len().saturating_sub(1) as f64;
    let mut chart = ChartBuilder::on(area)
        .caption("512 callers, by accounts / entries", (FONT, 15))
        .margin(10)
        .x_label_area_size(36)
        .y_label_area_size(60)
        .build_cartesian_2d(-0.5..last + 0.5, 0.0..highest * 1.2)?;
    chart
        .configure_mesh()
        .x_desc("accounts / entries")
        .x_labels(names.len() * 2 + 1)
        .disable_x_mesh()
        .y_label_formatter(&rate)
        .x_label_formatter(&name_of)
        .draw()?;
    let (_, color) = look(Kind::Engine);
    chart.draw_series(sizes.growth.iter().zip(0_u32..).map(|(sized, place)| {
        let (left, right) = (f64::from(place) - 0.3, f64::from(place) + 0.3);
        Rectangle::new([(left, 0.0), (right, sized.operations_per_second.median)], color.filled())
    }))?;
    Ok(())
}

/// Colours that are told apart by those who see few.
fn look(kind: Kind) -> (&'static str, RGBColor) {
    match kind {
        Kind::Engine => ("Farebox, in process, SQLite", RGBColor(0, 114, 178)),
        Kind::EnginePostgres => ("Farebox, in process, PostgreSQL", RGBColor(204, 121, 167)),
        Kind::OverHttp => ("Farebox over HTTP", RGBColor(86, 180, 233)),
        Kind::OverHttpBatch => ("Farebox over HTTP, batches of 100", RGBColor(230, 159, 0)),
        Kind::Postgres => ("PostgreSQL, PL/pgSQL", RGBColor(213, 94, 0)),
        Kind::Sqlite => ("SQLite, plain", RGBColor(90, 90, 90)),
        Kind::Redis => ("Redis, Lua", RGBColor(0, 158, 115)),
    }
}

/// A number in thousands or millions.
fn rate(value: &f64) -> String {
    match *value {
        value if value >= 1e6 => format!("{} M", value / 1e6),
        value if value >= 1e3 => format!("{} k", value / 1e3),
        value => format!("{value}"),
    }
}

fn whole(value: &f64) -> String {
    format!("{value:.0}")
}
