//! Markdown.

use super::{Generator, counted, nested, repeated};

pub(super) const GENERATORS: &[Generator] = &[
    Generator { name: "md-headings", extension: "md", make: |bytes| repeated("", "# 题\n", "", bytes) },
    Generator {
        name: "md-headings-apart",
        extension: "md",
        make: |bytes| counted("", |at| format!("## 标题{at}\n\n"), "", bytes),
    },
    Generator { name: "md-numbers", extension: "md", make: |bytes| repeated("", "1. x\n", "", bytes) },
    Generator {
        name: "md-numbers-apart",
        extension: "md",
        make: |bytes| counted("", |at| format!("{at}. 项\n\n"), "", bytes),
    },
    Generator { name: "md-bullets", extension: "md", make: |bytes| repeated("", "- x\n", "", bytes) },
    Generator { name: "md-bullets-on-one-line", extension: "md", make: |bytes| repeated("", "- ", "x", bytes) },
    Generator { name: "md-numbers-on-one-line", extension: "md", make: |bytes| repeated("", "1. > ", "x", bytes) },
    Generator { name: "md-quotes-nested", extension: "md", make: |bytes| repeated("", ">", " x", bytes) },
    Generator {
        name: "md-quotes-of-addresses",
        extension: "md",
        make: |bytes| repeated("", "  \n>http://id>", "", bytes),
    },
    Generator {
        name: "md-table-rows",
        extension: "md",
        make: |bytes| repeated("|a|b|\n|-|-|\n", "|甲|乙|\n", "", bytes),
    },
    Generator {
        name: "md-table-short-rows",
        extension: "md",
        make: |bytes| {
            let columns = (bytes / 20).clamp(1, 600);
            let head = format!("{}|\n{}|\n", "|a".repeat(columns), "|-".repeat(columns));
            repeated(&head, "|乙|\n", "", bytes)
        },
    },
    Generator { name: "md-emphasis-open", extension: "md", make: |bytes| repeated("", "*a ", "", bytes) },
    Generator { name: "md-emphasis-nested", extension: "md", make: |bytes| nested("", "*a **", "** b*", bytes) },
    Generator { name: "md-brackets-open", extension: "md", make: |bytes| repeated("", "[", "", bytes) },
    Generator { name: "md-links", extension: "md", make: |bytes| repeated("", "[字](http://e.invalid) ", "", bytes) },
    Generator {
        name: "md-references",
        extension: "md",
        make: |bytes| counted("", |at| format!("[{at}]: http://e.invalid/{at}\n\n[{at}] "), "", bytes),
    },
    Generator {
        name: "md-footnotes",
        extension: "md",
        make: |bytes| counted("", |at| format!("字[^{at}]\n\n[^{at}]: 注\n\n"), "", bytes),
    },
    Generator { name: "md-pictures", extension: "md", make: |bytes| repeated("", "![图](a.png) ", "", bytes) },
    Generator {
        name: "md-backticks",
        extension: "md",
        make: |bytes| counted("", |at| format!("{} ", "`".repeat(at % 400 + 1)), "", bytes),
    },
    Generator { name: "md-fences", extension: "md", make: |bytes| repeated("", "```\nx\n```\n", "", bytes) },
    Generator { name: "md-comments-open", extension: "md", make: |bytes| repeated("", "<!-- ", "", bytes) },
    Generator { name: "md-breaks", extension: "md", make: |bytes| repeated("", "甲  \n", "", bytes) },
    Generator { name: "md-escapes", extension: "md", make: |bytes| repeated("", "\\*", "", bytes) },
    Generator { name: "md-entities", extension: "md", make: |bytes| repeated("", "&amp;", "", bytes) },
];
