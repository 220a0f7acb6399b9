//! Lapse: the time of lots is over; what is left of them goes out. An ordinary command, issued by a sweep; every other command that writes
//! an entry does the same first.

use super::books::Books;
use super::{Answer, Command, Effects, Refusal, View};
use crate::{Credits, Timestamp};

/// Lets go what is overdue. When nothing is, somebody else was faster and nothing changes.
pub(super) fn lapse(view: &View, command: &Command, at: Timestamp) -> Result<Effects, Refusal> {
    let books = Books::open(view, command.account, at)?;
    if books.is_untouched() {
        let answer = Answer { amount: Credits::ZERO, hold: None, balance: view.balance };
        return Ok(Effects::nothing(answer, true));
    }
    let lapsed = view.balance.available.minus(books.balance().available).map_err(|_| Refusal::AmountOutOfRange)?;
    books.end(command, lapsed, None)
}
