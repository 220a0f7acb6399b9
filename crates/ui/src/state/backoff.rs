//! How long to wait before the event stream is opened again.

const FIRST_MS: u32 = 1_000;
const LONGEST_MS: u32 = 30_000;

/// The wait before an attempt, in milliseconds: twice as long after each attempt in vain, up to half a minute, and anywhere in the upper
/// half of that, so that the browsers that lost a server do not all come back in one moment. `chance` is a random number from 0 up to 1.
#[must_use]
pub fn wait_ms(attempts_in_vain: u32, chance: f64) -> u32 {
    let doubled = FIRST_MS.saturating_mul(1_u32.checked_shl(attempts_in_vain).unwrap_or(u32::MAX));
    let longest = doubled.min(LONGEST_MS);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part of at most 15,000")]
    let part = (f64::from(longest / 2) * chance.clamp(0.0, 1.0)) as u32;
    longest / 2 + part
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_attempt_in_vain_doubles_the_wait_up_to_half_a_minute() {
        let latest: Vec<_> = (0..8).map(|attempts| wait_ms(attempts, 1.0)).collect();
        assert_eq!(latest, [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
        let soonest: Vec<_> = (0..8).map(|attempts| wait_ms(attempts, 0.0)).collect();
        assert_eq!(soonest, [500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
        assert_eq!(wait_ms(u32::MAX, 0.5), 22_500);
    }

    #[test]
    fn chance_spreads_the_waits_of_different_browsers() {
        assert_eq!(wait_ms(3, 0.25), 5_000);
        assert_eq!(wait_ms(3, 0.75), 7_000);
        assert_eq!((wait_ms(3, -1.0), wait_ms(3, f64::NAN)), (4_000, 4_000));
    }
}
