//! The decisions, verb by verb: what each does, what each refuses, in which order, and that a key answers the same for ever.

#![cfg(test)]

use std::time::Duration;

use credits::decide::{
    Balance, Chain, Command, Effects, EntryKind, Hold, HoldState, LotId, OpenLot, Part, Purchase, Refusal, Source,
    Verb, View, decide,
};
use credits::{AccountId, Credits, HoldId, IdempotencyKey, Timestamp};
use uuid::Uuid;

const NOON: Timestamp = Timestamp(1_000_000_000);
const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn credits(amount: i64) -> Credits {
    Credits::new(amount).unwrap()
}

fn key(name: &str) -> IdempotencyKey {
    IdempotencyKey::new(name).unwrap()
}

fn command(verb: Verb) -> Command {
    Command { account: AccountId(Uuid::from_u128(7)), verb }
}

fn hold_id() -> HoldId {
    HoldId(Uuid::from_u128(9))
}

fn deposit(name: &str, amount: i64) -> Command {
    command(Verb::Deposit {
        key: key(name),
        amount: credits(amount),
        source: Source::Pack,
        note: "Starter Pack".into(),
        expires_at: None,
    })
}

fn hold(name: &str, amount: i64) -> Command {
    let (operation, expires_at) = ("Sora render".into(), NOON.after(MINUTE));
    command(Verb::Hold { key: key(name), hold: hold_id(), amount: credits(amount), operation, expires_at })
}

fn settle(name: &str, amount: Option<i64>) -> Command {
    command(Verb::Settle { key: key(name), hold: hold_id(), amount: amount.map(credits) })
}

fn release(name: &str) -> Command {
    command(Verb::Release { key: key(name), hold: hold_id() })
}

fn expire() -> Command {
    command(Verb::Expire { hold: hold_id() })
}

fn reverse(name: &str, amount: i64) -> Command {
    let (deposit, amount, note) = (key("cs_1"), credits(amount), "refund".into());
    command(Verb::Reverse { key: key(name), deposit, amount, note })
}

fn reinstate(name: &str, amount: i64) -> Command {
    let (deposit, amount, note) = (key("cs_1"), credits(amount), "won".into());
    command(Verb::Reinstate { key: key(name), deposit, amount, note })
}

fn extend(expires_at: Timestamp) -> Command {
    command(Verb::Extend { hold: hold_id(), expires_at })
}

fn with(available: i64, held: i64) -> View {
    let lot = OpenLot { id: LotId(1), remaining: credits(available), expires_at: None };
    let lots = Some(lot).filter(|lot| lot.remaining > Credits::ZERO).into_iter().collect();
    View {
        balance: Balance { available: credits(available), held: credits(held), version: 3 },
        lots,
        ..View::default()
    }
}

fn with_hold(available: i64, amount: i64, state: HoldState) -> View {
    let held = if state == HoldState::Active { amount } else { 0 };
    let hold = Hold {
        id: hold_id(),
        amount: credits(amount),
        operation: "Sora render".into(),
        expires_at: NOON.after(MINUTE),
        state,
        expired_at: None,
        parts: vec![Part { lot: LotId(1), amount: credits(amount), expires_at: None }],
    };
    View { hold: Some(hold), ..with(available, held) }
}

/// The entry's deltas, the balance after (available, held, version), and the state of the hold after.
type Summary = (Option<(EntryKind, i64, i64)>, (i64, i64, u64), Option<&'static str>);

fn summary(effects: &Effects) -> Summary {
    let entry = effects.entries.last().map(|e| (e.kind, e.available_delta.get(), e.held_delta.get()));
    let balance = effects.verdict.answer.balance;
    (
        entry,
        (balance.available.get(), balance.held.get(), balance.version),
        effects.hold.as_ref().map(|h| h.state.as_str()),
    )
}

#[test]
fn a_deposit_adds_and_nothing_else() {
    let effects = decide(&with(12, 5), &deposit("d", 300), NOON).unwrap();
    assert_eq!(summary(&effects), (Some((EntryKind::Deposit, 300, 0)), (312, 5, 4), None));
    let entry = effects.entries.last().unwrap();
    assert_eq!(
        (entry.version, entry.at, entry.source, entry.note.as_str()),
        (4, NOON, Some(Source::Pack), "Starter Pack")
    );
}

#[test]
fn nothing_is_an_answer_not_an_error() {
    let effects = decide(&with(12, 0), &deposit("d", 0), NOON).unwrap();
    assert_eq!(summary(&effects), (Some((EntryKind::Deposit, 0, 0)), (12, 0, 4), None));
    let effects = decide(&with(0, 0), &hold("h", 0), NOON).unwrap();
    assert_eq!(summary(&effects), (Some((EntryKind::Hold, 0, 0)), (0, 0, 4), Some("active")));
}

#[test]
fn a_hold_moves_credits_from_available_to_held_down_to_the_last_one() {
    let effects = decide(&with(80, 0), &hold("h", 80), NOON).unwrap();
    assert_eq!(summary(&effects), (Some((EntryKind::Hold, -80, 80)), (0, 80, 4), Some("active")));
}

#[test]
fn a_hold_of_more_than_there_is_says_what_is_missing_and_what_is_on_hold() {
    let refusal = decide(&with(79, 40), &hold("h", 80), NOON).unwrap_err();
    let Refusal::InsufficientCredits { shortfall, held } = refusal else { panic!("{refusal}") };
    assert_eq!(
        (shortfall.required.get(), shortfall.available.get(), shortfall.missing().get(), held.get()),
        (80, 79, 1, 40)
    );
}

#[test]
fn settling_spends_all_or_fewer_and_the_rest_returns() {
    for (amount, available_after) in [(None, 20), (Some(80), 20), (Some(30), 70), (Some(0), 100)] {
        let effects = decide(&with_hold(20, 80, HoldState::Active), &settle("s", amount), NOON).unwrap();
        let returned = available_after - 20;
        assert_eq!(
            summary(&effects),
            (Some((EntryKind::Settle, returned, -80)), (available_after, 0, 4), Some("settled"))
        );
        assert_eq!(effects.verdict.answer.amount.get(), 80 - returned);
    }
}

#[test]
fn a_release_and_an_expiry_return_everything() {
    let effects = decide(&with_hold(20, 80, HoldState::Active), &release("r"), NOON).unwrap();
    assert_eq!(summary(&effects), (Some((EntryKind::Release, 80, -80)), (100, 0, 4), Some("released")));
    let effects = decide(&with_hold(20, 80, HoldState::Active), &expire(), NOON.after(MINUTE)).unwrap();
    assert_eq!(summary(&effects), (Some((EntryKind::Expire, 80, -80)), (100, 0, 4), Some("expired")));
}

#[test]
fn a_hold_does_not_expire_before_its_time_and_can_be_settled_after_it_until_it_does() {
    let just_before = Timestamp(NOON.after(MINUTE).0 - 1);
    assert_eq!(decide(&with_hold(20, 80, HoldState::Active), &expire(), just_before), Err(Refusal::HoldNotExpired));
    assert!(decide(&with_hold(20, 80, HoldState::Active), &settle("s", None), NOON.after(MINUTE * 2)).is_ok());
}

#[test]
fn an_extension_moves_the_expiry_later_and_never_earlier_and_writes_no_entry() {
    let later = NOON.after(MINUTE * 5);
    let effects = decide(&with_hold(20, 80, HoldState::Active), &extend(later), NOON).unwrap();
    assert_eq!(summary(&effects), (None, (20, 80, 3), Some("active")));
    assert_eq!(effects.hold.map(|hold| hold.expires_at), Some(later));
    let effects = decide(&with_hold(20, 80, HoldState::Active), &extend(NOON), NOON).unwrap();
    assert_eq!((effects.hold, effects.entries, effects.verdict.is_replay), (None, Vec::new(), true));
}

#[test]
fn of_settle_release_and_expire_exactly_one_wins() {
    let ends = [
        HoldState::Settled { spent: credits(80), at: NOON },
        HoldState::Released { at: NOON },
        HoldState::Expired { at: NOON },
    ];
    for state in ends {
        for late in [settle("late-s", None), release("late-r"), expire(), extend(NOON.after(MINUTE * 9))] {
            let refusal = decide(&with_hold(20, 80, state), &late, NOON.after(MINUTE * 2));
            assert_eq!(refusal, Err(Refusal::HoldNotActive { state: state.as_str() }), "{late:?}");
        }
    }
}

#[test]
fn more_than_was_held_cannot_be_settled() {
    let refusal = decide(&with_hold(500, 80, HoldState::Active), &settle("s", Some(81)), NOON);
    assert_eq!(refusal, Err(Refusal::SettleExceedsHold { held: credits(80), amount: credits(81) }));
}

#[test]
fn a_hold_that_is_not_there_cannot_be_ended() {
    for lonely in [settle("s", None), release("r"), expire(), extend(NOON)] {
        assert_eq!(decide(&with(100, 0), &lonely, NOON), Err(Refusal::HoldNotFound));
    }
}

#[test]
fn the_same_request_gets_its_first_answer_again_and_changes_nothing() {
    let cases = [
        (with(100, 0), deposit("k", 300), with(0, 0)),
        (with(100, 0), hold("k", 80), with_hold(0, 80, HoldState::Released { at: NOON })),
        (
            with_hold(20, 80, HoldState::Active),
            settle("k", None),
            with_hold(0, 80, HoldState::Settled { spent: credits(80), at: NOON }),
        ),
        (with_hold(20, 80, HoldState::Active), release("k"), with_hold(0, 80, HoldState::Released { at: NOON })),
    ];
    for (before, command, mut later) in cases {
        let first = decide(&before, &command, NOON).unwrap();
        let (_, record) = first.key.clone().unwrap();
        later.key = Some(record);
        let again = decide(&later, &command, NOON.after(MINUTE * 100)).unwrap();
        assert_eq!(again.verdict.answer, first.verdict.answer);
        assert!(again.verdict.is_replay && !first.verdict.is_replay);
        assert_eq!((again.entries, again.hold, again.key), (Vec::new(), None, None));
    }
}

#[test]
fn a_key_that_was_used_for_another_request_is_refused_whatever_else_is_wrong() {
    let (_, record) = decide(&with(100, 0), &deposit("k", 300), NOON).unwrap().key.unwrap();
    let view = View { key: Some(record), ..with(0, 0) };
    for other in [deposit("k", 301), deposit("k", -1), hold("k", 80), settle("k", None), release("k")] {
        assert_eq!(decide(&view, &other, NOON), Err(Refusal::KeyReused), "{other:?}");
    }
}

#[test]
fn a_retry_of_a_hold_is_the_same_request_although_it_would_end_later() {
    let first = decide(&with(100, 0), &hold("k", 80), NOON).unwrap();
    let view = View { key: first.key.map(|(_, record)| record), ..with_hold(20, 80, HoldState::Active) };
    let (operation, expires_at) = ("Sora render".into(), NOON.after(MINUTE * 3));
    let retry = command(Verb::Hold { key: key("k"), hold: hold_id(), amount: credits(80), operation, expires_at });
    assert!(decide(&view, &retry, NOON.after(MINUTE)).unwrap().verdict.is_replay);
}

#[test]
fn refusals_come_in_their_documented_order() {
    let too_long = "x".repeat(201);
    let wanted = |amount: i64, operation: &str, expires_at: Timestamp| {
        command(Verb::Hold {
            key: key("h"),
            hold: hold_id(),
            amount: credits(amount),
            operation: operation.into(),
            expires_at,
        })
    };
    let taken = with_hold(0, 80, HoldState::Active);
    let table = [
        (wanted(-1, "", NOON), Refusal::AmountOutOfRange),
        (wanted(90, "", NOON), Refusal::OperationNameInvalid),
        (wanted(90, &too_long, NOON), Refusal::OperationNameInvalid),
        (wanted(90, "a\0b", NOON), Refusal::OperationNameInvalid),
        (wanted(90, "Sora render", NOON), Refusal::ExpiryInThePast),
        (wanted(90, "Sora render", NOON.after(8 * DAY)), Refusal::ExpiryTooFar),
        (wanted(90, "Sora render", NOON.after(MINUTE)), Refusal::HoldExists),
        (extend(NOON.after(8 * DAY)), Refusal::ExpiryTooFar),
        (reverse("r", -1), Refusal::AmountOutOfRange),
        (reverse("r", 1), Refusal::PurchaseNotFound),
        (reinstate("r", -1), Refusal::AmountOutOfRange),
        (reinstate("r", 1), Refusal::PurchaseNotFound),
    ];
    for (command, refusal) in table {
        assert_eq!(decide(&taken, &command, NOON), Err(refusal));
    }
    assert_eq!(decide(&with(0, 0), &settle("s", Some(-1)), NOON), Err(Refusal::AmountOutOfRange));
    let ended = with_hold(0, 80, HoldState::Released { at: NOON });
    assert_eq!(decide(&ended, &settle("s", Some(81)), NOON), Err(Refusal::HoldNotActive { state: "released" }));
    // Of a hold that has expired, what is not there is said before what is too much.
    let expired = |available| with_hold(available, 80, HoldState::Expired { at: NOON });
    assert_eq!(decide(&expired(80), &settle("s", Some(81)), NOON), Err(Refusal::HoldNotActive { state: "expired" }));
    let too_much = Refusal::SettleExceedsHold { held: credits(80), amount: credits(81) };
    assert_eq!(decide(&expired(81), &settle("s", Some(81)), NOON), Err(too_much));
}

/// Twice in one decision the same credits cannot be counted: whatever lots there are, they have what can be spent.
#[test]
#[should_panic(expected = "lots have what can be spent")]
fn lots_that_contradict_the_balance_are_never_written_over() {
    let view = View { lots: Vec::new(), ..with(10, 0) };
    let _ = decide(&view, &deposit("d", 5), NOON);
}

#[test]
fn a_deposit_that_would_leave_the_range_is_refused_and_not_clamped() {
    let full = with(Credits::MAX.get(), 0);
    assert_eq!(decide(&full, &deposit("d", 1), NOON), Err(Refusal::AmountOutOfRange));
    assert_eq!(decide(&with(0, 0), &deposit("d", -5), NOON), Err(Refusal::AmountOutOfRange));
}

#[test]
fn every_refusal_has_a_code_of_the_contract() {
    let insufficient = decide(&with(0, 0), &hold("h", 1), NOON).unwrap_err();
    assert_eq!(insufficient.code(), "INSUFFICIENT_CREDITS");
    assert_eq!(insufficient.to_string(), "1 of 1 credits are missing");
    let beyond = decide(&with_purchase(30), &reverse("r", 71), NOON).unwrap_err();
    assert_eq!(beyond.code(), "INVALID_REQUEST");
    assert_eq!(beyond.to_string(), "71 credits cannot be reversed of a purchase of which 70 are left to reverse");
    let not_reversed = decide(&with_purchase(30), &reinstate("r", 31), NOON).unwrap_err();
    assert_eq!(not_reversed.to_string(), "31 credits cannot come back of a purchase of which 30 were reversed");
    assert_eq!(Refusal::PurchaseNotFound.code(), "NOT_FOUND");
    assert_eq!(Refusal::ExpiryTooFar.to_string(), "a hold ends within 7 days");
    assert_eq!(Refusal::KeyReused.code(), "IDEMPOTENCY_KEY_REUSED");
    assert_eq!(Refusal::HoldNotActive { state: "expired" }.to_string(), "the hold is expired");
}

/// The words behind the fingerprints are remembered for ever in every ledger: if this test changes, old keys are forgotten.
#[test]
fn fingerprints_never_change() {
    let fingerprint = |command: &Command, view: &View| {
        let (_, record) = decide(view, command, NOON).unwrap().key.unwrap();
        record.fingerprint.0.iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    let active = with_hold(20, 80, HoldState::Active);
    let all = [
        fingerprint(&deposit("k", 300), &with(0, 0)),
        fingerprint(&hold("k", 80), &with(100, 0)),
        fingerprint(&settle("k", None), &active),
        fingerprint(&settle("k", Some(30)), &active),
        fingerprint(&release("k"), &active),
        fingerprint(&reverse("k", 30), &with_purchase(0)),
        fingerprint(&reinstate("k", 30), &with_purchase(30)),
    ];
    assert_eq!(all, FINGERPRINTS);
}

const FINGERPRINTS: [&str; 7] = [
    "6041bfb589211a79061d9f0614d1e9bf",
    "765c5ebbbc8dc2704a4edba366906dc3",
    "4b18680bc037947d25f6b1da0c655564",
    "635276fe2ef874509c4fe72a90ad1bc9",
    "d77c01e52bc7cb21bfa271f20afc18f9",
    "c175620230c260507a31e46e196531ab",
    "b8e5761777dc40ec02adc18748053517",
];

/// A purchase of 100, of which so many were reversed.
fn with_purchase(reversed: i64) -> View {
    let purchase = Purchase { lot: LotId(1), amount: credits(100), reversed: credits(reversed), expires_at: None };
    View { purchase: Some(purchase), ..with(100 - reversed, 0) }
}

#[test]
fn the_chain_never_changes() {
    let entries = |view: &View, command: &Command| decide(view, command, NOON).unwrap().entries;
    let first = entries(&View::default(), &deposit("d", 300)).remove(0);
    let view = View { balance: Balance { available: credits(300), held: credits(0), version: 1 }, ..with(300, 0) };
    let second = entries(&view, &hold("h", 80)).remove(0);
    let hex = |chain: Chain| chain.0.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let link = Chain::START.after(&first);
    // Worked out by another program from the words of docs/operating/moving-a-ledger.md.
    assert_eq!(hex(link), "89c0fd8c4d78bc86f31cc56ed5d76767");
    assert_eq!(hex(link.after(&second)), "25d82a81b109237ab4fb66cfb0c096b7");
}
