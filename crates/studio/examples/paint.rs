//! Paints prompts with the builtin generator and says how long each took: `paint FOLDER KIND ASPECT MODEL SEED PROMPT…`.

use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

use credits::{AspectRatio, Kind};
use studio::generators::builtin::{Builtin, BuiltinSettings};
use studio::generators::{Control, Generator, Work};
use tokio_util::sync::CancellationToken;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let mut next = |what: &str| words.next().ok_or_else(|| format!("{what} is missing"));
    let folder = PathBuf::from(next("FOLDER")?);
    let kind = match next("KIND")?.as_str() {
        "draft" => Kind::Draft,
        "render" => Kind::Render,
        "image" => Kind::Image,
        "storyboard" => Kind::Storyboard,
        other => return Err(format!("{other} is no kind").into()),
    };
    let aspect_ratio = match next("ASPECT")?.as_str() {
        "16:9" => AspectRatio::Wide,
        "9:16" => AspectRatio::Tall,
        "1:1" => AspectRatio::Square,
        other => return Err(format!("{other} is no aspect ratio").into()),
    };
    let (model, seed) = (next("MODEL")?, next("SEED")?.parse()?);
    std::fs::create_dir_all(&folder)?;
    let generator = Builtin::new(BuiltinSettings::default());
    for (number, prompt) in words.enumerate() {
        let work = Work { kind, model: model.clone(), prompt: prompt.clone(), aspect_ratio, seconds: 5, seed };
        let started = Instant::now();
        let (control, _progress) = Control::new(CancellationToken::new());
        let files = generator.generate(work, control).await?;
        println!("{:5} ms  {prompt}", started.elapsed().as_millis());
        for (part, file) in files.iter().enumerate() {
            let ending = if file.media_type == "video/mp4" { "mp4" } else { "jpg" };
            std::fs::write(folder.join(format!("{number:02}-{part}.{ending}")), &file.bytes)?;
        }
    }
    Ok(())
}
