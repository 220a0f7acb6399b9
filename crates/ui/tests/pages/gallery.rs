//! The gallery of states: complete, and each scene is what its name says.

use std::collections::BTreeSet;

use ui::gallery::{Scene, index, scenes};

use crate::shown::{hides, shows};

fn scene(name: &str) -> String {
    let found: Option<Scene> = scenes().into_iter().find(|scene| scene.name == name);
    found.unwrap_or_else(|| panic!("there is no scene {name}")).render(None).replace("<!>", "")
}

#[test]
fn every_scene_has_a_name_and_a_title_of_its_own() {
    let all = scenes();
    let names: BTreeSet<_> = all.iter().map(|scene| scene.name).collect();
    let titles: BTreeSet<_> = all.iter().map(|scene| scene.title).collect();
    assert_eq!((names.len(), titles.len()), (all.len(), all.len()));
    assert!(
        names.iter().all(|name| name.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-')),
        "{names:?}"
    );
    shows(&index(None), &["href=\"/dev/gallery/modal-held\"", "Modal: only a hold is in the way"]);
}

#[test]
fn no_two_scenes_look_the_same() {
    let mut seen = BTreeSet::new();
    for scene in scenes() {
        let html = scene.render(None).replace(scene.title, "");
        assert!(seen.insert(html), "{} shows what another scene shows", scene.name);
    }
}

#[test]
fn scenes_do_not_come_alive() {
    for scene in scenes() {
        hides(&scene.render(None), &["id=\"page-data\""]);
    }
}

#[test]
fn scenes_are_in_the_state_that_they_are_named_after() {
    shows(&scene("modal-held"), &["80 credits are on hold for a running render.", "\"opens\":\"dialog\""]);
    shows(&scene("modal-enough"), &["You now have 312 credits", ">Continue</button>"]);
    shows(&scene("modal-busy"), &["aria-busy=\"true\""]);
    shows(&scene("workspace-reconnecting"), &["Reconnecting…", "pill--stale"]);
    shows(&scene("workspace-loading"), &["pill__skeleton"]);
    hides(&scene("workspace-unknown"), &["pill__skeleton"]);
    shows(&scene("notice-continue"), &["300 credits added", ">Continue</button>"]);
    shows(&scene("panel-too-long"), &["aria-invalid=\"true\""]);
    shows(&scene("billing-portal-busy"), &["aria-busy=\"true\""]);
}
