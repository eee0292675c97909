//! Compression: recognised by content, undone while reading.

use std::io::{self, BufRead, Read};

/// A compression format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    Gzip,
    Zstd,
    Xz,
    Bzip2,
}

/// Number of bytes at the start of a file that tell its packing.
pub(super) const MAGIC: usize = 10;

impl Packing {
    /// The format that the first [`MAGIC`] bytes of a file show.
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        match head {
            [0x1F, 0x8B, 8, ..] => Some(Packing::Gzip),
            [0x28, 0xB5, 0x2F, 0xFD, ..] => Some(Packing::Zstd),
            [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => Some(Packing::Zstd),
            [0xFD, b'7', b'z', b'X', b'Z', 0, ..] => Some(Packing::Xz),
            // The signature of the first block, or of an empty stream: `BZh9` alone could begin a text.
            [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, 0x59, 0x26, 0x53, 0x59, ..]
            | [b'B', b'Z', b'h', b'1'..=b'9', 0x17, 0x72, 0x45, 0x38, 0x50, 0x90, ..] => Some(Packing::Bzip2),
            _ => None,
        }
    }

    /// The name for messages.
    pub(super) fn name(self) -> &'static str {
        match self {
            Packing::Gzip => "gzip",
            Packing::Zstd => "zstd",
            Packing::Xz => "xz",
            Packing::Bzip2 => "bzip2",
        }
    }

    /// A reader of what `packed` holds, all members or frames of it.
    ///
    /// # Errors
    /// When the decompressor cannot be set up.
    pub(super) fn unpack(self, packed: impl BufRead + Send + 'static) -> io::Result<Box<dyn Read + Send>> {
        Ok(match self {
            Packing::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(packed)),
            Packing::Zstd => Box::new(zstd::stream::read::Decoder::with_buffer(packed)?),
            Packing::Xz => Box::new(liblzma::bufread::XzDecoder::new_multi_decoder(packed)),
            Packing::Bzip2 => Box::new(bzip2::bufread::MultiBzDecoder::new(packed)),
        })
    }
}

/// The name of a file without the suffix of its compression: `page.html` for `page.html.gz`.
pub(super) fn inner_name(name: &str) -> String {
    const SUFFIXES: &[(&str, &str)] = &[
        (".gz", ""),
        (".zst", ""),
        (".zstd", ""),
        (".xz", ""),
        (".bz2", ""),
        (".tgz", ".tar"),
        (".txz", ".tar"),
        (".tbz2", ".tar"),
    ];
    let found = SUFFIXES.iter().find_map(|(suffix, instead)| {
        let at = name.len().checked_sub(suffix.len()).filter(|&at| at > 0 && name.is_char_boundary(at))?;
        name[at..].eq_ignore_ascii_case(suffix).then(|| format!("{}{instead}", &name[..at]))
    });
    found.unwrap_or_else(|| name.to_owned())
}
