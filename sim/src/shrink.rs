//! Makes a plan that fails as short and plain as it can be while it still fails.

use ledger::faults::Fault;

use crate::plan::{Step, Tear, Wish};

/// How often a plan is tried at most while it is shrunk.
const TRIES_MAX: usize = 3_000;

/// The smallest plan that was found which still fails: steps are left out in ever smaller groups, then callers, then commands, and what
/// remains is made plainer.
#[must_use]
pub fn shrink(steps: &[Step], mut fails: impl FnMut(&[Step]) -> bool) -> Vec<Step> {
    let (mut smallest, mut tries) = (steps.to_vec(), 0);
    let mut still_fails = |steps: &[Step]| {
        tries += 1;
        tries <= TRIES_MAX && fails(steps)
    };
    loop {
        let before = smallest.clone();
        leave_out(&mut smallest, &mut still_fails);
        make_plainer(&mut smallest, &mut still_fails);
        if smallest == before {
            return smallest;
        }
    }
}

/// Leaves out groups of steps: halves first, single ones last.
fn leave_out(smallest: &mut Vec<Step>, still_fails: &mut impl FnMut(&[Step]) -> bool) {
    let mut size = smallest.len().div_ceil(2);
    while size > 0 {
        // From the end: what comes after the failure goes at once.
        let mut end = smallest.len();
        while end > 0 {
            let start = end.saturating_sub(size);
            let mut shorter = smallest.clone();
            shorter.drain(start..end.min(shorter.len()));
            if still_fails(&shorter) {
                *smallest = shorter;
            }
            end = start.min(smallest.len());
        }
        size = if size == 1 { 0 } else { size.div_ceil(2) };
    }
}

/// Puts a plainer step into the place of each, as long as there is one.
fn make_plainer(smallest: &mut [Step], still_fails: &mut impl FnMut(&[Step]) -> bool) {
    let mut place = 0;
    while place < smallest.len() {
        let plainer = plainer_steps(&smallest[place]).into_iter().find(|step| {
            let mut steps = smallest.to_vec();
            steps[place] = step.clone();
            still_fails(&steps)
        });
        match plainer {
            Some(step) => smallest[place] = step,
            None => place += 1,
        }
    }
}

fn plainer_steps(step: &Step) -> Vec<Step> {
    match step {
        Step::Ask(callers) => plainer_callers(callers).into_iter().map(Step::Ask).collect(),
        Step::Sweep { callers } => {
            let alone = (!callers.is_empty()).then_some(Step::Sweep { callers: Vec::new() });
            let fewer = plainer_callers(callers).into_iter().map(|callers| Step::Sweep { callers });
            alone.into_iter().chain(fewer).collect()
        }
        Step::Torn { callers, tear } => {
            let fewer = plainer_callers(callers).into_iter().map(|callers| Step::Torn { callers, tear: *tear });
            let never = Step::Ask(callers.clone());
            let whole = Step::Torn { callers: callers.clone(), tear: Tear::Cut { share: 0 } };
            let plainest = matches!(tear, Tear::Cut { share: 0 });
            std::iter::once(never).chain((!plainest).then_some(whole)).chain(fewer).collect()
        }
        Step::Pass { seconds } => smaller(*seconds, 10).into_iter().map(|seconds| Step::Pass { seconds }).collect(),
        Step::Fail { after, fault } => {
            let sooner = (*after > 0).then(|| Step::Fail { after: after / 2, fault: *fault });
            let plainest = matches!(fault, Fault::StopsBefore | Fault::StopsAfter | Fault::Lies);
            let plainer = (!plainest).then_some(Step::Fail { after: *after, fault: Fault::StopsBefore });
            sooner.into_iter().chain(plainer).collect()
        }
        Step::Merge { .. } | Step::Restart => Vec::new(),
    }
}

fn plainer_callers(callers: &[Vec<Wish>]) -> Vec<Vec<Vec<Wish>>> {
    let mut plainer = Vec::new();
    let mut try_with = |change: &dyn Fn(&mut Vec<Vec<Wish>>)| {
        let mut callers = callers.to_vec();
        change(&mut callers);
        plainer.push(callers);
    };
    for caller in 0..callers.len() {
        if callers.len() > 1 {
            try_with(&|callers| drop(callers.remove(caller)));
        }
        for wish in 0..callers[caller].len() {
            if callers[caller].len() > 1 {
                try_with(&|callers| {
                    callers[caller].remove(wish);
                });
            }
        }
    }
    for (caller, wishes) in callers.iter().enumerate() {
        for (place, wish) in wishes.iter().enumerate() {
            for wish in plainer_wishes(*wish) {
                try_with(&|callers| callers[caller][place] = wish);
            }
        }
    }
    plainer
}

/// The same with a smaller amount or a shorter time.
fn plainer_wishes(wish: Wish) -> Vec<Wish> {
    match wish {
        Wish::Deposit { account, key, amount, lasts } => {
            let never = lasts.map(|_| Wish::Deposit { account, key, amount, lasts: None });
            let less = smaller(amount, 1).into_iter().map(|amount| Wish::Deposit { account, key, amount, lasts });
            never.into_iter().chain(less).collect()
        }
        Wish::Hold { account, key, hold, amount, lasts } => {
            let less = smaller(amount, 1).into_iter().map(|amount| Wish::Hold { account, key, hold, amount, lasts });
            let until = smaller(lasts, 10).into_iter().map(|lasts| Wish::Hold { account, key, hold, amount, lasts });
            less.chain(until).collect()
        }
        Wish::Settle { account, key, hold, amount } => {
            let all = amount.map(|_| Wish::Settle { account, key, hold, amount: None });
            let less = amount.into_iter().flat_map(|amount| smaller(amount, 1));
            all.into_iter()
                .chain(less.map(|amount| Wish::Settle { account, key, hold, amount: Some(amount) }))
                .collect()
        }
        Wish::Reverse { account, key, deposit, amount } => {
            smaller(amount, 1).into_iter().map(|amount| Wish::Reverse { account, key, deposit, amount }).collect()
        }
        Wish::Reinstate { account, key, deposit, amount } => {
            smaller(amount, 1).into_iter().map(|amount| Wish::Reinstate { account, key, deposit, amount }).collect()
        }
        Wish::Extend { account, hold, lasts } => {
            smaller(lasts, 10).into_iter().map(|lasts| Wish::Extend { account, hold, lasts }).collect()
        }
        Wish::Release { .. } | Wish::Expire { .. } | Wish::Lapse { .. } => Vec::new(),
    }
}

/// Plainer numbers than one that is larger than the unit: the unit, half of it, one unit less.
fn smaller(number: i64, unit: i64) -> Vec<i64> {
    let mut smaller = vec![unit, number / 2 / unit * unit, number - unit];
    smaller.retain(|other| (unit..number).contains(other));
    smaller.dedup();
    smaller
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_matter_is_left_out_and_what_matters_is_made_plain() {
        let lapse = |account| Wish::Lapse { account };
        let deposit = Wish::Deposit { account: 1, key: 3, amount: 40, lasts: Some(50) };
        let steps = [
            Step::Sweep { callers: Vec::new() },
            Step::Ask(vec![vec![lapse(0), deposit], vec![lapse(2)]]),
            Step::Pass { seconds: 90 },
            Step::Ask(vec![vec![lapse(1)]]),
            Step::Restart,
        ];
        let fails = |steps: &[Step]| {
            let asks = |step: &Step| {
                matches!(step, Step::Ask(callers) if callers.iter().flatten().any(
                |wish| matches!(wish, Wish::Deposit { amount, .. } if *amount >= 7)))
            };
            steps.iter().any(asks) && steps.iter().any(|step| matches!(step, Step::Pass { seconds } if *seconds > 30))
        };
        let plain = Wish::Deposit { account: 1, key: 3, amount: 7, lasts: None };
        assert_eq!(shrink(&steps, fails), [Step::Ask(vec![vec![plain]]), Step::Pass { seconds: 40 }]);
    }
}
