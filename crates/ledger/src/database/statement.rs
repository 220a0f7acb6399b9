//! Statements are written once, with names for what is given: `:account`. Both engines understand them, one of them by numbers.

use super::value::{ToValue, Value};
use crate::StorageError;

/// What is given to a statement: names without their colon, and values.
pub type Parameters<'p> = &'p [(&'p str, &'p dyn ToValue)];

/// A statement with numbers where it had names, and which name has which number, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Numbered {
    pub sql: String,
    pub names: Vec<String>,
}

/// Puts numbers in the place of names. What stands between single quotes is left alone.
pub(super) fn number(sql: &str) -> Numbered {
    let (mut numbered, mut names) = (String::with_capacity(sql.len()), Vec::new());
    let mut rest = sql;
    let mut is_quoted = false;
    while let Some(at) = rest.find(['\'', ':']) {
        let (before, from) = rest.split_at(at);
        numbered.push_str(before);
        let (mark, after) = from.split_at(1);
        let length = after.find(|next: char| !next.is_ascii_alphanumeric() && next != '_').unwrap_or(after.len());
        is_quoted ^= mark == "'";
        if mark == "'" || is_quoted || length == 0 {
            numbered.push_str(mark);
            rest = after;
            continue;
        }
        let (name, after) = after.split_at(length);
        let known = names.iter().position(|known| known == name);
        let place = known.unwrap_or_else(|| {
            names.push(name.to_owned());
            names.len() - 1
        });
        numbered.push_str(&format!("${}", place + 1));
        rest = after;
    }
    numbered.push_str(rest);
    Numbered { sql: numbered, names }
}

/// The value that was given under a name.
pub(super) fn given(parameters: Parameters<'_>, name: &str) -> Result<Value, StorageError> {
    let found = parameters.iter().find(|(known, _)| *known == name);
    let (_, value) = found.ok_or_else(|| StorageError::unavailable(format!("a statement was not given :{name}")))?;
    value.to_value().ok_or_else(|| StorageError::damaged(format!(":{name} does not fit into a column")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_numbers_in_the_order_of_their_first_use() {
        let numbered = number("SELECT ':no' FROM t WHERE a = :a AND b_2=:b_2 AND (c = :a OR d = ':b')");
        assert_eq!(numbered.sql, "SELECT ':no' FROM t WHERE a = $1 AND b_2=$2 AND (c = $1 OR d = ':b')");
        assert_eq!(numbered.names, ["a", "b_2"]);
    }

    #[test]
    fn what_was_not_given_and_what_does_not_fit_is_an_error() {
        assert_eq!(given(&[("n", &7_u32)], "n").unwrap(), Value::Integer(7));
        assert!(given(&[], "n").unwrap_err().to_string().contains(":n"));
        assert!(given(&[("n", &u64::MAX)], "n").unwrap_err().is_damaged());
    }
}
