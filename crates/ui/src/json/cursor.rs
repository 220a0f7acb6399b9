//! Walks over the text: white space, single characters, strings, whole numbers.

use super::Unreadable;

/// A place in a text.
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

type Read<T> = Result<T, Unreadable>;

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The next character that is no white space, which is not taken. JSON's marks are all of one byte.
    pub(super) fn peek(&mut self) -> Option<u8> {
        while let Some(byte) = self.byte() {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(byte);
            }
            self.at += 1;
        }
        None
    }

    /// Takes a mark if it is next.
    pub(super) fn takes(&mut self, mark: u8) -> bool {
        let is_next = self.peek() == Some(mark);
        self.at += usize::from(is_next);
        is_next
    }

    /// Takes a mark, which has to be next.
    pub(super) fn expect(&mut self, mark: u8) -> Read<()> {
        if self.takes(mark) { Ok(()) } else { Err(Unreadable) }
    }

    /// Takes a word, which has to be next.
    pub(super) fn word(&mut self, word: &str) -> Read<()> {
        self.peek();
        if !self.rest().starts_with(word) {
            return Err(Unreadable);
        }
        self.at += word.len();
        Ok(())
    }

    /// A whole number: whether it is below zero, and how far from it.
    pub(super) fn number(&mut self) -> Read<(bool, u64)> {
        let is_negative = self.takes(b'-');
        let digits = self.span(|byte| byte.is_ascii_digit());
        // A fraction or an exponent would be the next character: nothing of the wire has one.
        if matches!(self.byte(), Some(b'.' | b'e' | b'E')) {
            return Err(Unreadable);
        }
        Ok((is_negative, digits.parse().map_err(|_| Unreadable)?))
    }

    /// Steps over a number of any kind.
    pub(super) fn skip_number(&mut self) -> Read<()> {
        let span = self.span(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E'));
        if span.is_empty() { Err(Unreadable) } else { Ok(()) }
    }

    pub(super) fn string(&mut self) -> Read<String> {
        self.expect(b'"')?;
        let mut string = String::new();
        loop {
            string.push_str(self.span(|byte| byte != b'"' && byte != b'\\' && byte >= b' '));
            match self.take()? {
                b'"' => return Ok(string),
                b'\\' => string.push(self.escape()?),
                _ => return Err(Unreadable),
            }
        }
    }

    fn escape(&mut self) -> Read<char> {
        Ok(match self.take()? {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.code_point(),
            _ => return Err(Unreadable),
        })
    }

    /// Four digits, or twice four for a character beyond the basic plane (a surrogate pair).
    fn code_point(&mut self) -> Read<char> {
        let first = self.four_digits()?;
        let code = if (0xd800..0xdc00).contains(&first) {
            if self.take()? != b'\\' || self.take()? != b'u' {
                return Err(Unreadable);
            }
            let second = self.four_digits()?;
            let low = second.checked_sub(0xdc00).filter(|low| *low < 0x400).ok_or(Unreadable)?;
            0x1_0000 + ((first - 0xd800) << 10) + low
        } else {
            first
        };
        char::from_u32(code).ok_or(Unreadable)
    }

    fn four_digits(&mut self) -> Read<u32> {
        let mut code = 0;
        for _ in 0..4 {
            let digit = char::from(self.take()?).to_digit(16).ok_or(Unreadable)?;
            code = code * 16 + digit;
        }
        Ok(code)
    }

    /// Takes all that is next and of a kind. Stops at single-byte characters only, so that the text is cut between characters.
    fn span(&mut self, is_in: fn(u8) -> bool) -> &'a str {
        let rest = self.rest();
        let length = rest.bytes().position(|byte| !is_in(byte)).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    fn take(&mut self) -> Read<u8> {
        let byte = self.byte().ok_or(Unreadable)?;
        self.at += 1;
        Ok(byte)
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }
}
