//! Times of publication in scripts.

use crate::parse::html::html;
use crate::parse::options::Options;

fn date(script: &str) -> Option<String> {
    let page = format!("<p>秋收的日子到了。</p><script>{script}</script>");
    let metadata = html(page, &Options::default()).metadata;
    metadata.extra.get("published_date").and_then(|date| Some(date.as_str()?.to_owned()))
}

#[test]
fn a_page_that_scripts_build_has_its_time_in_their_data() {
    let state = r#"var state = {"id": 7, "published_at": "2019-09-07T20:17:00+08:00", "title": "x"}"#;
    assert_eq!(date(state).as_deref(), Some("2019-09-07"));
    let escaped = r#"push("{\"publishDate\":\"2019-09-07\"}")"#;
    assert_eq!(date(escaped).as_deref(), Some("2019-09-07"));
    assert_eq!(date(r#"if (publishDate) {"publishDate": "soon"}"#), None);
}
