//! The tables of cases in `docs/concepts`, played over every store. What stands there is what happens.

use std::time::Duration;

use credits::decide::Command;
use ledger::LedgerError;

use crate::world::*;

/// The pages of the verbs.
const PAGES: [(&str, &str); 9] = [
    ("deposit", include_str!("../../../../docs/concepts/deposit.md")),
    ("hold", include_str!("../../../../docs/concepts/hold.md")),
    ("settle", include_str!("../../../../docs/concepts/settle.md")),
    ("release", include_str!("../../../../docs/concepts/release.md")),
    ("expire", include_str!("../../../../docs/concepts/expire.md")),
    ("extend", include_str!("../../../../docs/concepts/extend.md")),
    ("lapse", include_str!("../../../../docs/concepts/lapse.md")),
    ("reverse", include_str!("../../../../docs/concepts/reverse.md")),
    ("reinstate", include_str!("../../../../docs/concepts/reinstate.md")),
];

/// A row: what happened before, what is asked, what is answered, and what there is then.
struct Case<'a> {
    before: Vec<&'a str>,
    command: &'a str,
    answer: &'a str,
    then: &'a str,
}

fn cases(page: &'static str) -> Vec<Case<'static>> {
    let rows = page.lines().skip_while(|line| !line.starts_with("| before | command | answer | then |")).skip(2);
    rows.take_while(|line| line.starts_with('|')).map(case).collect()
}

fn case(row: &str) -> Case<'_> {
    let cells: Vec<_> = row.trim_matches('|').split('|').map(str::trim).collect();
    let before =
        cells[0].split(',').map(|word| word.trim().trim_matches('`')).filter(|word| !word.is_empty()).collect();
    Case { before, command: cells[1].trim_matches('`'), answer: cells[2], then: cells[3] }
}

/// An account that commands of the tables are played on.
struct Play {
    world: World,
    /// Every command with a key, in order, with its words.
    asked: Vec<(String, Command)>,
    deposits: usize,
    holds: u128,
}

impl Play {
    /// What is answered: an amount, or a code.
    async fn ask(&mut self, words: &str) -> String {
        let words: Vec<_> = words.split(' ').collect();
        if let ["wait", minutes] = words[..] {
            self.world.clock.advance(minutes_of(minutes));
            return String::new();
        }
        if words == ["sweep"] {
            return self.world.ledger.sweep().await.unwrap().to_string();
        }
        let command = self.command(&words);
        self.asked.push((words.join(" "), command.clone()));
        match self.world.ledger.execute(command).await {
            Ok(verdict) => verdict.answer.amount.to_string(),
            Err(LedgerError::Refused(refusal)) => refusal.code().to_owned(),
            Err(LedgerError::Unavailable(error)) => panic!("{error}"),
        }
    }

    fn command(&mut self, words: &[&str]) -> Command {
        let (one, key) = (account(1), format!("key-{}", self.asked.len()));
        let now = self.world.clock.now();
        let later = |minutes: &str| now.after(minutes_of(minutes));
        match *words {
            ["again"] => self.asked.last().unwrap().1.clone(),
            ["again", verb, which] => self.earlier(verb, which),
            ["key", which, "deposit", amount] => deposit(one, &deposit_key(which), number(amount)),
            ["deposit", amount] => deposit(one, &self.next_deposit(), number(amount)),
            ["deposit", amount, "until", minutes] => {
                let expires_at = NOON.after(minutes_of(minutes));
                deposit_until(one, &self.next_deposit(), number(amount), Some(expires_at))
            }
            ["hold", amount] => hold(one, &key, self.next_hold(), number(amount), later("60")),
            ["hold", amount, "for", minutes] => {
                let expires_at = later(minutes);
                hold(one, &key, self.next_hold(), number(amount), expires_at)
            }
            ["hold", amount, "called", which] => hold(one, &key, name(which), number(amount), later("60")),
            ["settle", which] => settle(one, &key, name(which), None),
            ["settle", which, amount] => settle(one, &key, name(which), Some(number(amount))),
            ["release", which] => release(one, &key, name(which)),
            ["extend", which, minutes] => extend(one, name(which), later(minutes)),
            ["expire", which] => expire(one, name(which)),
            ["lapse"] => lapse(one),
            ["reverse", which, amount] => reverse(one, &key, &deposit_key(which), number(amount)),
            ["reinstate", which, amount] => reinstate(one, &key, &deposit_key(which), number(amount)),
            _ => panic!("the tests do not know the command {words:?}"),
        }
    }

    fn next_deposit(&mut self) -> String {
        self.deposits += 1;
        deposit_key(&self.deposits.to_string())
    }

    fn next_hold(&mut self) -> u128 {
        self.holds += 1;
        self.holds
    }

    /// The deposit of that number, or the making of that hold.
    fn earlier(&self, verb: &str, which: &str) -> Command {
        let place =
            if verb == "deposit" { which.parse::<usize>().unwrap() } else { usize::try_from(name(which)).unwrap() };
        let of_verb = |(words, _): &&(String, Command)| words.split(' ').next() == Some(verb);
        self.asked.iter().filter(of_verb).nth(place - 1).unwrap().1.clone()
    }
}

fn deposit_key(which: &str) -> String {
    format!("deposit-{which}")
}

/// Holds are called a, b, c.
fn name(which: &str) -> u128 {
    let [letter] = which.as_bytes() else { panic!("{which} is no hold") };
    u128::from(letter - b'a' + 1)
}

fn number(word: &str) -> i64 {
    word.parse().unwrap_or_else(|_| panic!("{word} is no number"))
}

fn minutes_of(word: &str) -> Duration {
    Duration::from_secs(60 * number(word).unsigned_abs())
}

fn play_all(kind: Kind) {
    let mut played = 0;
    for (page, text) in PAGES {
        for case in cases(text) {
            let Case { before, command, answer, then } = &case;
            let what = format!("{page}.md: {} then {command}", before.join(", "));
            runtime().block_on(async {
                let mut play = Play { world: World::new(kind), asked: Vec::new(), deposits: 0, holds: 0 };
                for words in before {
                    let said = play.ask(words).await;
                    assert!(said.is_empty() || said.parse::<i64>().is_ok(), "{what}: {words} is refused with {said}");
                }
                assert_eq!(play.ask(command).await, *answer, "{what}");
                let (available, held, _) = play.world.balance(account(1)).await;
                assert_eq!(format!("{available}, {held} held"), *then, "{what}");
                if kind == Kind::Sqlite {
                    assert_eq!(play.world.audit(), Vec::<String>::new(), "{what}");
                }
            });
            played += 1;
        }
        assert!(!cases(text).is_empty(), "{page}.md has no table of cases");
    }
    assert!(played > 80, "{played} cases");
}

#[test]
fn what_the_concepts_say_happens_in_memory() {
    play_all(Kind::Memory);
}

#[test]
fn what_the_concepts_say_happens_in_a_file() {
    play_all(Kind::Sqlite);
}

#[test]
fn what_the_concepts_say_happens_in_a_database() {
    play_all(Kind::Postgres);
}
