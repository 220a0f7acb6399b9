//! `GET /problems/{page}`, and the pages for what is not there.

use wire::Code;

use crate::support::House;

#[tokio::test]
async fn every_code_has_a_page() {
    let house = House::new().await;
    for code in Code::ALL {
        let html = house.visitor().get(&format!("/problems/{}", code.page())).await.ok();
        assert!(html.text().contains(code.title()), "{}", html.text());
    }
    assert_eq!(house.visitor().get("/problems/no-such-code").await.status, 404);
}

#[tokio::test]
async fn what_is_not_there_is_said_as_a_page_or_as_a_problem() {
    let house = House::new().await;
    let ada = house.newcomer("ada").await;
    let page = ada.get("/no/such/page").await;
    assert_eq!((page.status, page.header("content-type")), (404, Some("text/html; charset=utf-8")));
    assert!(page.text().contains("Page not found"), "{}", page.text());
    assert_eq!(house.visitor().get("/no/such/page").await.status, 404);
    for path in ["/api", "/api/", "/api/no-such-call", "/assets/no-such-file.css"] {
        assert_eq!(ada.get(path).await.status, 404, "{path}");
    }
    assert_eq!(ada.get("/api/no-such-call").await.code(), "NOT_FOUND");
    assert_eq!(ada.get("/assets/no-such-file.css").await.code(), "NOT_FOUND");
}

#[tokio::test]
async fn a_method_that_is_not_taken_is_said_with_those_that_are() {
    let house = House::new().await;
    let ada = house.newcomer("ada").await;
    let answer = ada.act("DELETE", "/api/me").await;
    assert_eq!((answer.status, answer.code().as_str()), (405, "INVALID_REQUEST"));
    assert_eq!(answer.header("allow"), Some("GET,HEAD"));
    let page = ada.act("POST", "/billing").await;
    assert_eq!((page.status, page.header("content-type")), (405, Some("text/html; charset=utf-8")));
    assert!(page.text().contains("This address does not take POST."), "{}", page.text());
    assert!(!page.text().contains("on our side"), "{}", page.text());
}
