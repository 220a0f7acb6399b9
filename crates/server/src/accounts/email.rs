//! An email address as the name of an account.

/// The longest address that mail can be delivered to (RFC 5321).
const EMAIL_BYTES_MAX: usize = 254;

/// The longest part before the `@` (RFC 5321).
const LOCAL_BYTES_MAX: usize = 64;

/// An address that could be one: trimmed and in lower case, so that one person has one name however they type it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Email(String);

impl Email {
    /// Takes an address from outside; `None` for what cannot be one. Only a delivered message could tell more.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        let (local, domain) = text.rsplit_once('@')?;
        let fits = text.len() <= EMAIL_BYTES_MAX && (1..=LOCAL_BYTES_MAX).contains(&local.len());
        let is_clean = |part: &str| !part.chars().any(|c| c.is_whitespace() || c.is_control() || c == '@');
        let is_label = |label: &str| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        };
        (fits && is_clean(local) && domain.split('.').all(is_label)).then_some(Self(text))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the `@`.
    pub fn local(&self) -> &str {
        self.0.rsplit_once('@').map_or(self.as_str(), |(local, _)| local)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_name_however_it_is_typed() {
        assert_eq!(Email::new("  Ada@Example.ORG "), Email::new("ada@example.org"));
        assert_eq!(Email::new("ada@example.org").unwrap().local(), "ada");
    }

    #[test]
    fn what_cannot_be_an_address_is_none() {
        let long = format!("{}@example.org", "a".repeat(65));
        for bad in
            ["", "ada", "@example.org", "ada@", "a b@example.org", "ada@exa mple", "ada@example..org", "a@@b", &long]
        {
            assert_eq!(Email::new(bad), None, "{bad:?}");
        }
    }
}
