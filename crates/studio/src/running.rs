//! What this process has in its hands: submissions between record and hold, and work that a generator is at.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use parking_lot::Mutex;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// The submissions and the work in hand. What is here has somebody who sees to it, so that a sweep leaves it alone.
#[derive(Debug, Clone, Default)]
pub(crate) struct Running {
    inner: Arc<Mutex<Inner>>,
}

#[derive(Debug, Default)]
struct Inner {
    submissions: HashSet<Uuid>,
    work: HashMap<Uuid, Work>,
}

#[derive(Debug)]
struct Work {
    attempt: u32,
    progress_permille: u32,
    cancelled: CancellationToken,
}

/// The right to take one submission from record to hold. Given back when dropped.
#[derive(Debug)]
pub(crate) struct Submission {
    running: Running,
    id: Uuid,
}

/// A runner's place at one attempt. Given up when dropped.
#[derive(Debug)]
pub(crate) struct Seat {
    running: Running,
    id: Uuid,
    attempt: u32,
    /// Fires when the work should stop.
    pub(crate) cancelled: CancellationToken,
}

impl Running {
    /// Takes a submission in hand, unless somebody has it.
    pub(crate) fn begin_submission(&self, id: Uuid) -> Option<Submission> {
        let is_new = self.inner.lock().submissions.insert(id);
        is_new.then(|| Submission { running: self.clone(), id })
    }

    /// Takes a seat at an attempt. Whoever still sat at an earlier attempt of the same work is told to stop.
    pub(crate) fn sit_down(&self, id: Uuid, attempt: u32) -> Seat {
        let cancelled = CancellationToken::new();
        let work = Work { attempt, progress_permille: 0, cancelled: cancelled.clone() };
        let mut inner = self.inner.lock();
        if let Some(earlier) = inner.work.insert(id, work) {
            earlier.cancelled.cancel();
        }
        drop(inner);
        Seat { running: self.clone(), id, attempt, cancelled }
    }

    /// Whether a runner of this process is at the work.
    pub(crate) fn is_at_work(&self, id: Uuid) -> bool {
        self.inner.lock().work.contains_key(&id)
    }

    /// Tells the generator that is at an attempt to stop, if there is one. A later attempt of the same work goes on.
    pub(crate) fn stop(&self, id: Uuid, attempt: u32) {
        let inner = self.inner.lock();
        if let Some(work) = inner.work.get(&id).filter(|work| work.attempt == attempt) {
            work.cancelled.cancel();
        }
    }

    /// Tells the generator that is at an attempt before this one to stop, if there is one.
    pub(crate) fn stop_before(&self, id: Uuid, attempt: u32) {
        let inner = self.inner.lock();
        if let Some(work) = inner.work.get(&id).filter(|work| work.attempt < attempt) {
            work.cancelled.cancel();
        }
    }

    /// How far the attempt is, in thousandths; 0 when nobody is at it.
    pub(crate) fn progress_permille(&self, id: Uuid, attempt: u32) -> u32 {
        let inner = self.inner.lock();
        inner.work.get(&id).filter(|work| work.attempt == attempt).map_or(0, |work| work.progress_permille)
    }
}

impl Seat {
    /// Notes how far the attempt is.
    pub(crate) fn note_progress(&self, permille: u32) {
        let mut inner = self.running.inner.lock();
        if let Some(work) = inner.work.get_mut(&self.id).filter(|work| work.attempt == self.attempt) {
            work.progress_permille = work.progress_permille.max(permille);
        }
    }
}

impl Drop for Submission {
    fn drop(&mut self) {
        self.running.inner.lock().submissions.remove(&self.id);
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut inner = self.running.inner.lock();
        if inner.work.get(&self.id).is_some_and(|work| work.attempt == self.attempt) {
            inner.work.remove(&self.id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: Uuid = Uuid::from_u128(1);

    #[test]
    fn a_submission_is_in_one_hand_at_a_time() {
        let running = Running::default();
        let first = running.begin_submission(ID);
        assert!(first.is_some() && running.begin_submission(ID).is_none());
        drop(first);
        assert!(running.begin_submission(ID).is_some());
    }

    #[test]
    fn stopping_a_lost_attempt_does_not_stop_its_successor() {
        let running = Running::default();
        let lost = running.sit_down(ID, 1);
        let successor = running.sit_down(ID, 2);
        assert!(lost.cancelled.is_cancelled());
        running.stop(ID, 1);
        assert!(!successor.cancelled.is_cancelled());
        running.stop_before(ID, 2);
        assert!(!successor.cancelled.is_cancelled());
        running.stop(ID, 2);
        assert!(successor.cancelled.is_cancelled());
        let next = running.sit_down(ID, 3);
        running.stop_before(ID, 4);
        assert!(next.cancelled.is_cancelled());
    }

    #[test]
    fn a_lost_attempt_that_leaves_takes_nothing_of_its_successors() {
        let running = Running::default();
        let lost = running.sit_down(ID, 1);
        let successor = running.sit_down(ID, 2);
        lost.note_progress(900);
        successor.note_progress(100);
        drop(lost);
        assert!(running.is_at_work(ID));
        assert_eq!((running.progress_permille(ID, 1), running.progress_permille(ID, 2)), (0, 100));
        drop(successor);
        assert!(!running.is_at_work(ID));
    }
}
