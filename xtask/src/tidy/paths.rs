//! No file names a folder that exists on one machine only.

use super::complaint::Complaint;
use super::tree::Tree;

/// Where machines keep what belongs to them, split so that this file does not name them itself.
const MACHINE_FOLDERS: [&str; 6] = [
    concat!("/", "home/"),
    concat!("/", "root/"),
    concat!("/", "Users/"),
    concat!("/", "work/"),
    concat!("/", "tmp/"),
    concat!("C:", "\\"),
];
/// Lock files and licences are written by others.
const NOT_OURS: [&str; 2] = ["Cargo.lock", "LICENSE"];

/// Complains about every line that names such a folder.
pub fn check(tree: &Tree) -> Vec<Complaint> {
    let ours = tree.files().filter(|file| !NOT_OURS.contains(&file.path.as_str()));
    ours.flat_map(|file| {
        file.text.lines().enumerate().filter_map(|(index, line)| {
            let folder = MACHINE_FOLDERS.into_iter().find(|folder| names_folder(line, folder))?;
            let message =
                format!("`{folder}…` exists on one machine only: use a path from the repository or a temporary folder");
            Some(Complaint::new(&file.path, index + 1, message))
        })
    })
    .collect()
}

/// Whether the folder stands at the beginning of a path: after nothing, or after a character that no path goes on with.
fn names_folder(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        before.is_none_or(|before| !(before.is_alphanumeric() || "._-/}>~*".contains(before)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_beginning_of_a_path_counts() {
        let folder = concat!("/", "home/");
        let cases = [
            (format!("let dir = \"{folder}ann\";"), true),
            (format!("{folder}ann"), true),
            (format!("see crates{folder}page.rs"), false),
            (format!("https://example.com{folder}"), false),
            ("the home page".to_owned(), false),
        ];
        for (line, expected) in cases {
            assert_eq!(names_folder(&line, folder), expected, "{line}");
        }
    }

    #[test]
    fn the_line_is_named() {
        let text = format!("fine\nlet a = \"{}x\";\n", concat!("/", "tmp/"));
        let lines: Vec<_> = check(&Tree::of(&[("a.rs", &text)])).into_iter().map(|complaint| complaint.line).collect();
        assert_eq!(lines, [2]);
    }
}
