//! Titles.

use crate::parse::html::html;
use crate::parse::options::Options;

fn title_of(head: &str, body: &str) -> Option<String> {
    let page = format!("<html><head>{head}</head><body>{body}<p>text</p></body></html>");
    html(page, &Options::default()).metadata.title
}

#[test]
fn editors_are_believed_before_window_titles() {
    let head = r#"<title>You will not believe this harvest</title><meta property="og:title" content="You will not believe this harvest">
        <script type="application/ld+json">{"@type": "NewsArticle", "headline": "Harvest ends early"}</script>"#;
    assert_eq!(title_of(head, "").as_deref(), Some("Harvest ends early"));
}

#[test]
fn what_readers_are_shown_goes_before_what_search_engines_are_told() {
    let head = r#"<title>Harvest: All You Need to Know - Rural Times</title><meta property="og:title" content="The village brings in its harvest">
        <script type="application/ld+json">{"@type": "NewsArticle", "headline": "Harvest: all you need to know"}</script>"#;
    let body = "<h1>The village brings in its harvest</h1>";
    assert_eq!(title_of(head, body).as_deref(), Some("The village brings in its harvest"));
    assert_eq!(title_of(head, "<h1>Rural Times</h1>").as_deref(), Some("Harvest: all you need to know"));
}

#[test]
fn a_page_without_declarations_is_called_what_its_only_heading_says() {
    let window = "<title>Day trips around the lake</title>";
    assert_eq!(title_of(window, "<h1>The old mill</h1>").as_deref(), Some("The old mill"));
    assert_eq!(
        title_of(window, "<h1>The old mill</h1><h1>The bridge</h1>").as_deref(),
        Some("Day trips around the lake")
    );
}

#[test]
fn of_two_headings_the_one_that_is_shared_is_the_title() {
    let head =
        r#"<title>The old mill | A guide to all the lakes</title><meta property="og:title" content="The old mill">"#;
    let body = "<h1>A guide to all the lakes</h1><h1>The old mill</h1>";
    assert_eq!(title_of(head, body).as_deref(), Some("The old mill"));
}

#[test]
fn endless_titles_cost_no_more_than_long_ones() {
    let head = format!("<title>{}</title><meta property='og:site_name' content='b'>", "a - b | ".repeat(500_000));
    assert!(title_of(&head, "").is_some_and(|title| title.len() <= 2000));
}

#[test]
fn the_name_of_a_site_is_not_a_title() {
    let head = r#"<title>A quiet village</title><meta property="og:title" content="Rural Times">
        <meta property="og:site_name" content="Rural Times">"#;
    assert_eq!(title_of(head, "<h1>Rural Times</h1>").as_deref(), Some("A quiet village"));
}
