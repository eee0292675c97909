//! Plain text.

use super::{Generator, SENTENCE, counted, repeated};

pub(super) const GENERATORS: &[Generator] = &[
    Generator { name: "plain-one-line", extension: "txt", make: |bytes| repeated("", SENTENCE, "", bytes) },
    Generator {
        name: "plain-lines-alike", extension: "txt", make: |bytes| repeated("", "上一站：无\n", "", bytes)
    },
    Generator {
        name: "plain-lines-apart",
        extension: "txt",
        make: |bytes| counted("", |at| format!("第{at}行\n"), "", bytes),
    },
    Generator {
        name: "plain-paragraphs",
        extension: "txt",
        make: |bytes| counted("", |at| format!("第{at}段，{SENTENCE}\n\n"), "", bytes),
    },
    Generator {
        name: "plain-segmented",
        extension: "txt",
        make: |bytes| repeated("", "清晨 的 码头 很 安静 ， ", "", bytes),
    },
    Generator { name: "plain-empty-lines", extension: "txt", make: |bytes| repeated("", "\n", "完", bytes) },
    Generator { name: "plain-wide-spaces", extension: "txt", make: |bytes| repeated("", "　", "字", bytes) },
    Generator { name: "plain-brackets", extension: "txt", make: |bytes| repeated("", "（", "", bytes) },
    Generator { name: "plain-quotes", extension: "txt", make: |bytes| repeated("", "“", "", bytes) },
    Generator { name: "plain-combining", extension: "txt", make: |bytes| repeated("e", "́", "", bytes) },
    Generator {
        name: "plain-addresses",
        extension: "txt",
        make: |bytes| repeated("", "http://example.invalid/a?b=1 ", "", bytes),
    },
    Generator {
        name: "plain-dates",
        extension: "txt",
        make: |bytes| repeated("", "2021年3月4日 12:30 来源：例报 ", "", bytes),
    },
    Generator {
        name: "plain-page-numbers",
        extension: "txt",
        make: |bytes| counted("", |at| format!("- {at} -\n"), "", bytes),
    },
    Generator { name: "plain-rules", extension: "txt", make: |bytes| repeated("", "-----\n", "", bytes) },
];
