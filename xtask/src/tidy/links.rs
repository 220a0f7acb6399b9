//! What the documentation points at is there: links to files, and the sources that `ARCHITECTURE.md` names.

use super::complaint::Complaint;
use super::tree::{TextFile, Tree};

/// Complains about links that lead nowhere and sources that are not there. Pictures are not text, and links to them are not looked at.
pub fn check(tree: &Tree) -> Vec<Complaint> {
    let pages = tree.files().filter(|file| file.path.ends_with(".md"));
    pages.flat_map(|page| links(tree, page).into_iter().chain(sources(tree, page))).collect()
}

fn links(tree: &Tree, page: &TextFile) -> Vec<Complaint> {
    let folder = page.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut complaints = Vec::new();
    for (line, target) in parts(&page.text, "](", ")") {
        let path = target.split('#').next().unwrap_or_default();
        let is_elsewhere = path.is_empty() || path.contains(':') || path.ends_with(".png") || path.ends_with(".svg");
        if !is_elsewhere && !is_there(tree, &joined(folder, path)) {
            complaints.push(Complaint::new(&page.path, line, format!("links to {target}, which is not there")));
        }
    }
    complaints
}

fn sources(tree: &Tree, page: &TextFile) -> Vec<Complaint> {
    if page.path != "ARCHITECTURE.md" {
        return Vec::new();
    }
    let named =
        parts(&page.text, "`", "`").into_iter().filter(|(_, name)| name.ends_with(".rs") && !name.contains(' '));
    let is_missing =
        |name: &str| !tree.rust().any(|file| file.path == name || file.path.ends_with(&format!("/{name}")));
    named
        .filter(|(_, name)| is_missing(name))
        .map(|(line, name)| Complaint::new(&page.path, line, format!("names {name}, which is not there")))
        .collect()
}

/// What stands between two marks on one line, with the line's number.
fn parts<'a>(text: &'a str, open: &str, close: &str) -> Vec<(usize, &'a str)> {
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let mut rest = line;
        while let Some((_, after)) = rest.split_once(open) {
            let Some((part, next)) = after.split_once(close) else { break };
            found.push((index + 1, part));
            rest = next;
        }
    }
    found
}

/// A relative path from a folder, with `..` followed.
fn joined(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.join("/")
}

fn is_there(tree: &Tree, path: &str) -> bool {
    tree.text(path).is_some() || tree.has_folder(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(files: &[(&str, &str)]) -> Vec<String> {
        check(&Tree::of(files)).into_iter().map(|complaint| complaint.message).collect()
    }

    #[test]
    fn a_link_that_leads_nowhere_is_told() {
        let page = "[a](b.md) [c](../README.md#x) [d](gone.md) [e](https://example.com) ![f](f.png) [g](.)";
        let told = messages(&[("docs/a.md", page), ("docs/b.md", ""), ("README.md", "")]);
        assert_eq!(told, ["links to gone.md, which is not there"]);
    }

    #[test]
    fn a_source_that_the_architecture_names_must_be_there() {
        let page = "`writer.rs` calls `sqlite/write.rs` and `gone.rs`; `not a path.rs` is no name";
        let told = messages(&[
            ("ARCHITECTURE.md", page),
            ("crates/ledger/src/writer.rs", ""),
            ("crates/ledger/src/sqlite/write.rs", ""),
        ]);
        assert_eq!(told, ["names gone.rs, which is not there"]);
    }
}
