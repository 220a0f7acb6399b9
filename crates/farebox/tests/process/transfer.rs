//! `farebox ledger export` and `import`: a ledger moves from one data folder to another.

use crate::support::{Person, Place};

#[tokio::test]
async fn a_ledger_is_exported_beside_its_server_and_imported_elsewhere() {
    let place = Place::new();
    let _server = {
        let server = place.serve(&[]);
        Person::signed_up(&server.origin, "ada@example.com").await;
        server
    };
    place.run(&["account", "grant", "ada@example.com", "500", "--reason", "early tester"]).done();
    let file = place.path().join("ledger.jsonl");
    let file = file.to_str().unwrap();
    let exported = place.run(&["ledger", "export", file]).done().stdout;
    assert_eq!(exported, "1 accounts, 1 entries, 1 lots and 0 holds written.\n");

    let elsewhere = Place::new();
    let imported = elsewhere.run(&["ledger", "import", file]).done().stdout;
    assert_eq!(imported, "1 accounts, 1 entries, 1 lots and 0 holds read.\n");
    let again = elsewhere.run(&["ledger", "import", file, "--json"]).done().json();
    assert_eq!((&again["accounts"], &again["accounts_known"]), (&1.into(), &1.into()));
    let audited = elsewhere.run(&["ledger", "audit", "--json"]).done().json();
    assert_eq!((&audited["clean"], &audited["entries"], &audited["lots"]), (&true.into(), &1.into(), &1.into()));

    // Where a server runs nothing is imported, and what is no ledger is refused with the line that says so.
    place.run(&["ledger", "import", file]).failed(3, &["another Farebox uses the data folder"]);
    let text = std::fs::read_to_string(file).unwrap();
    let wrong = place.write("wrong.jsonl", &text.replace("early tester", "late tester"));
    elsewhere
        .run(&["ledger", "import", wrong.to_str().unwrap()])
        .failed(1, &["Line 3", "entry 1 is not what was written", "Nothing was changed"]);
    elsewhere.run(&["ledger", "import", "no-such-file"]).failed(3, &["cannot be read"]);
    place.run(&["ledger", "export", "no/such/folder/x"]).failed(3, &["cannot be read or written"]);
}
