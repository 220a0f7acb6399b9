//! The rules of the repository, each checked by one file. Run by `cargo xtask tidy` and as a test of this crate.

mod architecture;
mod complaint;
mod edges;
mod forbidden;
mod functions;
mod licences;
mod lines;
mod links;
mod manifests;
mod module_docs;
mod paths;
mod problems;
mod rust_enum;
mod tree;
mod verbs;
mod words;

use anyhow::Result;

use crate::repo::Repo;
pub use complaint::Complaint;
use tree::Tree;

/// Everything that breaks a rule, in the order of the files.
pub fn check(repo: &Repo) -> Result<Vec<Complaint>> {
    let tree = Tree::read(repo.root())?;
    let mut complaints = Vec::new();
    for check in [
        module_docs::check,
        lines::check,
        functions::check,
        forbidden::check,
        manifests::check,
        edges::check,
        architecture::check,
        verbs::check,
        words::check,
        problems::check,
        paths::check,
        links::check,
    ] {
        complaints.extend(check(&tree));
    }
    complaints.extend(licences::check(repo, &tree)?);
    complaints.sort();
    Ok(complaints)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repository_keeps_its_rules() {
        let complaints = check(&Repo::find()).unwrap();
        let text: String = complaints.iter().map(|complaint| format!("\n{complaint}")).collect();
        assert!(complaints.is_empty(), "{text}");
    }
}
