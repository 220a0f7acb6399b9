//! What people call a key.

/// The longest name, in characters.
const CHARACTERS_MAX: usize = 100;

/// A name that says something and fits on a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKeyName(String);

/// What a name must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the name must be 1 to {CHARACTERS_MAX} characters on one line")]
pub struct InvalidApiKeyName;

impl ApiKeyName {
    /// Takes a name from outside, without the white space around it.
    ///
    /// # Errors
    /// When nothing is left of it, or it is too long, or has a character that moves the line.
    pub fn new(text: &str) -> Result<Self, InvalidApiKeyName> {
        let name = text.trim();
        let fits =
            !name.is_empty() && name.chars().count() <= CHARACTERS_MAX && !name.contains(|c: char| c.is_control());
        if fits { Ok(Self(name.to_owned())) } else { Err(InvalidApiKeyName) }
    }

    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_something_on_one_line() {
        assert_eq!(ApiKeyName::new(" render farm ").map(|name| name.0), Ok("render farm".to_owned()));
        assert!(ApiKeyName::new(&"é".repeat(100)).is_ok());
        for bad in ["", "  ", "two\nlines", "\u{1b}[31m", &"a".repeat(101)] {
            assert_eq!(ApiKeyName::new(bad), Err(InvalidApiKeyName), "{bad:?}");
        }
    }
}
