//! Front matter.

use super::{Generator, counted, repeated};

pub(super) const GENERATORS: &[Generator] = &[
    Generator {
        name: "yaml-tags",
        extension: "md",
        make: |bytes| counted("---\ntitle: 渡口\ntags:\n", |at| format!("  - 词{at}\n"), "---\n正文。\n", bytes),
    },
    Generator {
        name: "yaml-categories",
        extension: "md",
        make: |bytes| counted("---\ntitle: 渡口\ncategories: [", |at| format!("词{at}, "), "末]\n---\n正文。\n", bytes),
    },
    Generator {
        name: "yaml-keywords",
        extension: "md",
        make: |bytes| counted("---\ntitle: 渡口\nkeywords: ", |at| format!("词{at}, "), "末\n---\n正文。\n", bytes),
    },
    Generator {
        name: "yaml-authors",
        extension: "md",
        make: |bytes| counted("---\ntitle: 渡口\nauthors:\n", |at| format!("  - 王{at}\n"), "---\n正文。\n", bytes),
    },
    Generator {
        name: "yaml-aliases",
        extension: "md",
        make: |bytes| counted("---\ntitle: 渡口\naliases:\n", |at| format!("  - /p/{at}\n"), "---\n正文。\n", bytes),
    },
    Generator {
        name: "yaml-fields",
        extension: "md",
        make: |bytes| counted("---\n", |at| format!("field{at}: 值\n"), "---\n正文。\n", bytes),
    },
    Generator {
        name: "yaml-brackets",
        extension: "md",
        make: |bytes| repeated("---\ntitle: 渡口\nx: ", "[", "\n---\n正文。\n", bytes),
    },
    Generator {
        name: "toml-tags",
        extension: "md",
        make: |bytes| counted("+++\ntags = [", |at| format!("\"词{at}\", "), "\"末\"]\n+++\n正文。\n", bytes),
    },
];
