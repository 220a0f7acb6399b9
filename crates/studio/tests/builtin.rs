//! The builtin generator keeps its contract: real files, the same for the same work, cancellable, within its threads.
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "the helpers of tests fail the test when a file is not as it must be"
)]

use std::io::Cursor;

use credits::{AspectRatio, Kind};
use image::{ImageFormat, ImageReader, RgbImage};
use openh264::decoder::Decoder;
use openh264::formats::YUVSource;
use studio::generators::builtin::{Builtin, BuiltinSettings, Pace};
use studio::generators::{Artifact, Control, Generator, GeneratorError, Role, Work};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

fn work(kind: Kind) -> Work {
    Work {
        kind,
        model: "sora-2".to_owned(),
        prompt: "A lighthouse on a black cliff, storm rolling in".to_owned(),
        aspect_ratio: AspectRatio::Wide,
        seconds: 1,
        seed: 7,
    }
}

async fn made(work: Work) -> Vec<Artifact> {
    let (control, _progress) = Control::new(CancellationToken::new());
    Builtin::new(BuiltinSettings::default()).generate(work, control).await.expect("files")
}

fn decoded(file: &Artifact) -> RgbImage {
    assert_eq!(file.media_type, "image/jpeg");
    ImageReader::with_format(Cursor::new(&file.bytes), ImageFormat::Jpeg).decode().expect("a JPEG file").to_rgb8()
}

/// The content of a box of an MP4 file, found by the path of its names.
fn mp4_box<'a>(file: &'a [u8], path: &[&str]) -> &'a [u8] {
    let Some((name, deeper)) = path.split_first() else { return file };
    let mut rest = file;
    while rest.len() >= 8 {
        let length = u32::from_be_bytes(rest[0..4].try_into().expect("four bytes")) as usize;
        if &rest[4..8] == name.as_bytes() {
            return mp4_box(&rest[8..length], deeper);
        }
        rest = &rest[length..];
    }
    panic!("no box {name}")
}

fn number_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four bytes"))
}

/// The brightness of every frame of a clip, decoded again.
fn frames(clip: &Artifact) -> Vec<Vec<u8>> {
    let config = mp4_box(&clip.bytes, &["moov", "trak", "mdia", "minf", "stbl", "stsd"]);
    let avcc = config.windows(4).position(|w| w == b"avcC").expect("an avcC box") + 4;
    let sps_bytes = usize::from(config[avcc + 7]);
    let sps = &config[avcc + 8..avcc + 8 + sps_bytes];
    let pps_at = avcc + 8 + sps_bytes + 3;
    let pps = &config[pps_at..pps_at + usize::from(config[pps_at - 1])];
    let mut stream = Vec::new();
    for unit in [sps, pps] {
        stream.extend_from_slice(&[0, 0, 0, 1]);
        stream.extend_from_slice(unit);
    }
    let mut media = mp4_box(&clip.bytes, &["mdat"]);
    while media.len() > 4 {
        let length = number_at(media, 0) as usize;
        stream.extend_from_slice(&[0, 0, 0, 1]);
        stream.extend_from_slice(&media[4..4 + length]);
        media = &media[4 + length..];
    }
    let mut decoder = Decoder::new().expect("a decoder");
    let mut seen = Vec::new();
    for unit in openh264::nal_units(&stream) {
        if let Some(frame) = decoder.decode(unit).expect("a frame") {
            assert_eq!(frame.dimensions(), (clip.width_px as usize, clip.height_px as usize));
            seen.push(frame.y().to_vec());
        }
    }
    seen.extend(decoder.flush_remaining().expect("the rest").iter().map(|frame| frame.y().to_vec()));
    seen
}

#[tokio::test]
async fn the_same_work_gives_the_same_bytes() {
    for kind in [Kind::Image, Kind::Draft] {
        assert_eq!(made(work(kind)).await, made(work(kind)).await);
    }
}

#[tokio::test]
async fn prompt_model_seed_and_aspect_ratio_each_change_the_picture() {
    let original = made(work(Kind::Image)).await;
    for other in [
        Work { prompt: "A lighthouse on a black cliff".to_owned(), ..work(Kind::Image) },
        Work { model: "luma-ray3".to_owned(), ..work(Kind::Image) },
        Work { model: "a-model-nobody-knows".to_owned(), ..work(Kind::Image) },
        Work { seed: 8, ..work(Kind::Image) },
        Work { aspect_ratio: AspectRatio::Tall, ..work(Kind::Image) },
    ] {
        assert_ne!(made(other.clone()).await[0].bytes, original[0].bytes, "{other:?}");
    }
}

#[tokio::test]
async fn every_file_has_the_aspect_ratio_that_was_asked_for() {
    for (aspect_ratio, across, down) in
        [(AspectRatio::Wide, 16, 9), (AspectRatio::Tall, 9, 16), (AspectRatio::Square, 1, 1)]
    {
        for kind in [Kind::Image, Kind::Storyboard, Kind::Draft] {
            for file in made(Work { aspect_ratio, ..work(kind) }).await {
                assert_eq!(file.width_px * down, file.height_px * across, "{kind:?} {aspect_ratio:?}");
                if file.role != Role::Clip {
                    assert_eq!(decoded(&file).dimensions(), (file.width_px, file.height_px));
                }
            }
        }
    }
}

#[tokio::test]
async fn a_storyboard_is_four_different_pictures() {
    let files = made(Work { model: "storyboard".to_owned(), ..work(Kind::Storyboard) }).await;
    assert_eq!(files.iter().map(|file| file.role).collect::<Vec<_>>(), [Role::Picture; 4]);
    for (i, file) in files.iter().enumerate() {
        assert!(files[i + 1..].iter().all(|other| other.bytes != file.bytes));
    }
}

#[tokio::test]
async fn a_picture_is_not_one_flat_colour() {
    let picture = decoded(&made(work(Kind::Image)).await[0]);
    let brightness: Vec<u32> = picture.pixels().map(|p| u32::from(p[0]) + u32::from(p[1]) + u32::from(p[2])).collect();
    let (dark, bright) = (brightness.iter().min().expect("pixels"), brightness.iter().max().expect("pixels"));
    assert!(bright - dark > 300, "from {dark} to {bright}");
}

#[tokio::test]
async fn a_clip_lasts_exactly_its_seconds_and_plays_before_it_is_loaded() {
    for (kind, seconds, frame_count) in [(Kind::Draft, 1, 15), (Kind::Draft, 3, 45), (Kind::Render, 1, 24)] {
        let files = made(Work { seconds, ..work(kind) }).await;
        assert_eq!(files.iter().map(|file| file.role).collect::<Vec<_>>(), [Role::Clip, Role::Poster]);
        let file = &files[0].bytes;
        let movie = mp4_box(file, &["moov", "mvhd"]);
        assert_eq!(number_at(movie, 16), seconds * number_at(movie, 12), "{kind:?}");
        let media = mp4_box(file, &["moov", "trak", "mdia", "mdhd"]);
        assert_eq!(number_at(media, 16), seconds * number_at(media, 12), "{kind:?}");
        let sizes = mp4_box(file, &["moov", "trak", "mdia", "minf", "stbl", "stsz"]);
        assert_eq!(number_at(sizes, 8), frame_count);
        let place = |name: &[u8]| file.windows(4).position(|w| w == name).expect("a box");
        assert!(place(b"moov") < place(b"mdat"), "the index must come first");
    }
}

#[tokio::test]
async fn a_clip_moves_from_frame_to_frame() {
    let files = made(work(Kind::Draft)).await;
    let frames = frames(&files[0]);
    assert_eq!(frames.len(), 15);
    for pair in frames.windows(2) {
        assert_ne!(pair[0], pair[1]);
    }
}

#[tokio::test]
async fn a_clip_of_no_seconds_or_of_far_too_many_fails() {
    for seconds in [0, 61, u32::MAX] {
        let (control, _progress) = Control::new(CancellationToken::new());
        let result =
            Builtin::new(BuiltinSettings::default()).generate(Work { seconds, ..work(Kind::Draft) }, control).await;
        assert!(matches!(result, Err(GeneratorError::Failed { .. })), "{seconds}");
    }
}

#[tokio::test]
async fn a_configured_word_is_refused_in_words_for_the_person_who_asked() {
    let settings = BuiltinSettings { refused_words: vec!["Storm".to_owned()], ..BuiltinSettings::default() };
    let generator = Builtin::new(settings);
    let (control, _progress) = Control::new(CancellationToken::new());
    let result = generator.generate(work(Kind::Image), control).await;
    assert_eq!(result, Err(GeneratorError::Refused { reason: "The model refused this prompt".to_owned() }));
    let (control, _progress) = Control::new(CancellationToken::new());
    let harmless = Work { prompt: "A brainstorm".to_owned(), ..work(Kind::Draft) };
    assert!(generator.generate(harmless, control).await.is_ok());
}

#[tokio::test]
async fn progress_only_rises_and_ends_at_a_thousand() {
    let (control, mut progress) = Control::new(CancellationToken::new());
    let watching = tokio::spawn(async move {
        let mut seen = vec![*progress.borrow_and_update()];
        while progress.changed().await.is_ok() {
            seen.push(*progress.borrow_and_update());
        }
        seen
    });
    let result = Builtin::new(BuiltinSettings::default()).generate(work(Kind::Draft), control).await;
    assert!(result.is_ok());
    let seen = watching.await.expect("a watcher");
    assert!(seen.windows(2).all(|pair| pair[0] <= pair[1]), "{seen:?}");
    assert_eq!(seen.last(), Some(&1_000));
    assert!(seen.len() > 5, "{seen:?}");
}

/// A generator that would need a minute for a clip, and stops in the middle of a rest.
fn slow(threads: usize) -> Builtin {
    Builtin::new(BuiltinSettings {
        threads,
        pace: Pace::Slowed { rest_per_step_ms: 60_000 },
        ..BuiltinSettings::default()
    })
}

async fn wait_for_start(progress: &mut watch::Receiver<u32>) {
    progress.wait_for(|done| *done > 10).await.expect("a running generation");
}

#[tokio::test]
async fn a_cancelled_clip_stops_within_one_frame() {
    let cancelled = CancellationToken::new();
    let (control, mut progress) = Control::new(cancelled.clone());
    let generator = slow(1);
    let (result, ()) = tokio::join!(generator.generate(work(Kind::Draft), control), async {
        wait_for_start(&mut progress).await;
        cancelled.cancel();
    });
    assert_eq!(result, Err(GeneratorError::Cancelled));
    // Fifteen frames make the clip: after one of them no second one was finished.
    assert_eq!(*progress.borrow(), 999 / 15);
}

#[tokio::test]
async fn work_that_was_cancelled_before_it_began_makes_nothing() {
    let cancelled = CancellationToken::new();
    cancelled.cancel();
    let (control, progress) = Control::new(cancelled);
    let result = Builtin::new(BuiltinSettings::default()).generate(work(Kind::Image), control).await;
    assert_eq!(result, Err(GeneratorError::Cancelled));
    assert_eq!(*progress.borrow(), 0);
}

#[tokio::test]
async fn no_more_generations_run_than_there_are_threads() {
    let generator = slow(2);
    let cancelled = CancellationToken::new();
    let (controls, mut receivers): (Vec<_>, Vec<_>) = (0..5).map(|_| Control::new(cancelled.child_token())).unzip();
    let running = controls.into_iter().map(|control| generator.generate(work(Kind::Draft), control));
    let (results, ()) = tokio::join!(futures_util::future::join_all(running), async {
        // The first two have a frame each and rest; the three others were polled at the same time and wait.
        wait_for_start(&mut receivers[0]).await;
        wait_for_start(&mut receivers[1]).await;
        assert!(receivers[2..].iter().all(|waiting| *waiting.borrow() == 0));
        cancelled.cancel();
    });
    assert_eq!(results, vec![Err(GeneratorError::Cancelled); 5]);
}

#[tokio::test]
async fn waiting_work_can_be_cancelled_while_another_runs() {
    let generator = slow(1);
    let (first, second) = (CancellationToken::new(), CancellationToken::new());
    let (first_control, mut first_progress) = Control::new(first.clone());
    let (second_control, _second_progress) = Control::new(second.clone());
    let running = generator.generate(work(Kind::Draft), first_control);
    let waiting = generator.generate(work(Kind::Draft), second_control);
    let cancelled_while_waiting = async {
        wait_for_start(&mut first_progress).await;
        second.cancel();
        let result = waiting.await;
        first.cancel();
        result
    };
    let (ran, waited) = tokio::join!(running, cancelled_while_waiting);
    assert_eq!((ran, waited), (Err(GeneratorError::Cancelled), Err(GeneratorError::Cancelled)));
}

#[tokio::test]
async fn work_that_nobody_waits_for_any_more_gives_its_thread_back() {
    let generator = slow(1);
    let (control, mut progress) = Control::new(CancellationToken::new());
    {
        let abandoned = generator.generate(work(Kind::Draft), control);
        tokio::select! {
            _ = abandoned => panic!("it rests for a minute"),
            () = wait_for_start(&mut progress) => {}
        }
    }
    let cancelled = CancellationToken::new();
    let (control, mut progress) = Control::new(cancelled.clone());
    let (result, ()) = tokio::join!(generator.generate(work(Kind::Draft), control), async {
        wait_for_start(&mut progress).await;
        cancelled.cancel();
    });
    assert_eq!(result, Err(GeneratorError::Cancelled));
}
