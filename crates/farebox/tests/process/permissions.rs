//! Who may read the data: its owner alone, in a folder that was open to everybody too.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use crate::support::{Person, Place};

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())).permissions().mode() & 0o777
}

/// A place whose data folder was made by somebody else and may be read by everybody, as packagers do it.
fn place_with_an_open_folder() -> Place {
    let place = Place::new();
    std::fs::create_dir(place.data()).unwrap();
    std::fs::set_permissions(place.data(), Permissions::from_mode(0o755)).unwrap();
    place
}

#[tokio::test]
async fn in_a_folder_open_to_everybody_the_data_is_its_owners_alone() {
    let place = place_with_an_open_folder();
    let server = place.serve(&[]);
    // Somebody signs up, so that the write-ahead logs are there.
    Person::signed_up(&server.origin, "ada@example.com").await;
    place.run(&["account", "grant", "ada@example.com", "5", "--reason", "test"]).done();
    assert_eq!(mode(&place.data().join("assets")), 0o700);
    for name in ["ledger.db-wal", "ledger.db-shm", "app.db-wal", "app.db-shm"] {
        assert_eq!(mode(&place.data().join(name)), 0o600, "{name}");
    }
    for entry in std::fs::read_dir(place.data()).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path) & 0o077, 0, "{} can be read by others", path.display());
    }
    assert_eq!(mode(&place.data()), 0o755, "the folder is left as it was made");
}

#[test]
fn a_mode_that_somebody_chose_is_kept() {
    let place = Place::new();
    let ledger = place.data().join("ledger.db");
    drop(place.serve(&[]));
    std::fs::set_permissions(&ledger, Permissions::from_mode(0o640)).unwrap();
    drop(place.serve(&[]));
    assert_eq!(mode(&ledger), 0o640);
    assert_eq!(mode(&place.data().join("app.db")), 0o600);
}
