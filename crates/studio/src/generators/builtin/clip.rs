//! Clips: paints frame after frame, encodes each as H.264 at once, and packs them as an MP4 file that plays while it loads.

use muxide::api::{Muxer, MuxerBuilder, MuxerError, VideoCodec};
use openh264::OpenH264API;
use openh264::encoder::{
    BitRate, Complexity, Encoder, EncoderConfig, FrameRate, FrameType, IntraFramePeriod, Profile, QpRange,
    RateControlMode, UsageType, VuiConfig,
};
use openh264::formats::{RgbSliceU8, YUVBuffer};

use super::Trouble;
use super::compose::compose;
use super::develop::{Picture, develop};
use super::format::{Size, frames_per_second};
use super::job::Job;
use super::layers;
use super::picture::jpeg;
use super::scene::Shot;
use super::view::View;
use crate::generators::{Artifact, Role, Work};

/// Longer than any catalog offers: a wrong number must not keep a thread busy for hours.
const SECONDS_AT_MOST: u32 = 60;

/// The clip, and the poster that stands for it until it plays.
pub fn clip(work: &Work, job: &Job) -> Result<Vec<Artifact>, Trouble> {
    if !(1..=SECONDS_AT_MOST).contains(&work.seconds) {
        return Err(Trouble::Broken(format!("a clip lasts 1 to {SECONDS_AT_MOST} seconds, not {}", work.seconds)));
    }
    let size = Size::of(work.kind, work.aspect_ratio);
    let rate = frames_per_second(work.kind);
    let scene = compose(work, size.width_px as f32 / size.height_px as f32);
    let mut film = Film::new(size, rate)?;
    let total = work.seconds * rate;
    let mut poster = None;
    for frame in 0..total {
        let time_s = frame as f32 / rate as f32;
        let view = View::new(size, scene.horizon, &scene.camera, &Shot::ESTABLISHING, time_s);
        let canvas = layers::paint(&scene, &view, job)?;
        let picture = develop(&canvas, &scene, &view, job)?;
        film.add(frame, &picture)?;
        if poster.is_none() {
            // The first frame, so that nothing jumps when the clip begins to play.
            poster = Some(jpeg(&picture, Role::Poster)?);
        }
        job.finished_step(frame + 1, total)?;
    }
    let clip = Artifact {
        role: Role::Clip,
        media_type: "video/mp4",
        width_px: size.width_px,
        height_px: size.height_px,
        bytes: film.finish()?,
    };
    Ok([clip].into_iter().chain(poster).collect())
}

/// An MP4 file in the making.
struct Film {
    encoder: Encoder,
    muxer: Muxer<Vec<u8>>,
    rate: u32,
    frame: YUVBuffer,
}

impl Film {
    fn new(size: Size, rate: u32) -> Result<Self, Trouble> {
        let config = EncoderConfig::new()
            // One thread: the job that paints is the thread that encodes, so the operator's cap holds.
            .num_threads(1)
            .profile(Profile::High)
            .usage_type(UsageType::CameraVideoRealTime)
            .complexity(Complexity::Medium)
            // A constant quality and never a dropped frame: a clip has exactly the frames that it lasts.
            .rate_control_mode(RateControlMode::Off)
            .skip_frames(false)
            .qp(QpRange::new(16, 30))
            .bitrate(BitRate::from_bps(6_000_000))
            .max_frame_rate(FrameRate::from_hz(rate as f32))
            // A place to seek to in every second.
            .intra_frame_period(IntraFramePeriod::from_num_frames(rate))
            .scene_change_detect(false)
            .vui(VuiConfig::bt601());
        let encoder = Encoder::with_api_config(OpenH264API::from_source(), config).map_err(encoder_broke)?;
        let muxer = MuxerBuilder::new(Vec::new())
            .video(VideoCodec::H264, size.width_px, size.height_px, f64::from(rate))
            .with_fast_start(true)
            .build()
            .map_err(muxer_broke)?;
        Ok(Self { encoder, muxer, rate, frame: YUVBuffer::new(size.width_px as usize, size.height_px as usize) })
    }

    fn add(&mut self, frame: u32, picture: &Picture) -> Result<(), Trouble> {
        let size = (picture.width_px as usize, picture.height_px as usize);
        self.frame.read_rgb8(RgbSliceU8::new(&picture.rgb, size));
        let encoded = self.encoder.encode(&self.frame).map_err(encoder_broke)?;
        let is_key_frame = matches!(encoded.frame_type(), FrameType::IDR | FrameType::I);
        let at_s = f64::from(frame) / f64::from(self.rate);
        self.muxer.write_video(at_s, &encoded.to_vec(), is_key_frame).map_err(muxer_broke)
    }

    fn finish(mut self) -> Result<Vec<u8>, Trouble> {
        self.muxer.finish_in_place().map_err(muxer_broke)?;
        Ok(self.muxer.into_writer())
    }
}

fn encoder_broke(error: openh264::Error) -> Trouble {
    Trouble::Broken(format!("encoding a frame: {error}"))
}

fn muxer_broke(error: MuxerError) -> Trouble {
    Trouble::Broken(format!("packing the clip: {error}"))
}
