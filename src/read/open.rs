//! Opening an input: its documents and its checksum, in one pass.

use std::io::{self, Cursor, Read};

use super::format::{Documents, Format, HEAD, Limits, Source};
use super::formats::format;
use super::input::Input;
use super::problem::Problem;
use crate::document::Sha256;

/// An input that could be opened. Its documents come first, its checksum when they are done.
pub struct Opened {
    path: String,
    format: &'static dyn Format,
    head: Vec<u8>,
    reader: Hashing<Box<dyn Read>>,
    bytes: Option<u64>,
}

/// Bytes of a pipe or device that are read behind its documents, for the checksum; one that goes on may never end.
const BEHIND: u64 = 64 << 20;

/// What is known of an input when all of it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sealed {
    /// SHA-256 of the file's bytes as they are stored, in lower-case hex; empty when they could not all be read.
    pub sha256: String,
    /// Number of those bytes; 0 when they could not all be read.
    pub bytes: u64,
}

/// Opens `input` and looks at its first bytes, which tell its format.
///
/// # Errors
/// [`Problem`] when the input cannot be read at all. One that can be read but not understood (empty, damaged, too
/// large) is opened, and its documents say what is wrong.
pub fn open(input: &Input) -> Result<Opened, Problem> {
    let unreadable = |error: io::Error| Problem::reading(&error).of(&input.path);
    if let Some(problem) = &input.problem {
        return Err(problem.clone().of(&input.path));
    }
    let stored = input.store.open(&input.at).map_err(unreadable)?;
    let mut reader = Hashing::new(stored.reader);
    let mut head = Vec::with_capacity(HEAD);
    (&mut reader).take(HEAD as u64).read_to_end(&mut head).map_err(unreadable)?;
    let format = format(&head, file_name(&input.path));
    Ok(Opened { path: input.path.clone(), format, head, reader, bytes: stored.bytes })
}

impl Opened {
    /// The documents in it, in order, to be asked for once. A problem stands for a document that could not be read.
    pub fn documents<'a>(&'a mut self, limits: Limits<'a>) -> Documents<'a> {
        let Self { path, format, head, reader, bytes } = self;
        let source = Source {
            reader: Box::new(Cursor::new(std::mem::take(head)).chain(reader)),
            name: file_name(path).to_owned(),
            bytes: *bytes,
            limits,
        };
        Box::new(format.documents(source).map(move |document| document.map_err(|problem| problem.of(path))))
    }

    /// Reads what its format left unread, and gives the checksum of all; an empty one for a pipe or device that goes on
    /// far behind its documents.
    ///
    /// # Errors
    /// [`Problem`] when that cannot be read. Where the documents have met the same error there is none.
    pub fn seal(self) -> Result<Sealed, Problem> {
        let Self { path, mut reader, bytes, .. } = self;
        if !reader.is_partial {
            let rest = if bytes.is_some() { u64::MAX } else { BEHIND };
            let read = io::copy(&mut (&mut reader).take(rest), &mut io::sink());
            reader.is_partial |= read.map_err(|error| Problem::reading(&error).of(&path))? == rest;
        }
        Ok(reader.seal())
    }
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

/// A reader that takes the checksum of what it gives.
struct Hashing<R> {
    reader: R,
    hash: Sha256,
    bytes: u64,
    is_partial: bool,
}

impl<R: Read> Hashing<R> {
    fn new(reader: R) -> Self {
        Self { reader, hash: Sha256::default(), bytes: 0, is_partial: false }
    }

    fn seal(self) -> Sealed {
        match self.is_partial {
            true => Sealed::default(),
            false => Sealed { sha256: self.hash.finish(), bytes: self.bytes },
        }
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer);
        match &read {
            Ok(read) => {
                self.hash.update(buffer.get(..*read).unwrap_or_default());
                self.bytes += *read as u64;
            }
            Err(error) => self.is_partial |= error.kind() != io::ErrorKind::Interrupted,
        }
        read
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Status;
    use crate::read::error::Error;
    use crate::read::format::Raw;
    use crate::read::options::Options;
    use crate::read::store::{Filter, Found, Listed, Store, Stored};
    use std::io::Write;
    use std::path::Path;
    use std::sync::Arc;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    fn xz(bytes: &[u8]) -> Vec<u8> {
        let mut packer = liblzma::write::XzEncoder::new(Vec::new(), 1);
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    fn bzip2(bytes: &[u8]) -> Vec<u8> {
        let mut packer = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    fn read(name: &str, bytes: &[u8], max_bytes: u64) -> Result<Raw, Problem> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(name);
        std::fs::write(&file, bytes).unwrap();
        let mut opened = open(&Input::on_disk(name, &file))?;
        let limits = Limits::new(&Options { max_bytes, ..Options::default() });
        let documents: Vec<_> = opened.documents(limits).collect();
        let sealed = opened.seal().unwrap();
        assert_eq!(sealed, Sealed { sha256: crate::document::sha256(bytes), bytes: bytes.len() as u64 });
        let [document] = documents.try_into().unwrap();
        document
    }

    const TEXT: &str = "一行字，压缩之后再读出来。\n";

    #[test]
    fn compression_is_seen_by_content_and_undone() {
        let text = TEXT.as_bytes();
        let two_members = [gzip(&text[..9]), gzip(&text[9..])].concat();
        let packed = [gzip(text), two_members, zstd::encode_all(text, 1).unwrap(), xz(text), bzip2(text)];
        for (name, bytes) in ["a.txt.gz", "a.txt", "a.txt.zst", "a.txt.xz", "a.txt.bz2"].iter().zip(packed) {
            let raw = read(name, &bytes, 1000).unwrap();
            assert_eq!((raw.bytes.as_slice(), raw.name.as_str()), (text, "a.txt"), "{name}");
        }
        assert_eq!(read("BZh9.txt", b"BZh9 begins this text", 1000).unwrap().bytes, b"BZh9 begins this text");
    }

    #[test]
    fn padding_behind_a_stream_is_no_damage_and_anything_else_is_said() {
        let text = TEXT.as_bytes();
        type Pack = fn(&[u8]) -> Vec<u8>;
        let packers: [Pack; 4] = [gzip, xz, bzip2, |bytes| zstd::encode_all(bytes, 1).unwrap()];
        for pack in packers {
            for padding in [&[0; 2000][..], b"\n", b"\r\n", b"\0\0\0\0"] {
                let padded = [&pack(&text[..9]), padding, &pack(&text[9..]), padding].concat();
                assert_eq!(read("a.txt.gz", &padded, 1000).unwrap().bytes, text);
            }
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("a");
            std::fs::write(&file, [&pack(text), &b"rubbish!"[..]].concat()).unwrap();
            let mut opened = open(&Input::on_disk("a", &file)).unwrap();
            let mut documents = opened.documents(Limits::new(&Options::default()));
            assert_eq!(documents.next().unwrap().unwrap().bytes, text);
            let problem = documents.next().unwrap().unwrap_err();
            assert_eq!(problem.status, Status::Damaged);
            assert!(problem.message.starts_with("8 bytes behind"), "{problem}");
            assert!(documents.next().is_none());
        }
    }

    #[test]
    fn what_is_cut_short_is_damaged() {
        let long = TEXT.repeat(500);
        let text = long.as_bytes();
        for packed in [gzip(text), zstd::encode_all(text, 1).unwrap(), xz(text), bzip2(text)] {
            let problem = read("a.gz", &packed[..packed.len() - 5], 1 << 20).unwrap_err();
            assert_eq!(problem.status, Status::Damaged, "{problem}");
        }
        let mut corrupt = gzip(text);
        let last = corrupt.len() - 6;
        corrupt[last] ^= 0xFF;
        assert_eq!(read("a.gz", &corrupt, 1 << 20).unwrap_err().status, Status::Damaged);
    }

    #[test]
    fn bombs_and_empty_files_are_problems() {
        let bomb = gzip(&vec![b'a'; 100_000]);
        assert_eq!(read("a.gz", &bomb, 50_000).unwrap_err().status, Status::TooLarge);
        assert_eq!(read("a.txt", b"12345", 4).unwrap_err().status, Status::TooLarge);
        assert_eq!(read("a.txt", b"", 4).unwrap_err().status, Status::Empty);
        assert_eq!(read("a.gz", &gzip(b""), 4).unwrap_err().status, Status::Empty);
    }

    #[test]
    fn a_bomb_is_told_by_how_far_it_expands_before_it_is_large() {
        let zeros = vec![0; 80 << 20];
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packer.write_all(&zeros).unwrap();
        let gzip_of_zeros = packer.finish().unwrap();
        let bombs = [gzip_of_zeros, xz(&zeros), bzip2(&zeros), zstd::encode_all(zeros.as_slice(), 1).unwrap()];
        for (number, bomb) in bombs.iter().enumerate() {
            let problem = read("a.gz", bomb, 1 << 30).err();
            let problem = problem.unwrap_or_else(|| panic!("bomb {number} of {} bytes was read", bomb.len()));
            assert_eq!(problem.status, Status::TooLarge);
            assert!(problem.message.starts_with("a decompression bomb"), "{problem}");
        }
        // Nothing but one line over and over, which is none.
        let lines = TEXT.repeat(20_000);
        assert_eq!(read("a.gz", &gzip(lines.as_bytes()), 1 << 30).unwrap().bytes.len(), lines.len());
    }

    #[test]
    fn a_file_that_is_gone_is_unreadable() {
        let problem = open(&Input::on_disk("a", Path::new("no/such/file"))).err().unwrap();
        assert_eq!((problem.status, problem.path.as_str()), (Status::Unreadable, "a"));
    }

    /// A store whose files break off with an error of the system after some bytes.
    #[derive(Debug)]
    struct Broken(Vec<u8>);

    impl Store for Broken {
        fn list(&self, _: &Path, _: &Filter<'_>) -> Result<Listed, Error> {
            Ok(Listed::default())
        }

        fn open(&self, _: &Path) -> io::Result<Stored> {
            let reader = Cursor::new(self.0.clone()).chain(Fails);
            Ok(Stored { reader: Box::new(reader), bytes: None })
        }
    }

    struct Fails;

    impl Read for Fails {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            // An error of input or output.
            Err(io::Error::from_raw_os_error(5))
        }
    }

    #[test]
    fn a_file_that_breaks_off_is_unreadable_and_has_no_checksum() {
        let plain = "字".repeat(5000).into_bytes();
        let packed =
            gzip(&plain.iter().enumerate().map(|(at, byte)| byte ^ ((at * at) >> 3) as u8).collect::<Vec<_>>());
        for bytes in [plain, packed] {
            assert!(bytes.len() > HEAD);
            let found = Found { path: "a".into(), at: "a".into(), problem: None };
            let mut opened = open(&Input::new(Arc::new(Broken(bytes[..bytes.len() - 9].to_vec())), found)).unwrap();
            let problems: Vec<_> = opened.documents(Limits::new(&Options::default())).map(Result::unwrap_err).collect();
            assert_eq!((problems.len(), problems[0].status), (1, Status::Unreadable), "{problems:?}");
            assert_eq!(opened.seal(), Ok(Sealed::default()));
        }
    }
}
