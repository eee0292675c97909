//! Bytes in encodings with states, in several, and in none.

use super::Generator;

pub(super) const GENERATORS: &[Generator] = &[
    Generator { name: "bytes-iso-2022", extension: "txt", make: |bytes| again(b"", b"\x1b$B$\"\x1b(B", bytes) },
    Generator { name: "bytes-hz", extension: "txt", make: |bytes| again(b"", b"~{<:Ky~}", bytes) },
    Generator { name: "bytes-iso-2022-empty", extension: "txt", make: |bytes| again(b"", b"\x1b$B\x1b(B", bytes) },
    Generator {
        name: "bytes-gbk-damaged",
        extension: "txt",
        make: |bytes| again(b"", b"\xc7\xe5\xb3\xbf\xb5\xc4\xc2\xeb\xcd\xb7\xba\xdc\xb0\xb2\xbe\xb2\xff", bytes),
    },
    Generator {
        name: "bytes-surrogates",
        extension: "txt",
        make: |bytes| again(b"\xff\xfe", b"\x2d\x4e\x00\xd8", bytes),
    },
    Generator {
        name: "bytes-malformed",
        extension: "txt",
        make: |bytes| again(b"", b"\xe6\x97\xa9\xe6\x99\xa8\xff", bytes),
    },
    Generator {
        name: "bytes-mixed",
        extension: "txt",
        make: |bytes| again(b"", b"\xe6\xb8\xa1\xe5\x8f\xa3\n\xb6\xc9\xbf\xda\n", bytes),
    },
    Generator {
        name: "bytes-mojibake",
        extension: "txt",
        make: |bytes| {
            let twice: String = "\u{e6}\u{b8}\u{a1}\u{e5}\u{8f}\u{a3}".into();
            again(b"", twice.as_bytes(), bytes)
        },
    },
];

fn again(head: &[u8], unit: &[u8], bytes: usize) -> Vec<u8> {
    let count = bytes.saturating_sub(head.len()) / unit.len();
    [head, &unit.repeat(count)].concat()
}
