//! Parameters: Stripe's form encoding with brackets, read into a flat map with names such as `line_items[0][price]`.

use std::collections::{BTreeMap, BTreeSet};

use crate::errors::ApiError;
use crate::state::Metadata;

/// How many entries metadata may have, and how long its names and values may be.
const METADATA_ENTRIES_MAX: usize = 50;
const METADATA_NAME_LENGTH_MAX: usize = 40;
const METADATA_VALUE_LENGTH_MAX: usize = 500;

/// The parameters of one call.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Params {
    values: BTreeMap<String, String>,
}

impl Params {
    /// Reads what stands in a query and in a body.
    pub(crate) fn decode(query: &str, body: &[u8]) -> Self {
        let mut params = Self::default();
        for source in [query.as_bytes(), body] {
            let mut counts = BTreeMap::new();
            for (name, value) in form_urlencoded::parse(source) {
                let name = numbered(&name, &mut counts);
                params.values.insert(name, value.into_owned());
            }
        }
        params
    }

    /// The value, if it is given and not empty. Stripe takes an empty value for none.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// The same, to be kept.
    pub(crate) fn owned(&self, name: &str) -> Option<String> {
        self.text(name).map(str::to_owned)
    }

    /// A value that has to be there.
    pub(crate) fn needed(&self, name: &str) -> Result<&str, ApiError> {
        self.text(name)
            .ok_or_else(|| ApiError::parameter("parameter_missing", name, format!("Missing required param: {name}.")))
    }

    /// A whole number.
    pub(crate) fn integer(&self, name: &str) -> Result<Option<i64>, ApiError> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let wrong = || ApiError::parameter("parameter_invalid_integer", name, format!("Invalid integer: {text}"));
        text.parse().map(Some).map_err(|_| wrong())
    }

    /// `true` or `false`.
    pub(crate) fn boolean(&self, name: &str) -> Result<Option<bool>, ApiError> {
        match self.text(name) {
            None => Ok(None),
            Some("true") => Ok(Some(true)),
            Some("false") => Ok(Some(false)),
            Some(text) => Err(ApiError::parameter("parameter_invalid", name, format!("Invalid boolean: {text}"))),
        }
    }

    /// One of some words.
    pub(crate) fn one_of<T: Copy>(&self, name: &str, choices: &[(&str, T)]) -> Result<Option<T>, ApiError> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let words: Vec<_> = choices.iter().map(|(word, _)| *word).collect();
        let message = || format!("Invalid {name}: must be one of {}", words.join(", "));
        let chosen = choices.iter().find(|(word, _)| *word == text);
        chosen
            .map(|(_, choice)| Some(*choice))
            .ok_or_else(|| ApiError::parameter("parameter_invalid_enum", name, message()))
    }

    /// An address on the web.
    pub(crate) fn address(&self, name: &str) -> Result<Option<String>, ApiError> {
        let Some(text) = self.text(name) else { return Ok(None) };
        if text.starts_with("http://") || text.starts_with("https://") {
            return Ok(Some(text.to_owned()));
        }
        let message = format!("Not a valid URL: {text}. It has to begin with http:// or https://.");
        Err(ApiError::parameter("url_invalid", name, message))
    }

    /// The values of `name[0]`, `name[1]` and so on, in the order of their numbers.
    pub(crate) fn list(&self, name: &str) -> Vec<&str> {
        self.places(name).into_iter().filter_map(|place| self.text(&format!("{name}[{place}]"))).collect()
    }

    /// The numbers for which there is anything below `name`.
    pub(crate) fn places(&self, name: &str) -> BTreeSet<usize> {
        self.below(name).filter_map(|(rest, _)| rest.split(']').next()?.parse().ok()).collect()
    }

    /// What is there already, with the entries of `name[…]` put into it. An empty one takes its entry out.
    pub(crate) fn metadata(&self, name: &str, present: &Metadata) -> Result<Metadata, ApiError> {
        let mut metadata = present.clone();
        for (rest, value) in self.below(name) {
            let entry = rest.trim_end_matches(']');
            let is_too_long =
                entry.chars().count() > METADATA_NAME_LENGTH_MAX || value.chars().count() > METADATA_VALUE_LENGTH_MAX;
            if is_too_long {
                let message = "Metadata names may have 40 characters, and values 500.";
                return Err(ApiError::parameter("parameter_invalid", &format!("{name}[{entry}]"), message));
            }
            if value.is_empty() {
                metadata.remove(entry);
            } else {
                metadata.insert(entry.to_owned(), value.to_owned());
            }
        }
        if metadata.len() > METADATA_ENTRIES_MAX {
            let message = "Metadata may have 50 entries.";
            return Err(ApiError::parameter("parameter_invalid", name, message));
        }
        Ok(metadata)
    }

    /// Refuses every parameter that none of the patterns allows. In a pattern, `#` stands for any number and `*` for any name.
    pub(crate) fn allow_only(&self, allowed: &[&[&str]]) -> Result<(), ApiError> {
        let is_allowed = |name: &str| allowed.iter().copied().flatten().any(|pattern| is_of(name, pattern));
        match self.values.keys().find(|name| !is_allowed(name)) {
            None => Ok(()),
            Some(name) => {
                Err(ApiError::parameter("parameter_unknown", name, format!("Received unknown parameter: {name}")))
            }
        }
    }

    /// All parameters in one text, the same for the same parameters in any order.
    pub(crate) fn canonical(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.values).finish()
    }

    /// What stands below `name[`, without that beginning.
    fn below(&self, name: &str) -> impl Iterator<Item = (&str, &str)> {
        let beginning = format!("{name}[");
        self.values
            .iter()
            .filter_map(move |(whole, value)| Some((whole.strip_prefix(beginning.as_str())?, value.as_str())))
    }
}

/// Gives a number to every `[]` of a name: the first `expand[]` is `expand[0]`.
fn numbered(name: &str, counts: &mut BTreeMap<String, usize>) -> String {
    if !name.contains("[]") {
        return name.to_owned();
    }
    let count = counts.entry(name.to_owned()).or_default();
    let numbered = name.replacen("[]", &format!("[{count}]"), 1);
    *count += 1;
    numbered
}

fn is_of(name: &str, pattern: &str) -> bool {
    let (mut parts, mut wanted) = (name.split('['), pattern.split('['));
    loop {
        match (parts.next(), wanted.next()) {
            (None, None) => return true,
            (Some(part), Some("#]")) => {
                let is_number = part.strip_suffix(']').is_some_and(|number| number.parse::<usize>().is_ok());
                if !is_number {
                    return false;
                }
            }
            (Some(part), Some("*]")) if part.len() > 1 && part.ends_with(']') => {}
            (Some(part), Some(wanted)) if part == wanted => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(text: &str) -> Params {
        Params::decode("", text.as_bytes())
    }

    #[test]
    fn brackets_become_flat_names_and_open_ones_are_numbered() {
        let params = params("line_items[0][price]=a&expand[]=x&expand[]=y&metadata%5Bkey%5D=a%20b");
        assert_eq!(params.text("line_items[0][price]"), Some("a"));
        assert_eq!(params.list("expand"), ["x", "y"]);
        assert_eq!(params.metadata("metadata", &Metadata::new()).unwrap().get("key").map(String::as_str), Some("a b"));
    }

    #[test]
    fn numbers_are_in_order_even_above_nine() {
        let text: Vec<_> = (0..12).map(|number| format!("a[{number}]={number}")).collect();
        assert_eq!(params(&text.join("&")).list("a").last(), Some(&"11"));
    }

    #[test]
    fn what_no_pattern_allows_is_told_with_its_whole_name() {
        let allowed: &[&[&str]] = &[&["mode", "line_items[#][price]"], &["metadata[*]"]];
        assert_eq!(params("mode=a&line_items[3][price]=b&metadata[x]=c").allow_only(allowed), Ok(()));
        for wrong in ["mod", "line_items[0][prize]", "line_items[x][price]", "metadata", "metadata[x", "mode[0]"] {
            let error = params(&format!("{wrong}=1")).allow_only(allowed).unwrap_err();
            assert_eq!((error.code, error.param.as_deref()), (Some("parameter_unknown"), Some(wrong)), "{wrong}");
        }
    }

    #[test]
    fn values_of_the_wrong_kind_are_refused() {
        let params = params("limit=ten&flag=yes&mode=gift&url=ftp://a");
        assert_eq!(params.integer("limit").unwrap_err().code, Some("parameter_invalid_integer"));
        assert_eq!(params.boolean("flag").unwrap_err().param.as_deref(), Some("flag"));
        assert_eq!(params.one_of("mode", &[("payment", 1)]).unwrap_err().code, Some("parameter_invalid_enum"));
        assert_eq!(params.address("url").unwrap_err().code, Some("url_invalid"));
        assert_eq!(params.needed("name").unwrap_err().code, Some("parameter_missing"));
    }

    #[test]
    fn metadata_has_stripes_limits() {
        assert!(params(&format!("metadata[{}]=x", "n".repeat(41))).metadata("metadata", &Metadata::new()).is_err());
        assert!(params(&format!("metadata[n]={}", "v".repeat(501))).metadata("metadata", &Metadata::new()).is_err());
        let many: Vec<_> = (0..51).map(|number| format!("metadata[{number}]=x")).collect();
        assert!(params(&many.join("&")).metadata("metadata", &Metadata::new()).is_err());
    }

    #[test]
    fn an_empty_entry_takes_the_one_that_is_there_out() {
        let present = params("metadata[a]=1&metadata[b]=2").metadata("metadata", &Metadata::new()).unwrap();
        let changed = params("metadata[a]=&metadata[c]=3").metadata("metadata", &present).unwrap();
        assert_eq!(changed.keys().collect::<Vec<_>>(), ["b", "c"]);
    }

    #[test]
    fn the_order_of_parameters_is_no_part_of_them() {
        assert_eq!(params("a=1&b=2").canonical(), params("b=2&a=1").canonical());
        assert_ne!(params("a=1&b=2").canonical(), params("a=1%26b%3D2").canonical());
    }
}
