//! The documents around the pages: what they name, what they carry, and what a strict content policy asks of them.

use ui::{AccountForm, AssetNames, Page, PageData};
use wire::GenerationState;

use crate::shown::{generation, shell, workspace};

fn names() -> AssetNames {
    AssetNames { css: "farebox-1.css".into(), boot: "start(2);".into(), icon: "icon-3.svg".into() }
}

fn full_workspace() -> PageData {
    let states = [
        GenerationState::Queued,
        GenerationState::Running,
        GenerationState::Succeeded,
        GenerationState::Failed,
        GenerationState::Cancelled,
    ];
    let items = states.into_iter().zip(1..).map(|(state, id)| generation(id, state)).collect();
    PageData { shell: shell("/", Some(220)), page: workspace(items) }
}

fn sign_in() -> Page {
    Page::SignIn { redirect: "/".to_owned(), form: AccountForm::default() }
}

fn sign_up() -> Page {
    Page::SignUp { redirect: "/".to_owned(), form: AccountForm::default() }
}

#[test]
fn a_page_that_comes_alive_names_what_it_begins_with() {
    let html = ui::render(&full_workspace(), &names());
    for name in ["farebox-1.css", "icon-3.svg"] {
        assert!(html.contains(&format!("\"/assets/{name}\"")), "{name} is missing in {html}");
    }
    assert!(html.contains("<script type=\"module\">start(2);</script>"), "{html}");
    assert!(html.contains("<html lang=\"en\" data-painting>"), "{html}");
}

#[test]
fn a_page_loads_what_we_build_and_nothing_else() {
    let html = ui::render(&full_workspace(), &names());
    let head = html.split("</head>").next().unwrap_or_default();
    let address = |part: &str| part.split('"').next().unwrap_or_default().to_owned();
    let mut named: Vec<_> = ["href=\"", "src=\""].iter().flat_map(|it| head.split(it).skip(1)).map(address).collect();
    named.sort();
    // The first is its own end, for which it waits.
    assert_eq!(named, ["#end", "/assets/farebox-1.css", "/assets/icon-3.svg"]);
    assert_eq!(html.matches("<script").count(), 2, "the module and the page's data: {html}");
}

#[test]
fn a_page_is_not_painted_before_its_end_is_there() {
    for page in [full_workspace().page, Page::NotFound] {
        let html = ui::render(&PageData { shell: shell("/x", None), page }, &names());
        let (head, body) = html.split_once("</head>").unwrap();
        assert!(head.contains("<link rel=\"expect\" href=\"#end\" blocking=\"render\">"), "{html}");
        let (seen, after) = body.split_once("<template id=\"end\"></template>").unwrap();
        assert!(seen.ends_with("</div>"), "{html}");
        assert!(after.starts_with("<script type=\"application/json\"") || after.starts_with("</body>"), "{html}");
    }
}

#[test]
fn a_page_of_plain_forms_loads_no_program() {
    for page in [Page::NotFound, sign_in(), sign_up()] {
        let html = ui::render(&PageData { shell: shell("/x", None), page }, &names());
        assert!(html.contains("/assets/farebox-1.css"), "{html}");
        assert!(!html.contains("<script") && !html.contains(".wasm") && !html.contains("data-painting"), "{html}");
    }
}

#[test]
fn the_data_of_a_page_comes_back_as_it_was_and_cannot_end_its_script() {
    let data = full_workspace();
    let html = ui::render(&data, None);
    let json = html.split("id=\"page-data\">").nth(1).and_then(|rest| rest.split("</script>").next()).unwrap();
    assert_eq!(serde_json::from_str::<PageData>(json).unwrap(), data);
}

#[test]
fn nothing_in_a_page_needs_other_inline_scripts_or_styles() {
    for page in [
        full_workspace().page,
        Page::Billing,
        Page::SignUp { redirect: "/".to_owned(), form: AccountForm::default() },
        Page::NotFound,
    ] {
        let html = ui::render(&PageData { shell: shell("/", Some(220)), page }, &names());
        for forbidden in [" style=", "<style", " onclick", "javascript:", "<script>"] {
            assert!(!html.contains(forbidden), "{forbidden:?} in {html}");
        }
    }
}

#[test]
fn what_a_person_typed_is_text_and_nothing_else() {
    let html = ui::render(&full_workspace(), None);
    assert!(html.contains("a lighthouse &lt;/script&gt; 3"), "{html}");
    assert!(html.contains("Ada &lt;3"), "{html}");
}

#[test]
fn every_page_has_one_heading_of_the_first_rank_and_a_title() {
    for page in [
        workspace(Vec::new()),
        Page::Billing,
        Page::SignIn { redirect: "/".to_owned(), form: AccountForm::default() },
        Page::NotFound,
    ] {
        let html = ui::render(&PageData { shell: shell("/", Some(220)), page }, None);
        assert_eq!(html.matches("<h1").count(), 1, "{html}");
        assert!(html.contains("Farebox</title>"), "{html}");
    }
}
