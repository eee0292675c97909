//! Words by a model that was trained on segmented text: the crate `vaporetto`.

use std::io::Read;

use vaporetto::{CharacterBoundary, Model, Predictor, Sentence};
use vaporetto_rules::StringFilter;
use vaporetto_rules::string_filters::KyteaFullwidthFilter;

use super::cutter::Cutter;

/// A model ready to work.
pub(super) struct Trained(Predictor);

/// What a file compressed with zstd begins with.
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
/// Largest model once unpacked, in bytes.
const LARGEST: u64 = 4 << 30;

impl Trained {
    /// Reads a model, compressed with zstd or not.
    ///
    /// # Errors
    /// What is wrong with the model, and what to do.
    pub(super) fn new(bytes: &[u8]) -> Result<Self, String> {
        let unpacked;
        let bytes = if bytes.starts_with(&ZSTD) {
            unpacked = unpack(bytes)?;
            &unpacked
        } else {
            bytes
        };
        let no = |error| format!("no model of Vaporetto 0.7 ({error}); train or convert it with that version");
        let (model, rest) = Model::read_slice(bytes).map_err(no)?;
        if !rest.is_empty() {
            return Err(format!("{} bytes follow the model; write it again", rest.len()));
        }
        Ok(Self(Predictor::new(model, false).map_err(no)?))
    }
}

/// The model in `bytes`, which are compressed with zstd.
fn unpack(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut unpacked = Vec::new();
    let read = zstd::Decoder::new(bytes).and_then(|decoder| decoder.take(LARGEST + 1).read_to_end(&mut unpacked));
    read.map_err(|error| format!("its zstd data is damaged ({error}); compress or download it again"))?;
    if unpacked.len() as u64 > LARGEST {
        return Err(format!("the model is larger than {LARGEST} bytes; take a smaller one"));
    }
    Ok(unpacked)
}

impl Cutter for Trained {
    fn ends(&self, piece: &str) -> Vec<usize> {
        // Full-width letters, as Vaporetto's own tools give them to a model, character for character. A sentence cannot
        // hold NUL.
        let wide = KyteaFullwidthFilter.filter(piece).replace('\0', " ");
        let Ok(mut sentence) = Sentence::from_raw(wide) else { return vec![piece.len()] };
        self.0.predict(&mut sentence);
        let boundaries = sentence.boundaries().iter();
        let inner = piece.char_indices().skip(1).zip(boundaries);
        let ends = inner.filter(|(_, boundary)| **boundary == CharacterBoundary::WordBoundary).map(|((at, _), _)| at);
        ends.chain([piece.len()]).collect()
    }
}
