//! `farebox account show`: what an account has and what happened to it.

use std::fmt::Write as _;
use std::process::ExitCode;

use crate::cli::Show as Arguments;
use crate::exit::Failure;
use crate::operator::{Answer, Request, Show, Shown, call};
use crate::output::{grouped, to_stdout};

/// Prints the account.
pub fn run(arguments: Arguments) -> Result<ExitCode, Failure> {
    let loaded = arguments.common.load(None)?;
    let show = Show { email: arguments.email, limit: arguments.limit };
    match call(&loaded, Request::Show(show))? {
        Answer::Shown(shown) if arguments.json => to_stdout(&crate::output::json(&shown)?),
        Answer::Shown(shown) => to_stdout(&page(&shown)),
        _ => return Err(Failure::something_else()),
    }
    Ok(ExitCode::SUCCESS)
}

fn page(shown: &Shown) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{} ({}), account {}", shown.email, shown.display_name, shown.account);
    let _ = writeln!(text, "available {:>12}", grouped(shown.balance.available.get()));
    let _ = writeln!(text, "held      {:>12}", grouped(shown.balance.held.get()));
    if !shown.holds.is_empty() {
        let _ = writeln!(text, "\nholds, newest first");
    }
    for hold in &shown.holds {
        let expires_at = String::from(hold.expires_at);
        let (amount, operation) = (grouped(hold.amount.get()), &hold.operation);
        let _ = writeln!(text, "{amount:>12}  {operation}, returns by itself at {expires_at}  {}", hold.id);
    }
    if !shown.entries.is_empty() {
        let _ = writeln!(text, "\nentries, newest first");
        let _ =
            writeln!(text, "{:>7}  {:<27}  {:<7}  {:>12}  {:>10}  note", "version", "at", "kind", "available", "held");
    }
    for entry in &shown.entries {
        let (at, kind) = (String::from(entry.at), entry.kind.as_str());
        let (available, held) = (signed(entry.available_delta.get()), signed(entry.held_delta.get()));
        let source = entry.source.map_or_else(String::new, |source| format!("{}: ", source.as_str()));
        let _ = writeln!(
            text,
            "{:>7}  {at:<27}  {kind:<7}  {available:>12}  {held:>10}  {source}{}",
            entry.version, entry.note
        );
    }
    text
}

/// A change as people read it: +1,200, -80, 0.
fn signed(delta: i64) -> String {
    if delta > 0 { format!("+{}", grouped(delta)) } else { grouped(delta) }
}
