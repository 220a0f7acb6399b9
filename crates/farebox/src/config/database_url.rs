//! The address of a database, which may have a password in it: whatever prints it prints only where it leads.

use std::fmt;

/// An address that PostgreSQL's clients understand.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl {
    address: String,
    name: String,
}

impl DatabaseUrl {
    /// Understands an address; `None` when it is none. Nothing is connected.
    pub fn new(address: &str) -> Option<Self> {
        let name = ledger::name_of_postgres(address).ok()?;
        Some(Self { address: address.to_owned(), name })
    }

    /// The address itself, for whoever connects.
    pub fn secret(&self) -> &str {
        &self.address
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.name)
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "DatabaseUrl({})", self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_prints_the_password() {
        let url = DatabaseUrl::new("postgresql://somebody:secret@db.example/farebox").unwrap();
        assert_eq!(format!("{url} {url:?}"), "farebox at db.example DatabaseUrl(farebox at db.example)");
        assert!(url.secret().contains("secret"));
        assert_eq!(DatabaseUrl::new("mysql://db.example/farebox"), None);
    }
}
