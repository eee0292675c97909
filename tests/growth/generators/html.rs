//! Pages.

use super::{Generator, counted, nested, repeated};

pub(super) const GENERATORS: &[Generator] = &[
    Generator {
        name: "html-paragraphs",
        extension: "html",
        make: |bytes| {
            repeated("<!DOCTYPE html><html><head><title>渡口</title></head><body>", "<p>清晨的渡口。</p>", "", bytes)
        },
    },
    Generator {
        name: "html-divisions-nested",
        extension: "html",
        make: |bytes| nested("<!DOCTYPE html><html><head><title>渡口</title></head><body>", "<div>", "</div>", bytes),
    },
    Generator {
        name: "html-spans-nested",
        extension: "html",
        make: |bytes| nested("<!DOCTYPE html><html><head><title>渡口</title></head><body>", "<b>", "</b>", bytes),
    },
    Generator {
        name: "html-lists-nested",
        extension: "html",
        make: |bytes| {
            nested("<!DOCTYPE html><html><head><title>渡口</title></head><body>", "<ul><li>", "</li></ul>", bytes)
        },
    },
    Generator {
        name: "html-tables-nested",
        extension: "html",
        make: |bytes| {
            nested(
                "<!DOCTYPE html><html><head><title>渡口</title></head><body>",
                "<table><tr><td>",
                "</td></tr></table>",
                bytes,
            )
        },
    },
    Generator {
        name: "html-list",
        extension: "html",
        make: |bytes| repeated("<!DOCTYPE html><html><head><title>渡口</title></head><body><ul>", "<li>项", "", bytes),
    },
    Generator {
        name: "html-rows",
        extension: "html",
        make: |bytes| {
            repeated(
                "<!DOCTYPE html><html><head><title>渡口</title></head><body><table>",
                "<tr><td>甲<td>乙",
                "",
                bytes,
            )
        },
    },
    Generator {
        name: "html-cells",
        extension: "html",
        make: |bytes| {
            repeated("<!DOCTYPE html><html><head><title>渡口</title></head><body><table><tr>", "<td>甲", "", bytes)
        },
    },
    Generator {
        name: "html-colspans",
        extension: "html",
        make: |bytes| {
            repeated(
                "<!DOCTYPE html><html><head><title>渡口</title></head><body><table><tr>",
                "<td colspan=1000>甲",
                "",
                bytes,
            )
        },
    },
    Generator {
        name: "html-open-paragraphs",
        extension: "html",
        make: |bytes| repeated("<!DOCTYPE html><html><head><title>渡口</title></head><body>", "<p>字", "", bytes),
    },
    Generator {
        name: "html-open-formatting",
        extension: "html",
        make: |bytes| repeated("<!DOCTYPE html><html><head><title>渡口</title></head><body>", "<b><i>字", "", bytes),
    },
    Generator {
        name: "html-end-tags",
        extension: "html",
        make: |bytes| repeated("<!DOCTYPE html><html><head><title>渡口</title></head><body>", "</div></p>", "", bytes),
    },
    Generator {
        name: "html-comments",
        extension: "html",
        make: |bytes| {
            repeated("<!DOCTYPE html><html><head><title>渡口</title></head><body>", "<!-- 注 -->字", "", bytes)
        },
    },
    Generator {
        name: "html-comments-open",
        extension: "html",
        make: |bytes| repeated("<!DOCTYPE html><html><head><title>渡口</title></head><body>", "<!-- ", "", bytes),
    },
    Generator {
        name: "html-breaks",
        extension: "html",
        make: |bytes| repeated("<!DOCTYPE html><html><head><title>渡口</title></head><body>", "字<br>", "", bytes),
    },
    Generator {
        name: "html-entities",
        extension: "html",
        make: |bytes| {
            repeated("<!DOCTYPE html><html><head><title>渡口</title></head><body>", "&amp;&#20013;", "", bytes)
        },
    },
    Generator {
        name: "html-attributes",
        extension: "html",
        make: |bytes| {
            counted(
                "<!DOCTYPE html><html><head><title>渡口</title></head><body><p",
                |at| format!(" a{at}=1"),
                ">字</p>",
                bytes,
            )
        },
    },
    Generator {
        name: "html-links",
        extension: "html",
        make: |bytes| {
            repeated("<!DOCTYPE html><html><head><title>渡口</title></head><body>", "<a href=/a>站</a> ", "", bytes)
        },
    },
    Generator {
        name: "html-meta-keywords",
        extension: "html",
        make: |bytes| {
            counted(
                "<!DOCTYPE html><html><head><title>渡口</title><meta name=keywords content=\"",
                |at| format!("词{at},"),
                "\"></head><body><p>清晨的渡口很安静。</p>",
                bytes,
            )
        },
    },
    Generator {
        name: "html-meta-tags",
        extension: "html",
        make: |bytes| {
            counted(
                "<!DOCTYPE html><html><head><title>渡口</title>",
                |at| format!("<meta name=author content=\"王{at}\">"),
                "</head><body><p>清晨的渡口很安静。</p>",
                bytes,
            )
        },
    },
    Generator {
        name: "html-json-authors",
        extension: "html",
        make: |bytes| {
            counted(
                "<!DOCTYPE html><html><head><title>渡口</title><script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"author\":[",
                |at| format!("{{\"name\":\"王{at}\"}},"),
                "{\"name\":\"李\"}]}</script></head><body><p>清晨的渡口很安静。</p>",
                bytes,
            )
        },
    },
    Generator {
        name: "html-json-references",
        extension: "html",
        make: |bytes| {
            counted(
                "<!DOCTYPE html><html><head><title>渡口</title><script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"author\":[",
                |at| format!("{{\"@id\":\"#{at}\"}},"),
                "{\"name\":\"李\"}]}</script></head><body><p>清晨的渡口很安静。</p>",
                bytes,
            )
        },
    },
    Generator {
        name: "html-scripts",
        extension: "html",
        make: |bytes| {
            repeated("<!DOCTYPE html><html><head><title>渡口</title></head><body>", "<script>a<b</script>", "", bytes)
        },
    },
    Generator {
        name: "html-preformatted",
        extension: "html",
        make: |bytes| repeated("<!DOCTYPE html><html><head><title>渡口</title></head><body><pre>", "行\n", "", bytes),
    },
];
