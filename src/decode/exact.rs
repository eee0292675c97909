//! Which bytes come back when what they say is encoded again: a table for each charset of two bytes, so that most text
//! need not be encoded to know it.

use std::sync::LazyLock;

use encoding_rs::Encoding;

/// The units of a charset that are the only way to write their character.
struct Table {
    singles: [bool; 256],
    /// By first byte less 0x80, then second byte.
    pairs: Vec<bool>,
}

/// Whether `bytes`, well-formed in `encoding`, are known to come back. False for charsets without a table, too.
pub(super) fn comes_back(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    let Some(Table { singles, pairs }) = table(encoding) else { return false };
    let mut rest = bytes;
    loop {
        rest = match rest {
            [] => return true,
            [single, tail @ ..] if singles[usize::from(*single)] => tail,
            [lead @ 0x80..=0xFF, trail, tail @ ..] if pairs[usize::from(lead & 0x7F) << 8 | usize::from(*trail)] => {
                tail
            }
            _ => return false,
        }
    }
}

fn table(encoding: &'static Encoding) -> Option<&'static Table> {
    macro_rules! tables {
        ($($name:ident),*) => {
            match encoding {
                $(_ if encoding == encoding_rs::$name => {
                    static TABLE: LazyLock<Table> = LazyLock::new(|| Table::of(encoding_rs::$name));
                    Some(&*TABLE)
                })*
                _ => None,
            }
        };
    }
    tables!(GB18030, BIG5, SHIFT_JIS, EUC_JP, EUC_KR)
}

impl Table {
    fn of(encoding: &'static Encoding) -> Self {
        let comes_back = |bytes: &[u8]| {
            let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
            text.is_some_and(|text| text.chars().count() == 1 && *encoding.encode(&text).0 == *bytes)
        };
        let mut singles = [false; 256];
        (0..=0xFF_u8).for_each(|byte| singles[usize::from(byte)] = comes_back(&[byte]));
        let leads = (0x80..=0xFF_u8).flat_map(|lead| (0..=0xFF_u8).map(move |trail| [lead, trail]));
        // A first byte that is a character by itself is no first byte.
        let pairs = leads.map(|pair| pair[1] >= 0x30 && !singles[usize::from(pair[0])] && comes_back(&pair)).collect();
        Self { singles, pairs }
    }
}
