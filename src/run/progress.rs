//! How far a run is.

/// The phases of a run that take time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Files are read and cleaned; counted in bytes.
    Read,
    /// Documents are compared.
    Compare,
    /// Tables are written; counted in documents.
    Write,
}

impl Phase {
    /// What people are shown.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Phase::Read => "cleaning",
            Phase::Compare => "comparing",
            Phase::Write => "writing",
        }
    }
}

/// Is told how far a run is.
pub trait Progress: Sync {
    /// A phase begins that has `total` bytes or documents to go through.
    fn begin(&self, phase: Phase, total: u64);
    /// So many more are done.
    fn advance(&self, amount: u64);
    /// Something to know before the work begins.
    fn warn(&self, message: &str) {
        let _ = message;
    }
    /// The run is over.
    fn end(&self);
}
