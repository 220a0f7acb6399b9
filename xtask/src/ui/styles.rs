//! Puts the style sheets together in the order of their names and makes them small.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions, StyleSheet};

/// All style sheets of a folder as one. A mistake is an error that names file and line.
pub fn bundle(folder: &Path) -> Result<String> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut paths: Vec<_> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "css"))
        .collect();
    paths.sort();
    let mut bundle = String::new();
    for path in paths {
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        bundle.push_str(&minified(&path.display().to_string(), &text)?);
    }
    Ok(bundle)
}

fn minified(name: &str, text: &str) -> Result<String> {
    let options = ParserOptions { filename: name.to_owned(), ..ParserOptions::default() };
    let mut sheet = StyleSheet::parse(text, options).map_err(|error| {
        // Lines are counted from zero there.
        let line = error.loc.as_ref().map_or(1, |location| location.line + 1);
        anyhow!("{name}:{line}: {}", error.kind)
    })?;
    sheet.minify(MinifyOptions::default()).map_err(|error| anyhow!("{error}"))?;
    let printed = sheet
        .to_css(PrinterOptions { minify: true, ..PrinterOptions::default() })
        .map_err(|error| anyhow!("{name}: {error}"))?;
    Ok(printed.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_follow_each_other_in_the_order_of_their_names() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("20-b.css"), "b { color: red; }\n").unwrap();
        fs::write(folder.path().join("10-a.css"), "a { color: #ffffff; }\n").unwrap();
        fs::write(folder.path().join("notes.txt"), "not css").unwrap();
        assert_eq!(bundle(folder.path()).unwrap(), "a{color:#fff}b{color:red}");
    }

    #[test]
    fn a_mistake_is_told_with_file_and_line() {
        let error = minified("rail.css", "a { color: red; }\n} b {").unwrap_err().to_string();
        assert!(error.contains("rail.css:2"), "{error}");
    }

    #[test]
    fn view_transitions_survive() {
        let css = minified("page.css", "@view-transition { navigation: auto; }").unwrap();
        assert_eq!(css, "@view-transition{navigation:auto}");
    }
}
