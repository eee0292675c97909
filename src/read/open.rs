//! Opening an input: its checksum, and the documents it holds.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::Path;

use super::unpack::{MAGIC, Packing, inner_name};
use super::{Input, Options, Problem, Raw, Status};
use crate::document::{sha256, sha256_of};

/// An input that could be opened.
pub struct Opened {
    /// SHA-256 of the file's bytes as they are stored, in lower-case hex.
    pub sha256: String,
    /// Number of those bytes.
    pub bytes: u64,
    /// The documents in it, in order. A problem stands for a document that could not be read, and may be the only item.
    pub documents: Box<dyn Iterator<Item = Result<Raw, Problem>> + Send>,
}

/// Opens `input`: takes its checksum and makes its documents readable, decompressed where the content shows that it is
/// compressed.
///
/// # Errors
/// [`Problem`] when the input cannot be read at all. One that can be read but not understood (empty, damaged, too
/// large) is opened, and its documents say what is wrong.
pub fn open(input: &Input, options: &Options) -> Result<Opened, Problem> {
    if let Some(problem) = &input.problem {
        return Err(problem.clone());
    }
    let stored = match &input.file {
        None => slurp(io::stdin().lock(), options.max_bytes),
        Some(file) => load(file, options.max_bytes),
    };
    let (sha256, bytes, stored) = stored.map_err(|error| Problem::unreadable(&error))?;
    let name = input.path.rsplit('/').next().unwrap_or_default();
    let document = document(stored, name, options.max_bytes);
    Ok(Opened { sha256, bytes, documents: Box::new(std::iter::once(document)) })
}

/// What a file holds: its bytes, or too many of them, or compressed ones that are still to be read.
enum Stored {
    Bytes(Vec<u8>),
    TooLarge,
    Packed(Packing, Box<dyn io::BufRead + Send>),
}

/// Checksum, size and content of a file. A compressed file is only hashed: its content is read while it is unpacked.
fn load(path: &Path, max_bytes: u64) -> io::Result<(String, u64, Stored)> {
    let mut file = File::open(path)?;
    let mut head = Vec::with_capacity(MAGIC);
    (&mut file).take(MAGIC as u64).read_to_end(&mut head)?;
    let packing = Packing::of(&head);
    let too_large = file.metadata()?.len() > max_bytes;
    let whole = Cursor::new(head).chain(file);
    match packing {
        None if !too_large => slurp(whole, max_bytes),
        packing => {
            let (sha256, bytes) = sha256_of(whole)?;
            let stored = match packing {
                None => Stored::TooLarge,
                Some(packing) => {
                    Stored::Packed(packing, Box::new(BufReader::with_capacity(1 << 16, File::open(path)?)))
                }
            };
            Ok((sha256, bytes, stored))
        }
    }
}

/// Reads all of `reader`, hashing what it gives.
fn slurp(mut reader: impl Read, max_bytes: u64) -> io::Result<(String, u64, Stored)> {
    let mut bytes = Vec::new();
    (&mut reader).take(max_bytes.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > max_bytes {
        let (sha256, count) = sha256_of(Cursor::new(bytes).chain(reader))?;
        return Ok((sha256, count, Stored::TooLarge));
    }
    let (sha256, count) = (sha256(&bytes), bytes.len() as u64);
    let stored = match Packing::of(&bytes) {
        Some(packing) => Stored::Packed(packing, Box::new(Cursor::new(bytes))),
        None => Stored::Bytes(bytes),
    };
    Ok((sha256, count, stored))
}

/// The one document of a file that holds one.
fn document(stored: Stored, name: &str, max_bytes: u64) -> Result<Raw, Problem> {
    let (bytes, name) = match stored {
        Stored::Bytes(bytes) => (bytes, name.to_owned()),
        Stored::TooLarge => return Err(too_large(max_bytes)),
        Stored::Packed(packing, packed) => (unpack(packing, packed, max_bytes)?, inner_name(name)),
    };
    if bytes.is_empty() {
        return Err(Problem::new(Status::Empty, "empty: it holds no bytes; leave it out or fetch it again"));
    }
    Ok(Raw { member: String::new(), bytes, name, charset: None })
}

fn unpack(packing: Packing, packed: Box<dyn io::BufRead + Send>, max_bytes: u64) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    let read = packing.unpack(packed).and_then(|plain| plain.take(max_bytes.saturating_add(1)).read_to_end(&mut bytes));
    if bytes.len() as u64 > max_bytes {
        return Err(too_large(max_bytes));
    }
    match read {
        Ok(_) => Ok(bytes),
        Err(error) => {
            let (kind, count) = (packing.name(), bytes.len());
            let how = match error.kind() {
                io::ErrorKind::UnexpectedEof => "is cut short",
                _ => "is corrupt",
            };
            let message = format!("the {kind} stream {how} after {count} bytes of content; fetch the file again");
            Err(Problem::new(Status::Damaged, message))
        }
    }
}

fn too_large(max_bytes: u64) -> Problem {
    let message = format!("more than {max_bytes} bytes of content; split it, or raise read.max_bytes");
    Problem::new(Status::TooLarge, message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

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
        let input = Input { path: name.to_owned(), file: Some(file), problem: None };
        let mut opened = open(&input, &Options { max_bytes, ..Options::default() })?;
        assert_eq!(opened.bytes, bytes.len() as u64);
        assert_eq!(opened.sha256, sha256(bytes));
        opened.documents.next().unwrap()
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
    fn a_file_that_is_gone_is_unreadable() {
        let input = Input { path: "a".into(), file: Some("no/such/file".into()), problem: None };
        assert_eq!(open(&input, &Options::default()).err().unwrap().status, Status::Unreadable);
    }
}
