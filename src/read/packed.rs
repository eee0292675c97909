//! Compressed files: recognised by content, unpacked while they are read.

use crate::document::Status;
use std::io::{self, BufRead, BufReader, Read};

use super::format::{Documents, Format, Source};
use super::problem::Problem;
use super::single::Single;

/// A file compressed as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packed {
    /// gzip, of one member or several.
    Gzip,
    /// Zstandard, of one frame or several.
    Zstd,
    /// xz.
    Xz,
    /// bzip2.
    Bzip2,
}

impl Format for Packed {
    fn name(&self) -> &'static str {
        match self {
            Packed::Gzip => "gzip",
            Packed::Zstd => "zstd",
            Packed::Xz => "xz",
            Packed::Bzip2 => "bzip2",
        }
    }

    fn sniff(&self, head: &[u8], _: &str) -> bool {
        match self {
            Packed::Gzip => head.starts_with(&[0x1F, 0x8B, 8]),
            Packed::Zstd => {
                matches!(head, [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..])
            }
            Packed::Xz => head.starts_with(b"\xFD7zXZ\0"),
            // The signature of the first block, or of an empty stream: `BZh9` alone could begin a text.
            Packed::Bzip2 => matches!(
                head,
                [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, 0x59, 0x26, 0x53, 0x59, ..]
                    | [b'B', b'Z', b'h', b'1'..=b'9', 0x17, 0x72, 0x45, 0x38, 0x50, 0x90, ..]
            ),
        }
    }

    fn documents<'a>(&self, source: Source<'a>) -> Documents<'a> {
        let Source { reader, name, limits, .. } = source;
        let packed = BufReader::with_capacity(BUFFER, reader);
        let reader = match self.unpack(packed) {
            Ok(reader) => Unpacking { reader, format: *self, given: 0 },
            Err(error) => return Box::new(std::iter::once(Err(damage(*self, 0, &error)))),
        };
        Single.documents(Source { reader: Box::new(reader), name: inner_name(&name), bytes: None, limits })
    }
}

/// Bytes of a compressed file that are read at once.
const BUFFER: usize = 1 << 16;

impl Packed {
    /// A reader of what `packed` holds, all members or frames of it.
    fn unpack<'a>(self, packed: impl BufRead + 'a) -> io::Result<Box<dyn Read + 'a>> {
        Ok(match self {
            Packed::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(packed)),
            Packed::Zstd => Box::new(zstd::stream::read::Decoder::with_buffer(packed)?),
            Packed::Xz => Box::new(liblzma::bufread::XzDecoder::new_multi_decoder(packed)),
            Packed::Bzip2 => Box::new(bzip2::bufread::MultiBzDecoder::new(packed)),
        })
    }
}

/// What a compressed file holds. Its errors say what is wrong with the file.
struct Unpacking<R> {
    reader: R,
    format: Packed,
    /// Bytes given so far.
    given: u64,
}

impl<R: Read> Read for Unpacking<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer).map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => error,
            _ => io::Error::other(damage(self.format, self.given, &error)),
        })?;
        self.given += read as u64;
        Ok(read)
    }
}

fn damage(format: Packed, given: u64, error: &io::Error) -> Problem {
    if error.raw_os_error().is_some() {
        return Problem::reading(error);
    }
    let how = match error.kind() {
        io::ErrorKind::UnexpectedEof => "is cut short",
        _ => "is corrupt",
    };
    let message = format!("the {} stream {how} after {given} bytes of content; fetch the file again", format.name());
    Problem::new(Status::Damaged, message)
}

/// The name of a file without the suffix of its compression: `page.html` for `page.html.gz`.
fn inner_name(name: &str) -> String {
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
