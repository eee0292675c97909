//! What a document says of its own encoding: `<meta charset>`, an XML declaration, front matter, an editor's line.

use std::sync::LazyLock;

use regex::bytes::Regex;

use super::charset::Charset;

/// How far into a document a declaration is looked for, as browsers do.
const HEAD: usize = 1024;

/// The charset that the first kilobyte of `bytes` declares. Only a hint: declarations lie.
pub(super) fn find(bytes: &[u8]) -> Option<Charset> {
    static LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r#"(?i)(?:charset|encoding|coding)\s*[=:]\s*["']?\s*([a-z0-9][a-z0-9_.:-]{1,30})"#).ok()
    });
    let head = &bytes[..bytes.len().min(HEAD)];
    let found = LABEL.as_ref()?.captures(head)?.get(1)?;
    Charset::named(std::str::from_utf8(found.as_bytes()).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_of_all_kinds() {
        for (head, name) in [
            ("<meta charset=gb2312>", "GB18030"),
            ("<META http-equiv='Content-Type' content='text/html; charset=big5'>", "Big5"),
            ("<?xml version=\"1.0\" encoding=\"Shift_JIS\"?>", "Shift_JIS"),
            ("---\ntitle: x\nencoding: gbk\n---\n", "GB18030"),
            ("# -*- coding: euc-kr -*-", "EUC-KR"),
        ] {
            assert_eq!(find(head.as_bytes()).map(Charset::name), Some(name), "{head}");
        }
        assert_eq!(find(b"the encoding: unheard-of"), None);
    }
}
