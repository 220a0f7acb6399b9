//! `/dev/gallery`: the index, the scenes, and the program that opens what is open.

use crate::support::House;

#[tokio::test]
async fn the_index_leads_to_every_scene() {
    let house = House::new().await;
    let visitor = house.visitor();
    let index = visitor.get("/dev/gallery").await.ok();
    for scene in ui::gallery::scenes() {
        let address = format!("/dev/gallery/{}", scene.name);
        assert!(index.text().contains(&format!("href=\"{address}\"")), "{address} is not in the index");
        let page = visitor.get(&address).await.ok();
        assert!(page.text().contains("src=\"/dev/gallery/open.js\""), "{address}: {}", page.text());
    }
}

#[tokio::test]
async fn its_program_is_a_script_and_no_other_scene_exists() {
    let house = House::new().await;
    let visitor = house.visitor();
    let script = visitor.get("/dev/gallery/open.js").await.ok();
    assert_eq!(script.header("content-type"), Some("text/javascript; charset=utf-8"));
    assert_eq!(visitor.get("/dev/gallery/no-such-scene").await.status, 404);
}
