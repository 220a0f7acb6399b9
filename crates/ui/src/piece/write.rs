//! Writes a piece as HTML, as it is now.
//!
//! What changes leaves marks in it (`<!>`) by which the browser finds its place again; `grow` knows the same rules:
//! - a text that follows a text is parted from it by a mark, since the two would be read as one,
//! - a part and a keyed list end with a mark, before which they grow.

use super::element::{Attribute, Parts};
use super::{Piece, Text};

/// Elements that hold nothing and are not closed.
const VOID: [&str; 2] = ["img", "input"];

/// The piece as HTML.
#[must_use]
pub fn write(piece: Piece) -> String {
    let mut writer = Writer { html: String::with_capacity(16 * 1024), is_after_text: false };
    writer.piece(piece);
    writer.html
}

struct Writer {
    html: String,
    is_after_text: bool,
}

impl Writer {
    fn piece(&mut self, piece: Piece) {
        match piece {
            Piece::Nothing => {}
            Piece::Text(text) => self.text(&text),
            Piece::LiveText(mut now) => self.text(&now()),
            Piece::Element(element) => self.element(*element.0),
            Piece::Group(pieces) => pieces.into_iter().for_each(|piece| self.piece(piece)),
            Piece::Part(mut now) => self.region(now().into_iter()),
            Piece::Each(mut list) => {
                let keys = (list.keys)();
                self.region(keys.into_iter().map(list.make));
            }
        }
    }

    fn mark(&mut self) {
        self.html.push_str("<!>");
        self.is_after_text = false;
    }

    fn text(&mut self, text: &str) {
        if self.is_after_text {
            self.mark();
        }
        self.html.push_str(&escaped(text));
        self.is_after_text = true;
    }

    fn region(&mut self, content: impl Iterator<Item = Piece>) {
        if self.is_after_text {
            self.mark();
        }
        content.for_each(|piece| self.piece(piece));
        self.mark();
    }

    fn element(&mut self, parts: Parts) {
        let Parts { tag, attributes, children } = parts;
        self.html.push('<');
        self.html.push_str(tag);
        self.attributes(attributes);
        self.html.push('>');
        if !VOID.contains(&tag) {
            self.is_after_text = false;
            children.into_iter().for_each(|child| self.piece(child));
            self.html.push_str("</");
            self.html.push_str(tag);
            self.html.push('>');
        }
        self.is_after_text = false;
    }

    fn attributes(&mut self, attributes: Vec<Attribute>) {
        let mut classes: Vec<Text> = Vec::new();
        for attribute in attributes {
            match attribute {
                Attribute::Fixed("class", names) => classes.push(names),
                Attribute::Fixed(name, value) => self.attribute(name, &value),
                Attribute::Live(name, mut now) => {
                    if let Some(value) = now() {
                        self.attribute(name, &value);
                    }
                }
                Attribute::Class(name, mut is_so) => classes.extend(is_so().then_some(Text::Borrowed(name))),
                Attribute::Property(name, mut is_so) => {
                    if is_so() {
                        self.attribute(name, "");
                    }
                }
                Attribute::On(..) | Attribute::Reached(_) => {}
            }
        }
        if !classes.is_empty() {
            self.attribute("class", &classes.join(" "));
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.html.push(' ');
        self.html.push_str(name);
        if !value.is_empty() {
            self.html.push_str("=\"");
            self.html.push_str(&escaped(value));
            self.html.push('"');
        }
    }
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            _ => safe.push(character),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::super::{button, div, each, input, p, part, text};
    use super::*;
    use uuid::Uuid;

    #[test]
    fn texts_and_values_cannot_leave_their_places() {
        let page = p().attr("title", "\"><script>").child("<b> & 'co'");
        assert_eq!(write(page.into()), "<p title=\"&quot;&gt;&lt;script&gt;\">&lt;b&gt; &amp; 'co'</p>");
    }

    #[test]
    fn attributes_are_as_they_are_now() {
        let page = button()
            .class("button")
            .class_when("on", || true)
            .class_when("off", || false)
            .flag("disabled", true)
            .flag("hidden", false)
            .live("title", || None::<&str>)
            .live("aria-busy", || Some("true"))
            .on_click(|| {});
        assert_eq!(write(page.into()), "<button disabled aria-busy=\"true\" class=\"button on\"></button>");
        assert_eq!(write(input().attr("name", "email").into()), "<input name=\"email\">");
    }

    #[test]
    fn a_mark_stands_between_two_texts_and_after_everything_that_grows() {
        let page = div().child("a").child(text(|| "b")).child(part(|| Some("c".into()))).child("d");
        assert_eq!(write(page.into()), "<div>a<!>b<!>c<!>d</div>");
        let absent = div().child("a").child(part(|| None)).child(part(|| None)).child(p().child("b"));
        assert_eq!(write(absent.into()), "<div>a<!><!><!><p>b</p></div>");
        let list = div().child(each(|| vec![Uuid::from_u128(1), Uuid::from_u128(2)], |_| p().into()));
        assert_eq!(write(list.into()), "<div><p></p><p></p><!></div>");
    }
}
