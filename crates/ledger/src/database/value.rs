//! What stands in a column, in the few kinds that both engines keep.

use std::fmt;

use credits::{AccountId, Timestamp};
use uuid::Uuid;

/// A column's value. `Debug` says of which kind it is and nothing more: it may be somebody's secret.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A whole number. What is true or false is 1 or 0.
    Integer(i64),
    /// Words.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// An id. SQLite keeps its 16 bytes, PostgreSQL has a type for it; both sort it by its bytes.
    Id(Uuid),
}

impl fmt::Debug for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Null => "Null",
            Self::Integer(_) => "Integer(…)",
            Self::Text(_) => "Text(…)",
            Self::Bytes(_) => "Bytes(…)",
            Self::Id(_) => "Id(…)",
        })
    }
}

/// What can be written into a column.
pub trait ToValue {
    /// The value that stands in the column then; `None` where the column has no room for it.
    fn to_value(&self) -> Option<Value>;
}

/// What can be read from a column.
pub trait FromValue: Sized {
    /// What the value means; `None` where no version of ours wrote such a one.
    fn from_value(value: Value) -> Option<Self>;
}

macro_rules! whole_numbers {
    ($($type:ty),+) => {$(
        impl ToValue for $type {
            fn to_value(&self) -> Option<Value> {
                i64::try_from(*self).ok().map(Value::Integer)
            }
        }

        impl FromValue for $type {
            fn from_value(value: Value) -> Option<Self> {
                match value {
                    Value::Integer(number) => Self::try_from(number).ok(),
                    Value::Null | Value::Text(_) | Value::Bytes(_) | Value::Id(_) => None,
                }
            }
        }
    )+};
}

whole_numbers!(i64, u64, u32, usize);

impl ToValue for bool {
    fn to_value(&self) -> Option<Value> {
        Some(Value::Integer(i64::from(*self)))
    }
}

impl ToValue for &str {
    fn to_value(&self) -> Option<Value> {
        Some(Value::Text((*self).to_owned()))
    }
}

impl ToValue for String {
    fn to_value(&self) -> Option<Value> {
        Some(Value::Text(self.clone()))
    }
}

impl FromValue for String {
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Text(text) => Some(text),
            Value::Null | Value::Integer(_) | Value::Bytes(_) | Value::Id(_) => None,
        }
    }
}

impl ToValue for &[u8] {
    fn to_value(&self) -> Option<Value> {
        Some(Value::Bytes(self.to_vec()))
    }
}

impl<const N: usize> ToValue for [u8; N] {
    fn to_value(&self) -> Option<Value> {
        self.as_slice().to_value()
    }
}

impl FromValue for Vec<u8> {
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Bytes(bytes) => Some(bytes),
            Value::Null | Value::Integer(_) | Value::Text(_) | Value::Id(_) => None,
        }
    }
}

impl<const N: usize> FromValue for [u8; N] {
    fn from_value(value: Value) -> Option<Self> {
        Vec::from_value(value)?.try_into().ok()
    }
}

impl ToValue for Uuid {
    fn to_value(&self) -> Option<Value> {
        Some(Value::Id(*self))
    }
}

impl FromValue for Uuid {
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Id(id) => Some(id),
            Value::Bytes(bytes) => Self::from_slice(&bytes).ok(),
            Value::Null | Value::Integer(_) | Value::Text(_) => None,
        }
    }
}

impl ToValue for AccountId {
    fn to_value(&self) -> Option<Value> {
        self.0.to_value()
    }
}

impl FromValue for AccountId {
    fn from_value(value: Value) -> Option<Self> {
        Uuid::from_value(value).map(Self)
    }
}

impl ToValue for Timestamp {
    fn to_value(&self) -> Option<Value> {
        self.0.to_value()
    }
}

impl FromValue for Timestamp {
    fn from_value(value: Value) -> Option<Self> {
        i64::from_value(value).map(Self)
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn to_value(&self) -> Option<Value> {
        self.as_ref().map_or(Some(Value::Null), ToValue::to_value)
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            present @ (Value::Integer(_) | Value::Text(_) | Value::Bytes(_) | Value::Id(_)) => {
                T::from_value(present).map(Some)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_type_cannot_hold_is_none_of_its_values() {
        assert_eq!(u32::from_value(Value::Integer(-1)), None);
        assert_eq!(u64::MAX.to_value(), None);
        assert_eq!(String::from_value(Value::Null), None);
        assert_eq!(Option::<String>::from_value(Value::Null), Some(None));
        assert_eq!(Option::<u32>::from_value(Value::Integer(-1)), None);
        assert_eq!(<[u8; 2]>::from_value(Value::Bytes(vec![1, 2, 3])), None);
    }

    #[test]
    fn an_id_is_read_from_either_engines_column() {
        let id = Uuid::from_u128(7);
        assert_eq!(Uuid::from_value(Value::Id(id)), Some(id));
        assert_eq!(Uuid::from_value(Value::Bytes(id.as_bytes().to_vec())), Some(id));
    }
}
