//! Authors, dates and sites.

use crate::parse::html::html;
use crate::parse::options::Options;

fn date(page: &str) -> Option<String> {
    let metadata = html(page.to_owned(), &Options::default()).metadata;
    metadata.extra.get("published_date").and_then(|date| Some(date.as_str()?.to_owned()))
}

#[test]
fn the_day_is_that_of_the_place_where_a_page_is_written() {
    let page = |day: &str| {
        format!(
            "<link rel=canonical href=https://village.example/{day}/harvest/>
            <meta property=article:published_time content=2018-12-31T23:11:59+00:00><p>text"
        )
    };
    assert_eq!(date(&page("2019/01/01")).as_deref(), Some("2019-01-01"));
    assert_eq!(date(&page("2017/01/01")).as_deref(), Some("2018-12-31"));
    assert_eq!(
        date("<link rel=canonical href=https://village.example/2020/oct/02/a><p>text").as_deref(),
        Some("2020-10-02")
    );
}

#[test]
fn dates_are_found_in_headings_footers_and_by_class() {
    assert_eq!(
        date("<h1><span>27.01.2022</span>Harvest report</h1><p>until 31.12.2020").as_deref(),
        Some("2022-01-27")
    );
    let footer = "<p>A village.<div class=meta>Last seen: 7<br>Erschienen am: 01.11.2023<br>© the author</div>";
    assert_eq!(date(footer).as_deref(), Some("2023-11-01"));
    let class = "<p>18.11.2021 in News</p><h1>Harvest</h1><p>text</p><time class='entry-date published' datetime=2021-11-19>x</time>";
    let far = class.replace("<p>text</p>", &"<p>text</p>".repeat(20));
    assert_eq!(date(&far).as_deref(), Some("2021-11-19"));
}

#[test]
fn a_site_beside_a_person_is_no_author() {
    let page = r#"<meta property=og:site_name content="Rural Times">
        <script type="application/ld+json">{"@type": "NewsArticle", "author": [{"name": "Rural Times"}, {"name": "Ann Lee"}]}</script><p>text"#;
    assert_eq!(html(page.to_owned(), &Options::default()).metadata.authors, ["Ann Lee"]);
}

#[test]
fn a_page_is_described_by_its_declarations_and_its_lines() {
    let page = "<html lang=zh><head><title>某地举行秋收节-某某日报</title><meta property=og:site_name content=某某日报></head>
        <body><h1>某地举行秋收节</h1><div class=info>2019年09月07日 20:17　来源：某社　作者：张三</div><p>正文第一段。</p></body></html>";
    let metadata = html(page.to_owned(), &Options::default()).metadata;
    assert_eq!(metadata.title.as_deref(), Some("某地举行秋收节"));
    assert_eq!(metadata.authors, ["张三"]);
    assert_eq!(metadata.extra["published_date"], "2019-09-07");
    assert_eq!(metadata.published, Some(1_567_858_620_000_000));
    assert_eq!(metadata.language.as_deref(), Some("zh"));
    assert_eq!(metadata.extra["published_zone"], "assumed Asia/Shanghai");
}
