//! What is in the bytes of an input: the trait, and what goes into and comes out of its implementations.

use crate::document::Status;
use std::io::Read;

use super::options::Options;
use super::problem::Problem;

/// A kind of file: how its bytes become documents.
pub trait Format: Sync {
    /// Its name, for people.
    fn name(&self) -> &'static str;

    /// Whether a file that begins with `head` (at most [`HEAD`] bytes, fewer when it is shorter) and is called `name` is of
    /// this format. The content goes first: the name decides only what the content cannot tell.
    fn sniff(&self, head: &[u8], name: &str) -> bool;

    /// The documents in `source`, in order and in one pass. A problem stands for a document that could not be read, and may
    /// be the only item; it says in which member it is.
    fn documents<'a>(&self, source: Source<'a>) -> Documents<'a>;
}

/// A stream of documents.
pub type Documents<'a> = Box<dyn Iterator<Item = Result<Raw, Problem>> + 'a>;

/// Number of bytes at the beginning of a file by which its format is known. That of a tar archive stands at 257.
pub const HEAD: usize = 512;

/// The bytes of one document and where they came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raw {
    /// Which document of a file that holds several; empty for one document a file.
    pub member: String,
    /// The document's bytes, decompressed.
    pub bytes: Vec<u8>,
    /// File name that tells the type where the content does not (`page.html` for `page.html.gz`).
    pub name: String,
    /// Encoding that the transport declares (an HTTP header), if any.
    pub charset: Option<String>,
}

/// The bytes that a format reads, and what it may do with them.
pub struct Source<'a> {
    /// The bytes.
    pub reader: Box<dyn Read + 'a>,
    /// Name of the file, without any folder.
    pub name: String,
    /// How many bytes there are, where that is known beforehand.
    pub bytes: Option<u64>,
    /// How large a document may be.
    pub limits: Limits<'a>,
}

/// How much of an input may be in memory.
#[derive(Clone, Copy)]
pub struct Limits<'a> {
    /// Largest document, in bytes after decompression.
    pub max_bytes: u64,
    /// Is asked for room while a document is read: its size is often unknown before its end.
    pub room: &'a dyn Room,
}

impl Limits<'static> {
    /// The limit of the settings for whoever reads one document at a time.
    #[must_use]
    pub fn new(options: &Options) -> Self {
        Self { max_bytes: options.max_bytes, room: &Unlimited }
    }
}

/// Memory for the documents that are under way.
pub trait Room {
    /// Waits until `bytes` more fit, and takes them.
    fn take(&self, bytes: u64);
}

struct Unlimited;

impl Room for Unlimited {
    fn take(&self, _: u64) {}
}

/// Bytes that are read before there is asked for room again.
const PIECE: u64 = 1 << 20;

impl Source<'_> {
    /// All the bytes that are left, as those of one document.
    ///
    /// # Errors
    /// [`Problem`] when they cannot be read or are more than a document may hold.
    pub fn rest(&mut self) -> Result<Vec<u8>, Problem> {
        let max = self.limits.max_bytes;
        if self.bytes.is_some_and(|bytes| bytes > max) {
            return Err(too_large(max));
        }
        let mut all = Vec::new();
        if let Some(bytes) = self.bytes {
            // Whatever a file system says of the size, it is only where the growing begins.
            let _ = all.try_reserve(bytes as usize + 1);
        }
        loop {
            let piece = PIECE.min((max - all.len() as u64).saturating_add(1));
            let read = (&mut self.reader).take(piece).read_to_end(&mut all);
            // An error comes after the bytes before it.
            if all.len() as u64 > max {
                return Err(too_large(max));
            }
            let read = read.map_err(|error| Problem::reading(&error))? as u64;
            self.limits.room.take(read);
            if read < piece {
                return Ok(all);
            }
        }
    }
}

fn too_large(max_bytes: u64) -> Problem {
    let message = format!("more than {max_bytes} bytes of content; split it, or raise read.max_bytes");
    Problem::new(Status::TooLarge, message)
}
