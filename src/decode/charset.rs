//! The charsets there are, by name.

use encoding_rs::Encoding;

use super::error::UnknownEncoding;
use super::tables::{self, Single};

/// A charset that text can be decoded from and encoded to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Charset {
    Utf8,
    Utf16Le,
    Utf16Be,
    Utf32Le,
    Utf32Be,
    /// One of the WHATWG's legacy encodings.
    Web(&'static Encoding),
    /// A single-byte charset that the WHATWG does not have.
    Single(&'static Single),
    EucTw,
    Johab,
    Hz,
    Iso2022Kr,
}

/// Charsets outside the WHATWG list: name, other names in the form that [`key`] gives.
const OWN: &[(Charset, &str, &[&str])] = &[
    (Charset::Utf8, "UTF-8", &["utf8", "utf8sig", "utf8bom", "ascii", "usascii"]),
    (Charset::Utf16Le, "UTF-16LE", &["utf16le", "utf16", "ucs2", "unicode"]),
    (Charset::Utf16Be, "UTF-16BE", &["utf16be"]),
    (Charset::Utf32Le, "UTF-32LE", &["utf32le", "utf32", "ucs4"]),
    (Charset::Utf32Be, "UTF-32BE", &["utf32be"]),
    (Charset::EucTw, "EUC-TW", &["euctw", "xeuctw", "cns11643"]),
    (Charset::Johab, "Johab", &["johab", "cp1361", "ms1361"]),
    (Charset::Hz, "HZ-GB-2312", &["hz", "hzgb", "hzgb2312"]),
    (Charset::Iso2022Kr, "ISO-2022-KR", &["iso2022kr", "csiso2022kr"]),
];

impl Charset {
    /// The charset that goes by `label`, in any spelling: WHATWG labels, and common names of the others.
    pub(crate) fn named(label: &str) -> Option<Self> {
        let key = key(label);
        if let Some((charset, ..)) = OWN.iter().find(|(.., keys)| keys.contains(&key.as_str())) {
            return Some(*charset);
        }
        if let Some(single) = tables::singles().iter().find(|single| self::key(single.name) == key) {
            return Some(Charset::Single(single));
        }
        if let Some(single) = key.strip_prefix("cp").and_then(|number| {
            let ibm = format!("ibm{number}");
            tables::singles().iter().find(|single| self::key(single.name) == ibm)
        }) {
            return Some(Charset::Single(single));
        }
        let web = Encoding::for_label_no_replacement(label.trim().as_bytes())
            .or_else(|| Encoding::for_label_no_replacement(alias(&key)?.as_bytes()))?;
        Some(Charset::web(web))
    }

    /// The charset of an encoding of encoding_rs; GBK is read as its superset.
    pub(crate) fn web(encoding: &'static Encoding) -> Self {
        match encoding.name() {
            "UTF-8" => Charset::Utf8,
            "UTF-16LE" => Charset::Utf16Le,
            "UTF-16BE" => Charset::Utf16Be,
            "GBK" => Charset::Web(encoding_rs::GB18030),
            "gb18030" => Charset::Web(encoding_rs::GB18030),
            _ => Charset::Web(encoding),
        }
    }

    /// The name shown, by which [`Charset::named`] finds it again.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Charset::Web(encoding) if encoding == encoding_rs::GB18030 => "GB18030",
            Charset::Web(encoding) => encoding.name(),
            Charset::Single(single) => single.name,
            own => OWN.iter().find(|(charset, ..)| *charset == own).map_or("UTF-8", |(_, name, _)| name),
        }
    }
}

/// The charsets of the WHATWG that text is written in today or was.
const WEB: &[&str] = &[
    "GB18030",
    "GBK",
    "Big5",
    "Shift_JIS",
    "EUC-JP",
    "ISO-2022-JP",
    "EUC-KR",
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "windows-1257",
    "windows-1258",
    "windows-874",
    "ISO-8859-2",
    "ISO-8859-3",
    "ISO-8859-4",
    "ISO-8859-5",
    "ISO-8859-6",
    "ISO-8859-7",
    "ISO-8859-8",
    "ISO-8859-10",
    "ISO-8859-13",
    "ISO-8859-14",
    "ISO-8859-15",
    "ISO-8859-16",
    "KOI8-R",
    "KOI8-U",
    "macintosh",
    "x-mac-cyrillic",
];

/// The name that the program has for the encoding that goes by `label`, such as `GB18030` for `gbk`.
///
/// # Errors
/// [`UnknownEncoding`] when no encoding goes by it.
pub fn canonical_name(label: &str) -> Result<&'static str, UnknownEncoding> {
    let unknown = || UnknownEncoding { name: label.to_owned(), nearest: nearest(label) };
    Charset::named(label).map(Charset::name).ok_or_else(unknown)
}

/// The three names of charsets that are most like `label`.
fn nearest(label: &str) -> Vec<&'static str> {
    let own = OWN.iter().map(|(_, name, _)| *name).chain(tables::singles().iter().map(|single| single.name));
    let mut names: Vec<_> = WEB.iter().copied().chain(own).collect();
    names.sort_by_key(|name| strsim::damerau_levenshtein(&key(name), &key(label)));
    names.truncate(3);
    names
}

/// A label without what people write differently: case, hyphens, underscores.
fn key(label: &str) -> String {
    label.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// The WHATWG label of names that the WHATWG does not know.
fn alias(key: &str) -> Option<&'static str> {
    Some(match key {
        "cp936" | "ms936" | "windows936" => "gbk",
        "cp950" | "ms950" | "windows950" => "big5",
        "cp932" | "ms932" | "windows932" => "shift_jis",
        "cp949" | "uhc" | "ms949" => "euc-kr",
        "cp874" => "windows-874",
        "macroman" => "macintosh",
        "maccyrillic" => "x-mac-cyrillic",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back_to_their_charset() {
        let own = OWN.iter().map(|(charset, ..)| *charset);
        for charset in own.chain(tables::singles().iter().map(Charset::Single)) {
            assert_eq!(Charset::named(charset.name()), Some(charset));
        }
    }

    #[test]
    fn labels_in_any_spelling() {
        for (label, name) in [
            ("gb2312", "GB18030"),
            (" GBK ", "GB18030"),
            ("CP936", "GB18030"),
            ("latin1", "windows-1252"),
            ("cp850", "IBM850"),
            ("utf_8", "UTF-8"),
            ("hz", "HZ-GB-2312"),
            ("big5-hkscs", "Big5"),
        ] {
            assert_eq!(Charset::named(label).map(Charset::name), Some(name), "{label}");
        }
        assert_eq!(Charset::named("no-such-charset"), None);
        assert_eq!(canonical_name("Bog5").unwrap_err().nearest[0], "Big5");
    }
}
