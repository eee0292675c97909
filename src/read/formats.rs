//! The formats that there are.

use super::format::Format;
use super::packed::Packed;
use super::single::Single;

/// Every format, in the order in which they are asked. This table is the only list of them; the last takes everything.
pub static FORMATS: &[&dyn Format] = &[&Packed::Gzip, &Packed::Zstd, &Packed::Xz, &Packed::Bzip2, &Single];

/// The format of a file that begins with `head` and is called `name`.
pub(super) fn format(head: &[u8], name: &str) -> &'static dyn Format {
    FORMATS.iter().copied().find(|format| format.sniff(head, name)).unwrap_or(&Single)
}
