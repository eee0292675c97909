//! A feed to a document.

use serde_json::{Value, json};

use super::reader::{Field, Item, Reader};
use crate::document::{Block, Document, Format, Removal, Span};
use crate::parse::cover::{cover, hidden};
use crate::parse::options::Options;
use crate::parse::rules::FEED;
use crate::text::date::{self, Zone};
use crate::text::leads_nowhere;

/// Whether `start`, the beginning of a text after its XML declaration and comments, is that of a feed.
pub(in crate::parse) fn is_feed(start: &str) -> bool {
    let is = |name: &str| {
        let rest = start.get(..name.len()).filter(|begins| begins.eq_ignore_ascii_case(name));
        rest.is_some() && start[name.len()..].starts_with(|c: char| c.is_whitespace() || c == '>')
    };
    is("<rss") || is("<feed") || is("<rdf:RDF") && (start.contains("purl.org/rss") || start.contains("<channel"))
}

/// Parses a feed: the items in the order of the source, each a heading and its text.
#[must_use]
pub fn feed(source: String, options: &Options) -> Document {
    let mut document = Document::new(source, Format::Feed);
    let source = document.source();
    let whole = Span::new(0, source.len());
    let mut items = Reader::read(source);
    let zone = Zone::of(items.iter().flat_map(|item| &item.blocks).map(Block::value), &options.zone);
    let listed: Vec<Value> = items.iter().skip(1).map(|item| described(item, &zone)).collect();
    for item in &mut items {
        drop_repeated_summary(item);
    }
    let edits = items.iter_mut().flat_map(|item| std::mem::take(&mut item.hidden)).collect();
    let metadata = &mut document.metadata;
    if let Some(channel) = items.first() {
        metadata.title.clone_from(&channel.title);
        metadata.site.clone_from(&channel.title);
        metadata.url = channel.url.clone().filter(|url| !leads_nowhere(url));
        metadata.language.clone_from(&channel.language);
        metadata.add_authors(&channel.authors);
        metadata.categories.clone_from(&channel.categories);
        if let Some(raw) = &channel.date {
            metadata.publish(raw, &zone);
        }
    }
    if !listed.is_empty() {
        metadata.note("items", listed);
    }
    let blocks: Vec<Block> = items.into_iter().flat_map(|item| item.blocks).collect();
    document.edits = cover(document.source(), whole, &blocks, hidden(edits));
    document.blocks = blocks;
    document
}

/// What an item says of itself.
fn described(item: &Item, zone: &Zone) -> Value {
    let moment = item.date.as_deref().and_then(|raw| date::parse(raw, &zone.zone));
    let time = moment.and_then(|moment| jiff::Timestamp::from_microsecond(moment.micros).ok());
    let mut described = json!({ "title": item.title, "url": item.url, "published": time.map(|time| time.to_string()),
        "authors": item.authors, "categories": item.categories });
    if let Some(fields) = described.as_object_mut() {
        fields.retain(|_, value| !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty()));
    }
    described
}

/// How much of a summary is compared: its end may be clipped or call to read on.
const COMPARED: f32 = 0.8;

/// Takes an item's summary out when its text begins with or holds the same words.
fn drop_repeated_summary(item: &mut Item) {
    let key = |field: Field| -> String {
        let own = item.fields.iter().zip(&item.blocks).filter(|(known, _)| **known == field);
        own.flat_map(|(_, block)| block.value().chars()).filter(|c| c.is_alphanumeric()).collect()
    };
    let (summary, text) = (key(Field::Summary), key(Field::Content));
    let compared = (summary.chars().count() as f32 * COMPARED) as usize;
    let end = summary.char_indices().nth(compared).map_or(summary.len(), |(at, _)| at);
    if end > 0 && memchr::memmem::find(text.as_bytes(), &summary.as_bytes()[..end]).is_some() {
        for (_, block) in item.fields.iter().zip(&mut item.blocks).filter(|(field, _)| **field == Field::Summary) {
            block.removal = Some(Removal::by(&FEED, 1.0).because("a summary that the item's text repeats"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(source: &str) -> Document {
        let document = feed(source.to_owned(), &Options::default());
        document.settle().unwrap();
        document
    }

    const RSS: &str = "<?xml version='1.0'?><rss version=2.0><channel><title>村报</title><link>https://example.org/</link>
        <language>zh-cn</language><image><title>村报</title><url>x.png</url></image>
        <item><title>秋收 &amp;amp; 冬藏</title><link>https://example.org/1</link><pubDate>Mon, 06 Sep 2004 00:01:00 +0800</pubDate>
        <dc:creator>张三</dc:creator><category>农事</category>
        <description>&lt;p&gt;第一段&lt;b&gt;收割&lt;/b&gt;。&lt;/p&gt;&lt;p&gt;a &amp;lt; b&lt;/p&gt;</description></item>
        <item><title><![CDATA[晒谷]]></title><description>第二条的摘要写得很短……</description>
        <content:encoded><![CDATA[<p>第二条的摘要写得很短，正文长。</p><script>x</script><p>末段</p>]]></content:encoded></item></channel></rss>";

    #[test]
    fn items_are_headings_with_their_text() {
        let document = read(RSS);
        let kept: Vec<_> = document.kept().map(|block| (block.kind.level(), block.value())).collect();
        assert_eq!(
            kept,
            [
                (1, "村报"),
                (2, "秋收 & 冬藏"),
                (0, "第一段收割。"),
                (0, "a < b"),
                (2, "晒谷"),
                (0, "第二条的摘要写得很短，正文长。"),
                (0, "末段"),
            ]
        );
        let metadata = &document.metadata;
        assert_eq!((metadata.title.as_deref(), metadata.url.as_deref()), (Some("村报"), Some("https://example.org/")));
        assert_eq!(
            metadata.extra["items"][0],
            json!({"title": "秋收 & 冬藏", "url": "https://example.org/1", "published": "2004-09-05T16:01:00Z",
                "authors": ["张三"], "categories": ["农事"]})
        );
    }

    #[test]
    fn what_leaves_the_text_is_in_the_ledger() {
        let settled = read(RSS).settle().unwrap();
        let feed = settled.entries.iter().filter(|entry| *entry.removal.rule == FEED);
        let said: String = feed.flat_map(|entry| &entry.ranges).map(|span| span.of(RSS)).collect();
        assert!(
            said.contains("https://example.org/1") && said.contains("张三") && said.contains("写得很短……"),
            "{said}"
        );
    }

    #[test]
    fn atom_is_read_with_its_kinds_of_text() {
        let document = read(
            "<feed xmlns='http://www.w3.org/2005/Atom'><title>Notes</title><entry><title type='html'>One &amp;amp; &lt;i&gt;two&lt;/i&gt;</title>
            <author><name>Ann Lee</name><uri>https://example.org/ann</uri></author><link rel='alternate' href='https://example.org/2'/>
            <updated>2021-03-04T05:06:07Z</updated><content type='xhtml'><div><p>Bread &amp; butter</p><p>and <b>tea</b></p></div></content></entry></feed>",
        );
        assert_eq!(document.text(), "Notes\n\nOne & two\n\nBread & butter\n\nand tea");
        let item = &document.metadata.extra["items"][0];
        assert_eq!(
            (item["url"].as_str(), item["authors"][0].as_str()),
            (Some("https://example.org/2"), Some("Ann Lee"))
        );
        assert_eq!(item["published"], "2021-03-04T05:06:07Z");
    }

    #[test]
    fn broken_feeds_keep_their_text() {
        assert_eq!(read("<rss><channel><item><title>a & b<description>c</item>").text(), "a & bc");
        assert_eq!(read("<rss><channel><item><description><![CDATA[<p>clipped").text(), "clipped");
        assert_eq!(read("<rss><item><description><p>plain <b>tags</b></p></description>").text(), "plain tags");
    }

    proptest! {
        #[test]
        fn any_feed_balances(soup in "<rss>(<(/?)(item|title|description|link|author|name|content type='xhtml'|p|b|script)>|<!\\[CDATA\\[|\\]\\]>|<!--|-->|&amp;|&lt;p&gt;|&#3|[a甲<>&; \r\n]){0,60}") {
            let document = feed(soup.clone(), &Options::default());
            prop_assert!(document.settle().is_ok(), "{:?}", document.settle());
        }
    }
}
