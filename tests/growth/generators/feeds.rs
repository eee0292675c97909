//! Feeds.

use super::{Generator, counted, nested, repeated};

pub(super) const GENERATORS: &[Generator] = &[
    Generator {
        name: "feed-items",
        extension: "xml",
        make: |bytes| {
            counted(
                "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>渡口</title>",
                |at| format!("<item><title>第{at}则</title><description>清晨的渡口。</description></item>"),
                "</channel></rss>",
                bytes,
            )
        },
    },
    Generator {
        name: "feed-categories",
        extension: "xml",
        make: |bytes| {
            counted(
                "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>渡口</title><item><title>一</title>",
                |at| format!("<category>词{at}</category>"),
                "<description>清晨的渡口。</description></item></channel></rss>",
                bytes,
            )
        },
    },
    Generator {
        name: "feed-elements-nested",
        extension: "xml",
        make: |bytes| {
            nested(
                "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>渡口</title><item>",
                "<a>",
                "</a>",
                bytes,
            )
        },
    },
    Generator {
        name: "feed-escaped-pages",
        extension: "xml",
        make: |bytes| {
            repeated(
                "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>渡口</title><item><title>一</title><description>",
                "&lt;p&gt;字&lt;/p&gt;",
                "</description></item></channel></rss>",
                bytes,
            )
        },
    },
];
