//! A workspace with one of everything, as the README shows it.

use e2e::{Browser, PATIENCE, Server, ServerOptions, Width, eventually};

at_every_width!(pictures_storyboards_clips_and_failures_stand_side_by_side);

async fn pictures_storyboards_clips_and_failures_stand_side_by_side(width: Width) {
    let server = Server::start(&ServerOptions { refused_words: vec!["forbidden".to_owned()] });
    let browser = Browser::open_at(&server, width).await;
    let person = browser.person();
    person.signs_up_with(&server, 310).await;
    for (prompt, button) in [
        ("Aurora above a frozen harbour at blue hour", "Preview · 5 cr"),
        ("A caravan across red dunes at dusk", "Storyboard · 4 cr"),
        ("A forbidden castle", "Preview · 5 cr"),
        ("Deep sea station, bioluminescent drift", "Preview · 5 cr"),
    ] {
        person.fills("Prompt", prompt).await;
        person.clicks("button", button).await;
        person.reads_eventually(prompt).await;
    }
    person.clicks("tab", "Image").await;
    person.fills("Prompt", "Embers over a ruined opera house").await;
    person.clicks("button", "Image preview · 1 cr").await;
    eventually("four results", PATIENCE * 2, || async {
        let results = person
            .runs("return document.querySelectorAll('video').length + document.querySelectorAll('main img').length")
            .await;
        (results.as_i64() >= Some(7)).then_some(())
    })
    .await;
    person.reads_eventually("Not charged").await;
    person.has(310 - 5 - 4 - 5 - 1).await;
    person.clicks("tab", "Video").await;
    person
        .fills("Prompt", "A lighthouse on a black cliff, storm rolling in, slow push in, 35 mm, volumetric light")
        .await;
    person.chooses("Video model", "Sora").await;
    person.clicks("button", "Generate").await;
    person.has(310 - 15 - 80).await;
    person.finds("button", "Cancel").await;
    eventually("a good part of the render", PATIENCE, || async {
        let text = person.reads().await;
        let percent = text.lines().find_map(|line| line.strip_suffix(" %")?.parse::<u32>().ok())?;
        (percent >= 40).then_some(())
    })
    .await;
    person.keeps_picture("workspace").await;
    browser.finish(&[]).await;
}
