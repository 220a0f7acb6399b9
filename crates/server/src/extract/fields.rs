//! The fields of a body, each with what it may be, so that everything that is wrong is named at once and in our own words.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use wire::FieldError;

use crate::App;

/// One field of a body.
pub(crate) struct Field {
    name: &'static str,
    is_required: bool,
    /// What the field must be, to complete "`name` must be …".
    allowed: &'static str,
    is_allowed: fn(&Value) -> bool,
}

/// A field that must be there.
pub(crate) const fn field<T: DeserializeOwned>(name: &'static str, allowed: &'static str) -> Field {
    Field { name, is_required: true, allowed, is_allowed: is::<T> }
}

/// A field that may be left out. Whether it may be `null` instead is up to its type.
pub(crate) const fn optional<T: DeserializeOwned>(name: &'static str, allowed: &'static str) -> Field {
    Field { name, is_required: false, allowed, is_allowed: is::<T> }
}

/// A field that must be there and is judged as it stands, without being made into anything.
pub(crate) const fn checked(name: &'static str, allowed: &'static str, is_allowed: fn(&Value) -> bool) -> Field {
    Field { name, is_required: true, allowed, is_allowed }
}

fn is<T: DeserializeOwned>(value: &Value) -> bool {
    serde_json::from_value::<T>(value.clone()).is_ok()
}

/// A body whose fields are known one by one.
pub(crate) trait Fields: DeserializeOwned + Send {
    /// All of them.
    const FIELDS: &'static [Field];

    /// The most bytes that it may have.
    fn bytes_max(app: &App) -> usize {
        app.settings.body_bytes_max
    }

    /// What else can be said about the fields that are of the right type, when others are not and the rules that would judge the
    /// whole body cannot be asked.
    fn wrong_values(_object: &Map<String, Value>, _app: &App) -> Vec<FieldError> {
        Vec::new()
    }
}

/// Reads a body, or says everything that is wrong with it.
pub(crate) fn read<T: Fields>(value: Value, app: &App) -> Result<T, Vec<FieldError>> {
    let Value::Object(object) = &value else {
        return Err(vec![at("", "The body must be a JSON object.".to_owned())]);
    };
    let mut wrong = wrong_shapes(object, T::FIELDS);
    if wrong.is_empty() {
        return serde_json::from_value(value)
            .map_err(|error| vec![at("", format!("The body cannot be read: {error}."))]);
    }
    for found in T::wrong_values(object, app) {
        if !wrong.iter().any(|known| known.pointer == found.pointer) {
            wrong.push(found);
        }
    }
    Err(wrong)
}

/// The body that a filled-in form stands for. A form always sends all of its fields: one that may be left out and is empty was. What is not
/// asked for, as an extension of the browser may add it, is passed over; of a name that stands there twice the first counts.
pub(super) fn of_form<T: Fields>(pairs: Vec<(String, String)>) -> Map<String, Value> {
    let mut object = Map::new();
    for (name, value) in pairs {
        let is_given = |field: &Field| field.name == name && (field.is_required || !value.trim().is_empty());
        if T::FIELDS.iter().any(is_given) {
            object.entry(name).or_insert(Value::String(value));
        }
    }
    object
}

fn wrong_shapes(object: &Map<String, Value>, fields: &[Field]) -> Vec<FieldError> {
    let of_field = |field: &Field| match object.get(field.name) {
        None if field.is_required => Some(format!("`{}` is missing. It must be {}.", field.name, field.allowed)),
        None => None,
        Some(value) if (field.is_allowed)(value) => None,
        Some(_) => Some(format!("`{}` must be {}.", field.name, field.allowed)),
    };
    let known = fields.iter().filter_map(|field| Some(at(field.name, of_field(field)?)));
    let names = || fields.iter().map(|field| format!("`{}`", field.name)).collect::<Vec<_>>().join(", ");
    let is_unknown = |name: &&String| fields.iter().all(|field| field.name != name.as_str());
    let unknown = object.keys().filter(is_unknown);
    let unknown = unknown.map(|name| at(name, format!("This field is not known here. Allowed are {}.", names())));
    known.chain(unknown).collect()
}

/// An error at a field of the body's object, or at the body itself when no name is given (RFC 6901).
fn at(name: &str, detail: String) -> FieldError {
    let pointer =
        if name.is_empty() { String::new() } else { format!("/{}", name.replace('~', "~0").replace('/', "~1")) };
    FieldError { pointer, detail }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const FIELDS: &[Field] = &[
        field::<String>("name", "text"),
        field::<u32>("count", "a whole number"),
        optional::<Option<bool>>("loud", "true or false"),
    ];

    fn pointers(value: Value) -> Vec<String> {
        let Value::Object(object) = value else { panic!("an object") };
        wrong_shapes(&object, FIELDS).into_iter().map(|error| error.pointer).collect()
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        assert_eq!(pointers(json!({"name": "a", "count": 1})), Vec::<String>::new());
        assert_eq!(pointers(json!({"name": "a", "count": 1, "loud": null})), Vec::<String>::new());
        assert_eq!(pointers(json!({})), ["/name", "/count"]);
        assert_eq!(
            pointers(json!({"name": 1, "count": -1, "loud": 3, "x/~y": 0})),
            ["/name", "/count", "/loud", "/x~1~0y"]
        );
        assert_eq!(pointers(json!({"name": null, "count": 1.5})), ["/name", "/count"]);
    }
}
