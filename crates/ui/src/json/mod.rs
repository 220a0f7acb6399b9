//! Reads JSON as the browser part needs it: into the types of the wire, or not at all.
//!
//! A general reader explains what is wrong with a text, and carries every type's names, numbers with fractions and their tables for it.
//! These texts come from our own server or from what this same program has stored; when one cannot be read there is nobody to
//! explain it to. So the error here says nothing, and the compiler leaves out all that it would have been made of. It was a tenth
//! of the browser part.

mod cursor;
mod reader;

use std::fmt::{self, Display};

use serde::de::DeserializeOwned;

use self::reader::Reader;

/// The value that the text holds; nothing when it is not JSON or not such a value.
#[must_use]
pub fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    let mut reader = Reader::new(text);
    let value = T::deserialize(&mut reader).ok()?;
    reader.is_at_end().then_some(value)
}

/// The text cannot be read. Why is not said.
#[derive(Debug)]
struct Unreadable;

impl Display for Unreadable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("unreadable JSON")
    }
}

impl std::error::Error for Unreadable {}

impl serde::de::Error for Unreadable {
    fn custom<T: Display>(_message: T) -> Self {
        Self
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use wire::{Accepted, Event, Generation, Problem};

    use super::*;

    fn agrees<T: DeserializeOwned + PartialEq + fmt::Debug>(value: &serde_json::Value) {
        let text = value.to_string();
        let theirs: T = serde_json::from_str(&text).unwrap();
        assert_eq!(read::<T>(&text).as_ref(), Some(&theirs), "{text}");
        let spread = serde_json::to_string_pretty(value).unwrap();
        assert_eq!(read::<T>(&spread), Some(theirs), "{spread}");
    }

    fn generation() -> serde_json::Value {
        json!({
            "id": "01a20465-a058-7fe3-bfc5-0d557f701a59", "kind": "render", "model": "sora-2", "operation": "Sora render",
            "prompt": "a \"storm\"\n\\ with \u{1F30A} and \u{0007} é /", "aspect_ratio": "16:9", "seconds": 5, "state": "failed",
            "progress_permille": 624, "cost": 80, "charge": "not_charged",
            "failure": {"code": "GENERATION_FAILED", "reason": "The model refused this prompt"},
            "assets": [{"role": "clip", "url": "/a", "media_type": "video/mp4", "width_px": 640, "height_px": 360}],
            "created_at": "2026-11-22T17:00:00.000000Z", "revision": u64::MAX, "unknown": [1.5, {"deep": [null, true, "x"]}, -1e3]
        })
    }

    #[test]
    fn it_reads_the_types_of_the_wire_as_a_general_reader_does() {
        agrees::<Generation>(&generation());
        agrees::<Event>(&json!({"balance": {"available": -20, "held": 0, "version": 7}}));
        agrees::<Accepted>(&json!({
            "generation": generation(), "balance": {"available": 1_000_000_000_000_000_i64, "held": 80, "version": 1}
        }));
        agrees::<Problem>(&json!({
            "type": "/problems/insufficient-credits", "title": "Insufficient credits", "status": 402, "detail": "d",
            "code": "INSUFFICIENT_CREDITS", "request_id": "r", "required": 80, "available": null, "retryable": true,
            "errors": [{"pointer": "/prompt", "detail": "d"}],
            "offer": {"price_id": "p", "name": "n", "credits": 300, "price": {"amount_minor": 1500, "currency": "usd"}, "quantity": 1}
        }));
    }

    #[test]
    fn escapes_come_back_as_characters() {
        for text in [r#""\u00e9\u0041\/\b\f\n\r\t\"\\""#, r#""\ud83c\udf0a""#, r#""é🌊""#, r#""""#] {
            assert_eq!(read::<String>(text), serde_json::from_str(text).ok(), "{text}");
            assert!(read::<String>(text).is_some(), "{text}");
        }
    }

    #[test]
    fn what_is_not_json_or_not_such_a_value_is_nothing() {
        for text in [
            "",
            " ",
            "{",
            "[1,",
            "[1,]",
            "[1 2]",
            r#""a"#,
            r#""\x""#,
            r#""\ud83c""#,
            r#""\ud83cx""#,
            r#""\u12""#,
            "tru",
            "01x",
            "1 1",
            "\"\n\"",
            "-",
            "99999999999999999999999",
        ] {
            assert_eq!(read::<Vec<u32>>(text), None, "{text:?}");
            assert_eq!(read::<String>(text), None, "{text:?}");
            assert_eq!(read::<u32>(text), None, "{text:?}");
        }
        assert_eq!(read::<u32>("-1"), None);
        assert_eq!(read::<Vec<u32>>("[1.5]"), None);
        assert_eq!(read::<wire::Balance>(r#"{"available":1,"held":0}"#), None);
        assert_eq!(read::<wire::Time>(r#""yesterday""#), None);
    }

    #[test]
    fn a_text_that_nests_without_end_is_refused_and_does_not_break_the_stack() {
        let deep = "[".repeat(100_000);
        assert_eq!(read::<Vec<u32>>(&deep), None);
        assert!(read::<wire::Balance>(&format!("{{\"x\":{deep}")).is_none());
    }
}
