//! Compressed files: recognised by content, unpacked while they are read.

use crate::document::Status;
use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

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
        let (format, surplus) = (*self, Rc::new(Cell::new(0)));
        let reader = Unpacking::new(format, reader, surplus.clone());
        let inner = Source { reader: Box::new(reader), name: inner_name(&name), bytes: None, limits };
        let surplus = std::iter::once_with(move || surplus.get()).filter(|&bytes| bytes > 0);
        Box::new(Single.documents(inner).chain(surplus.map(move |bytes| Err(behind(format, bytes)))))
    }
}

/// Bytes of a compressed file that are read at once.
const BUFFER: usize = 1 << 16;

impl Packed {
    /// How many times larger than the file its content may be before it is a bomb. Text of a natural language is three to
    /// ten times, logs and tables up to a hundred times as large as their gzip; zeros are a thousand times as large, and in
    /// the other formats several thousand times.
    fn ratio(self) -> u64 {
        match self {
            Packed::Gzip => 150,
            Packed::Zstd | Packed::Xz | Packed::Bzip2 => 1000,
        }
    }
}

/// Content that any compressed file may have; of more see [`Packed::ratio`].
const FREE: u64 = 64 << 20;

type Packing<'a> = Ahead<Box<dyn Read + 'a>>;

/// The reader of one member or frame.
enum Member<'a> {
    Gzip(flate2::bufread::GzDecoder<Packing<'a>>),
    Zstd(zstd::stream::read::Decoder<'static, Packing<'a>>),
    Xz(liblzma::bufread::XzDecoder<Packing<'a>>),
    Bzip2(bzip2::bufread::BzDecoder<Packing<'a>>),
}

impl<'a> Member<'a> {
    fn new(format: Packed, packed: Packing<'a>) -> io::Result<Self> {
        Ok(match format {
            Packed::Gzip => Self::Gzip(flate2::bufread::GzDecoder::new(packed)),
            Packed::Zstd => Self::Zstd(zstd::stream::read::Decoder::with_buffer(packed)?.single_frame()),
            Packed::Xz => Self::Xz(liblzma::bufread::XzDecoder::new(packed)),
            Packed::Bzip2 => Self::Bzip2(bzip2::bufread::BzDecoder::new(packed)),
        })
    }

    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Gzip(member) => member.read(buffer),
            Self::Zstd(member) => member.read(buffer),
            Self::Xz(member) => member.read(buffer),
            Self::Bzip2(member) => member.read(buffer),
        }
    }

    /// What comes behind the member.
    fn finish(self) -> Packing<'a> {
        match self {
            Self::Gzip(member) => member.into_inner(),
            Self::Zstd(member) => member.finish(),
            Self::Xz(member) => member.into_inner(),
            Self::Bzip2(member) => member.into_inner(),
        }
    }
}

/// What a compressed file holds: all members or frames of it. Its errors say what is wrong with the file.
///
/// Zeros and line ends between members and behind them are padding: tapes, `dd` and editors leave them, and the tools
/// that made the formats pass over them. Anything else behind a member is left out and counted.
struct Unpacking<'a> {
    format: Packed,
    member: Option<Member<'a>>,
    /// The file before its first member was begun.
    packed: Option<Packing<'a>>,
    /// Bytes given so far, and bytes of the file that they were in.
    given: u64,
    taken: Rc<Cell<u64>>,
    /// Bytes behind the last member that are neither a member nor padding.
    surplus: Rc<Cell<u64>>,
}

impl<'a> Unpacking<'a> {
    fn new(format: Packed, reader: Box<dyn Read + 'a>, surplus: Rc<Cell<u64>>) -> Self {
        let taken = Rc::new(Cell::new(0));
        let reader = BufReader::with_capacity(BUFFER, reader);
        let packed = Ahead { reader, head: Vec::new(), taken: taken.clone() };
        Self { format, member: None, packed: Some(packed), given: 0, taken, surplus }
    }

    fn unpack(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let Some(packed) = self.packed.take() {
            self.member = Some(Member::new(self.format, packed)?);
        }
        while let Some(member) = &mut self.member {
            let read = member.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            if let Some(mut packed) = self.member.take().map(Member::finish) {
                packed.skip_padding()?;
                if self.format.sniff(packed.look()?, "") {
                    self.member = Some(Member::new(self.format, packed)?);
                } else {
                    self.surplus.set(io::copy(&mut packed, &mut io::sink())?);
                }
            }
        }
        Ok(0)
    }
}

impl Read for Unpacking<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.unpack(buffer).map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => error,
            _ => io::Error::other(damage(self.format, self.given, &error)),
        })?;
        self.given += read as u64;
        if self.given > FREE && self.given / self.format.ratio() > self.taken.get() {
            return Err(io::Error::other(bomb(self.format, self.given, self.taken.get())));
        }
        Ok(read)
    }
}

/// A buffered reader whose next bytes can be looked at before they are read.
struct Ahead<R> {
    reader: BufReader<R>,
    /// Bytes that were looked at.
    head: Vec<u8>,
    /// Bytes consumed so far.
    taken: Rc<Cell<u64>>,
}

impl<R: Read> Ahead<R> {
    /// Bytes that a signature has at most.
    const SIGNATURE: usize = 10;

    /// The next bytes, fewer than a signature has only where the file ends.
    fn look(&mut self) -> io::Result<&[u8]> {
        let missing = Self::SIGNATURE.saturating_sub(self.head.len());
        (&mut self.reader).take(missing as u64).read_to_end(&mut self.head)?;
        Ok(&self.head)
    }

    fn skip_padding(&mut self) -> io::Result<()> {
        loop {
            let bytes = self.fill_buf()?;
            let padding = bytes.iter().take_while(|byte| matches!(byte, 0 | b'\r' | b'\n')).count();
            let is_over = padding < bytes.len() || padding == 0;
            self.consume(padding);
            if is_over {
                return Ok(());
            }
        }
    }
}

impl<R: Read> BufRead for Ahead<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.head.is_empty() { self.reader.fill_buf() } else { Ok(&self.head) }
    }

    fn consume(&mut self, bytes: usize) {
        self.taken.set(self.taken.get() + bytes as u64);
        if self.head.is_empty() {
            self.reader.consume(bytes);
        } else {
            self.head.drain(..bytes.min(self.head.len()));
        }
    }
}

impl<R: Read> Read for Ahead<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

fn bomb(format: Packed, given: u64, taken: u64) -> Problem {
    let message = format!(
        "a decompression bomb: {taken} bytes of {} hold more than {given}; unpack it by hand if it should be text",
        format.name()
    );
    Problem::new(Status::TooLarge, message)
}

fn behind(format: Packed, bytes: u64) -> Problem {
    let name = format.name();
    let message = format!(
        "{bytes} bytes behind the {name} stream are no {name} and were left out; fetch the file again if they should be \
         part of it"
    );
    Problem::new(Status::Damaged, message)
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
#[must_use]
pub fn inner_name(name: &str) -> String {
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
