//! Shingles: the overlapping pieces of folded text by which texts are compared.

use super::fold::folded;

/// Letters in a shingle; an ideograph counts as [`IDEOGRAPH`] letters, since it carries about as much.
const WEIGHT: u32 = 6;
const IDEOGRAPH: u32 = 2;

/// Most shingles kept of one document. Longer ones keep an even sample (FracMinHash, Irber et al. 2022).
const MOST: usize = 1 << 20;

/// Shingles of `text` in text order, one starting at each folded character as far as they are full, as hashes; and the
/// number of binary digits by which they were thinned: all hashes kept end in so many zeros.
pub(crate) fn shingles(text: &str) -> (Vec<u32>, u8) {
    let mut window = [('\0', 0_u32); WEIGHT as usize];
    let (mut length, mut weight) = (0_usize, 0_u32);
    let mut hashes = Vec::with_capacity(text.len() / 2);
    let mut thinned = 0_u8;
    for c in folded(text) {
        let own = if c >= '\u{2e80}' { IDEOGRAPH } else { 1 };
        window[length] = (c, own);
        length += 1;
        weight += own;
        while weight >= WEIGHT {
            let hash = hash(&window[..length]);
            if hash.trailing_zeros() >= u32::from(thinned) {
                hashes.push(hash);
            }
            weight -= window[0].1;
            window.copy_within(1..length, 0);
            length -= 1;
        }
        while hashes.len() > MOST && thinned < 31 {
            thinned += 1;
            hashes.retain(|hash| hash.trailing_zeros() >= u32::from(thinned));
        }
    }
    hashes.shrink_to_fit();
    (hashes, thinned)
}

fn hash(window: &[(char, u32)]) -> u32 {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for &(c, _) in window {
        state = (state ^ u64::from(c as u32)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        state ^= state >> 32;
    }
    (state >> 16) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layout_does_not_matter() {
        assert_eq!(shingles("江 南 好， 风景\n旧曾谙。"), shingles("江南好,風景舊曾諳"));
        assert_eq!(shingles("江南好风景").0.len(), 3);
        assert_eq!(shingles("江南").0.len(), 0);
        assert_eq!(shingles("abcdefg").0.len(), 2);
    }

    #[test]
    fn long_texts_are_thinned() {
        let scramble = |i: u32| char::from_u32(0x4e00 + (i.wrapping_mul(0x9e37_79b1) >> 8) % 20_000);
        let text: String = (0..2_000_000).filter_map(scramble).collect();
        let (hashes, thinned) = shingles(&text);
        assert!(thinned > 0 && hashes.len() <= MOST);
        assert!(hashes.iter().all(|hash| hash.trailing_zeros() >= u32::from(thinned)));
    }
}
