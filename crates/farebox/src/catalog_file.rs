//! The catalog in force: the file that the configuration names, or the one that was built in.

use std::path::Path;

use credits::Catalog;

use crate::exit::Failure;

/// The catalog that Farebox was built with.
const BUILT_IN: &str = include_str!("../../../catalog.toml");

/// Reads and checks the catalog.
///
/// # Errors
/// When the file cannot be read, or with file, line, key and what is allowed.
pub fn load(path: Option<&Path>) -> Result<Catalog, Failure> {
    let (name, text) = match path {
        None => ("the built-in catalog".to_owned(), BUILT_IN.to_owned()),
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(|error| {
                Failure::Configuration(format!("{}: the catalog cannot be read: {error}", path.display()))
            })?;
            (path.display().to_string(), text)
        }
    };
    Catalog::from_toml(&text).map_err(|error| Failure::Configuration(format!("{name}, {error}")))
}
