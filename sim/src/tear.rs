//! What a power failure leaves of writes to a SQLite file and its write-ahead log, made out of what was there before and after them.
//!
//! In its log SQLite only ever appends, or begins again from the front, and it waits for the disk once a transaction. So until that
//! transaction is acknowledged, any of its bytes may be on the disk or not; everything before it is. The file itself is written only while
//! a log is merged that is wholly on the disk.

use crate::dice::Dice;

/// A file and its write-ahead log, byte by byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// The file.
    pub file: Vec<u8>,
    /// The log beside it.
    pub log: Vec<u8>,
}

/// An image, and whether all of the writes are in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Torn {
    /// What is found.
    pub image: Image,
    /// Whether everything is there that was written.
    pub is_whole: bool,
}

/// What a disk writes at once.
const SECTOR: usize = 512;
/// What stands before the first frame of a log, and before the page in each.
const LOG_HEADER: usize = 32;
const FRAME_HEADER: usize = 24;

/// The first bytes of what was written: so many of 65,536.
#[must_use]
pub fn cut(before: &Image, after: &Image, share: u16) -> Torn {
    let (first, last) = written(&before.log, &after.log);
    cut_at(before, after, first + (last - first) * usize::from(share) / usize::from(u16::MAX))
}

/// Every cut between two writes, and cuts within each.
#[must_use]
pub fn every_cut(before: &Image, after: &Image) -> Vec<Torn> {
    let (first, last) = written(&before.log, &after.log);
    let page =
        after.log.get(8..12).map_or(4_096, |size| size.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)));
    let frame = FRAME_HEADER + page;
    let mut places = vec![first, last.saturating_sub(1), last];
    for start in (LOG_HEADER..after.log.len()).step_by(frame.max(1)) {
        places.extend([start, start + FRAME_HEADER, start + frame / 2]);
    }
    places.retain(|place| (first..=last).contains(place));
    places.sort_unstable();
    places.dedup();
    places.into_iter().map(|place| cut_at(before, after, place)).collect()
}

/// Some sectors of what was written, the others as they were, or full of something else.
#[must_use]
pub fn garbled(before: &Image, after: &Image, chance: u16) -> Torn {
    let (first, last) = written(&before.log, &after.log);
    let mut dice = Dice::new(u64::from(chance));
    let mut log = after.log.clone();
    for place in (first..last).step_by(SECTOR) {
        let sector = place..(place + SECTOR).min(last);
        match dice.below(4) {
            0 => sector.for_each(|at| log[at] = before.log.get(at).copied().unwrap_or(0)),
            1 => sector.for_each(|at| log[at] = u8::try_from(dice.below(256)).unwrap_or(0)),
            _ => {}
        }
    }
    let is_whole = log == after.log;
    Torn { image: Image { file: file(before, after, is_whole), log }, is_whole }
}

/// In the middle of a merge: some sectors of the file are written, others not, and the log is as it was.
#[must_use]
pub fn merging(before: &Image, after: &Image, chance: u16) -> Image {
    let mut dice = Dice::new(u64::from(chance));
    let mut file = before.file.clone();
    // A file may have grown before what belongs there is written.
    file.resize(after.file.len().max(before.file.len()), 0);
    for place in (0..after.file.len()).step_by(SECTOR) {
        if dice.happens(50) {
            let sector = place..(place + SECTOR).min(after.file.len());
            file[sector.clone()].copy_from_slice(&after.file[sector]);
        }
    }
    Image { file, log: before.log.clone() }
}

fn cut_at(before: &Image, after: &Image, place: usize) -> Torn {
    let is_whole = place >= written(&before.log, &after.log).1;
    let mut log = after.log.get(..place.min(after.log.len())).unwrap_or_default().to_vec();
    log.extend(before.log.get(place..).unwrap_or_default());
    if is_whole {
        log.clone_from(&after.log);
    }
    Torn { image: Image { file: file(before, after, is_whole), log }, is_whole }
}

/// The file changes only after its log is on the disk.
fn file(before: &Image, after: &Image, is_whole: bool) -> Vec<u8> {
    if is_whole { after.file.clone() } else { before.file.clone() }
}

/// From which byte to which a log was written.
fn written(before: &[u8], after: &[u8]) -> (usize, usize) {
    let first = before.iter().zip(after).take_while(|(one, other)| one == other).count();
    let is_other = |place: &usize| before.get(*place) != after.get(*place);
    let last = (first..after.len()).rev().find(is_other).map_or(first, |place| place + 1);
    (first, last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(log: &[u8]) -> Image {
        Image { file: Vec::new(), log: log.to_vec() }
    }

    #[test]
    fn a_cut_has_the_new_bytes_before_it_and_the_old_ones_behind_it() {
        let (before, after) = (image(b"aaaa"), image(b"aabbbb"));
        assert_eq!(written(&before.log, &after.log), (2, 6));
        assert_eq!(cut_at(&before, &after, 3), Torn { image: image(b"aaba"), is_whole: false });
        assert_eq!(cut(&before, &after, 0).image, before);
        assert_eq!(cut(&before, &after, u16::MAX), Torn { image: after.clone(), is_whole: true });
        assert_eq!(every_cut(&before, &after).len(), 3);
    }
}
