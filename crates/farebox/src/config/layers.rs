//! Defaults, overridden by the file, overridden by variables, overridden by flags.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Config;
use super::check::check;
use super::file;
use super::kind::Written;
use super::settings::{SETTINGS, Setting, allowed_beside, find};
use super::source::{ConfigError, Source};

/// The file that is read when none is named and it is there.
const DEFAULT_FILE: &str = "farebox.toml";

/// The variable that names the file.
const FILE_VARIABLE: &str = "FAREBOX_CONFIG";

/// The variable by which whoever runs databases gives their address to programs, under its own name and for all of them.
const DATABASE_VARIABLE: (&str, &str) = ("DATABASE_URL", "database_url");

/// Variables of the development tools; they may stand in the environment of a server that those tools start.
const TOOL_VARIABLES: [&str; 5] =
    ["FAREBOX_BINARY", "FAREBOX_SCREENSHOTS", "FAREBOX_TEST_POSTGRES", "FAREBOX_TEST_STORE", "FAREBOX_WASM_RUSTC"];

/// What came from outside, before any of it is known to fit.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// The file that a flag names.
    pub file: Option<PathBuf>,
    /// The variables whose names begin with `FAREBOX_`, and `DATABASE_URL`.
    pub variables: BTreeMap<String, String>,
    /// The flags that set something: the flag as written, the key, the value.
    pub flags: Vec<(String, String, String)>,
}

/// The result: what is set, and where each value came from.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// What is set.
    pub config: Config,
    sources: BTreeMap<&'static str, Source>,
}

impl Loaded {
    /// Puts the layers over each other and checks the result.
    ///
    /// # Errors
    /// The first thing that cannot be taken, with where it stands, its key and what is allowed.
    pub fn from_layers(given: &Given) -> Result<Self, ConfigError> {
        let mut loaded = Self { config: Config::default(), sources: BTreeMap::new() };
        if let Some(path) = file_path(given) {
            let folder = path.parent().unwrap_or(Path::new(""));
            for line in file::read(&path)? {
                loaded.set(&line.key, &line.written, line.source, folder)?;
            }
        }
        // The one that means every program first, so that the one that means this program overrides it.
        let (common, own): (Vec<_>, Vec<_>) =
            given.variables.iter().partition(|(name, _)| *name == DATABASE_VARIABLE.0);
        for (name, value) in common.into_iter().chain(own) {
            loaded.set_by_variable(name, value)?;
        }
        for (flag, key, value) in &given.flags {
            loaded.set(key, &Written::Words(value.clone()), Source::Flag(flag.clone()), Path::new(""))?;
        }
        check(&loaded)?;
        Ok(loaded)
    }

    /// Whether the database is the one that the environment names for every program.
    pub fn has_common_database_url(&self) -> bool {
        let (variable, key) = DATABASE_VARIABLE;
        matches!(self.sources.get(key), Some(Source::Variable(name)) if name == variable)
    }

    /// Where the value of a setting came from.
    pub fn source(&self, setting: &Setting) -> Source {
        self.sources.get(setting.key).cloned().unwrap_or(Source::Default)
    }

    /// Says that the value of a key does not go together with the others.
    pub(super) fn refuse(&self, key: &str, problem: String) -> ConfigError {
        let source_ = self.sources.get(key).cloned().unwrap_or(Source::Default);
        ConfigError::Key { source_, key: key.to_owned(), problem }
    }

    fn set(&mut self, key: &str, written: &Written, source: Source, folder: &Path) -> Result<(), ConfigError> {
        let wrong = |problem| ConfigError::Key { source_: source.clone(), key: key.to_owned(), problem };
        let setting = find(key).ok_or_else(|| wrong(format!("unknown key; {}", allowed_beside(key))))?;
        setting.kind.set(&mut self.config, written, folder).map_err(wrong)?;
        self.sources.insert(setting.key, source);
        Ok(())
    }

    fn set_by_variable(&mut self, name: &str, value: &str) -> Result<(), ConfigError> {
        if name == FILE_VARIABLE || TOOL_VARIABLES.contains(&name) {
            return Ok(());
        }
        let source = Source::Variable(name.to_owned());
        if name == DATABASE_VARIABLE.0 {
            return self.set(DATABASE_VARIABLE.1, &Written::Words(value.to_owned()), source, Path::new(""));
        }
        match SETTINGS.iter().find(|setting| setting.variable() == name) {
            Some(setting) => self.set(setting.key, &Written::Words(value.to_owned()), source, Path::new("")),
            None => {
                let names: Vec<String> = SETTINGS.iter().map(Setting::variable).collect();
                let problem = format!("unknown variable; allowed are {FILE_VARIABLE}, {}", names.join(", "));
                Err(ConfigError::Key { source_: source, key: name.to_owned(), problem })
            }
        }
    }
}

/// A named file must be there; the one in the working directory may be missing.
fn file_path(given: &Given) -> Option<PathBuf> {
    let named = given.file.clone().or_else(|| given.variables.get(FILE_VARIABLE).map(PathBuf::from));
    named.or_else(|| Some(PathBuf::from(DEFAULT_FILE)).filter(|path| path.exists()))
}
