//! Gives what the cursor finds to the types that ask for it.

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::Unreadable;
use super::cursor::Cursor;

/// How deep a text may nest. The wire's types nest five deep.
const DEPTH_MAX: u32 = 32;

type Read<T> = Result<T, Unreadable>;

/// Reads one text.
pub(super) struct Reader<'a> {
    cursor: Cursor<'a>,
    depth: u32,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { cursor: Cursor::new(text), depth: 0 }
    }

    pub(super) fn is_at_end(&mut self) -> bool {
        self.cursor.peek().is_none()
    }

    /// Reads what stands between two marks.
    fn between<T>(&mut self, open: u8, close: u8, read: impl FnOnce(&mut Items<'_, 'a>) -> Read<T>) -> Read<T> {
        self.cursor.expect(open)?;
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(Unreadable);
        }
        let mut items = Items { reader: self, close, is_first: true };
        let value = read(&mut items)?;
        // A type that takes fewer items than there are is another type than was meant.
        self.cursor.expect(close)?;
        self.depth -= 1;
        Ok(value)
    }

    /// Steps over a value of any kind.
    fn skip(&mut self) -> Read<()> {
        match self.cursor.peek() {
            Some(b'"') => self.cursor.string().map(drop),
            Some(b'{') => self.between(b'{', b'}', |items| {
                while items.has_next()? {
                    items.reader.cursor.string()?;
                    items.reader.cursor.expect(b':')?;
                    items.reader.skip()?;
                }
                Ok(())
            }),
            Some(b'[') => self.between(b'[', b']', |items| {
                while items.has_next()? {
                    items.reader.skip()?;
                }
                Ok(())
            }),
            Some(b't') => self.cursor.word("true"),
            Some(b'f') => self.cursor.word("false"),
            Some(b'n') => self.cursor.word("null"),
            Some(_) => self.cursor.skip_number(),
            None => Err(Unreadable),
        }
    }
}

impl<'de> Deserializer<'de> for &mut Reader<'_> {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        match self.cursor.peek() {
            Some(b'"') => visitor.visit_string(self.cursor.string()?),
            Some(b'{') => self.between(b'{', b'}', |items| visitor.visit_map(items)),
            Some(b'[') => self.between(b'[', b']', |items| visitor.visit_seq(items)),
            Some(b't') => self.cursor.word("true").and_then(|()| visitor.visit_bool(true)),
            Some(b'f') => self.cursor.word("false").and_then(|()| visitor.visit_bool(false)),
            Some(b'n') => self.cursor.word("null").and_then(|()| visitor.visit_unit()),
            Some(_) => match self.cursor.number()? {
                (true, number) => visitor.visit_i64(0_i64.checked_sub_unsigned(number).ok_or(Unreadable)?),
                (false, number) => visitor.visit_u64(number),
            },
            None => Err(Unreadable),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        let is_true = self.cursor.peek() == Some(b't');
        self.cursor.word(if is_true { "true" } else { "false" })?;
        visitor.visit_bool(is_true)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        match self.cursor.number()? {
            (false, number) => visitor.visit_u64(number),
            (true, _) => Err(Unreadable),
        }
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        let (is_negative, number) = self.cursor.number()?;
        let number = i64::try_from(number).map_err(|_| Unreadable)?;
        visitor.visit_i64(if is_negative { -number } else { number })
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_string(self.cursor.string()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_str(&self.cursor.string()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        if self.cursor.peek() == Some(b'n') {
            self.cursor.word("null")?;
            return visitor.visit_none();
        }
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _name: &'static str, visitor: V) -> Read<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.between(b'[', b']', |items| visitor.visit_seq(items))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.between(b'{', b'}', |items| visitor.visit_map(items))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Read<V::Value> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Read<V::Value> {
        if !self.cursor.takes(b'{') {
            return visitor.visit_enum(Variant { reader: self, has_content: false });
        }
        let value = visitor.visit_enum(Variant { reader: self, has_content: true })?;
        self.cursor.expect(b'}')?;
        Ok(value)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.skip()?;
        visitor.visit_unit()
    }

    forward_to_deserialize_any! { i8 i16 i32 u8 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct }
}

/// What stands between two marks, one after the other.
struct Items<'r, 'a> {
    reader: &'r mut Reader<'a>,
    close: u8,
    is_first: bool,
}

impl Items<'_, '_> {
    /// Whether there is another one, past the comma before it.
    fn has_next(&mut self) -> Read<bool> {
        if self.reader.cursor.peek() == Some(self.close) {
            return Ok(false);
        }
        if !std::mem::replace(&mut self.is_first, false) {
            self.reader.cursor.expect(b',')?;
            if self.reader.cursor.peek() == Some(self.close) {
                return Err(Unreadable);
            }
        }
        Ok(true)
    }
}

impl<'de> SeqAccess<'de> for &mut Items<'_, '_> {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Read<Option<T::Value>> {
        if self.has_next()? { seed.deserialize(&mut *self.reader).map(Some) } else { Ok(None) }
    }
}

impl<'de> MapAccess<'de> for &mut Items<'_, '_> {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Read<Option<K::Value>> {
        if self.has_next()? { seed.deserialize(&mut *self.reader).map(Some) } else { Ok(None) }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Read<V::Value> {
        self.reader.cursor.expect(b':')?;
        seed.deserialize(&mut *self.reader)
    }
}

/// A variant: its name alone, or its name and what it holds.
struct Variant<'r, 'a> {
    reader: &'r mut Reader<'a>,
    has_content: bool,
}

impl<'de> EnumAccess<'de> for Variant<'_, '_> {
    type Error = Unreadable;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Read<(V::Value, Self)> {
        let name = seed.deserialize(&mut *self.reader)?;
        if self.has_content {
            self.reader.cursor.expect(b':')?;
        }
        Ok((name, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, '_> {
    type Error = Unreadable;

    fn unit_variant(self) -> Read<()> {
        if self.has_content { Err(Unreadable) } else { Ok(()) }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Read<T::Value> {
        if self.has_content { seed.deserialize(self.reader) } else { Err(Unreadable) }
    }

    fn tuple_variant<V: Visitor<'de>>(self, _length: usize, visitor: V) -> Read<V::Value> {
        if self.has_content { self.reader.deserialize_seq(visitor) } else { Err(Unreadable) }
    }

    fn struct_variant<V: Visitor<'de>>(self, _fields: &'static [&'static str], visitor: V) -> Read<V::Value> {
        if self.has_content { self.reader.deserialize_map(visitor) } else { Err(Unreadable) }
    }
}
