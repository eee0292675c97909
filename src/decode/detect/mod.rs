//! Which charset bytes are in.
//!
//! Every charset, together with a language written in it, is a hypothesis. Its cost is the number of bits that the
//! bytes would take if it were true: -log2 of how likely its characters are in its language (Shannon 1948), so that
//! hypotheses with one, two or four bytes a character compare fairly. Damage costs too, as much as damage is rare; it
//! never rules a charset out. The cheapest hypothesis wins, and its lead tells how sure that is.

mod escapes;
mod ideographs;
mod letters;
mod sample;
mod unicode;

use std::borrow::Cow;

use super::charset::Charset;
use super::{binary, codec, declaration};
pub(super) use ideographs::{Costs, Language};
use sample::Sample;

/// A cost, in quarters of a bit.
pub(super) type Cost = u32;
/// One bit.
pub(super) const BIT: Cost = 4;
/// Cost of a byte that is malformed: one in some thousand, and any byte at that.
const MALFORMED: Cost = 16 * BIT;

/// Cost of a character that the end of the document or sample cuts off.
const CUT: Cost = 6 * BIT;

/// What the bytes of a document are taken for, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Detection {
    /// Name of the encoding by which the bytes decode; `binary` for bytes that are no text.
    pub name: &'static str,
    /// How sure that is, 0 to 1: of the answers given with 0.9, nine in ten are right.
    pub confidence: f32,
    /// The next best encoding that would say something else, if one comes into question at all.
    pub runner_up: Option<&'static str>,
    /// The reason in words.
    pub why: String,
}

/// Finds the encoding of `bytes`. `declared` is what the transport says: a hint to be checked.
#[must_use]
pub fn detect(bytes: &[u8], declared: Option<&str>) -> Detection {
    let binary = |kind: &str| Detection { name: "binary", confidence: 0.95, runner_up: None, why: kind.to_owned() };
    if let Some(kind) = binary::by_magic(bytes) {
        return binary(kind);
    }
    let (charset, detection) = charset(bytes, declared);
    binary::by_statistics(bytes, charset).map_or(detection, binary)
}

/// [`detect`], with the charset itself.
pub(super) fn charset(bytes: &[u8], declared: Option<&str>) -> (Charset, Detection) {
    let (charset, verdict) = judge(bytes, declared);
    let Verdict { confidence, runner_up, why } = verdict;
    let runner_up = runner_up.filter(|other| *other != charset).map(Charset::name);
    (charset, Detection { name: charset.name(), confidence, runner_up, why })
}

struct Verdict {
    confidence: f32,
    runner_up: Option<Charset>,
    why: String,
}

impl Verdict {
    fn sure(confidence: f32, why: &str) -> Self {
        Self { confidence, runner_up: None, why: why.to_owned() }
    }
}

fn judge(bytes: &[u8], declared: Option<&str>) -> (Charset, Verdict) {
    if let Some(charset) = unicode::utf32(bytes) {
        return (charset, Verdict::sure(0.99, "its zero bytes stand as in UTF-32"));
    }
    // That of UTF-32 begins with that of UTF-16.
    for charset in [Charset::Utf8, Charset::Utf32Le, Charset::Utf32Be, Charset::Utf16Le, Charset::Utf16Be] {
        if codec::mark(bytes, charset) > 0 {
            return (charset, Verdict::sure(1.0, "begins with its byte-order mark"));
        }
    }
    let valid = encoding_rs::Encoding::utf8_valid_up_to(bytes);
    let ascii = encoding_rs::Encoding::ascii_valid_up_to(bytes);
    let head = &bytes[..bytes.len().min(4096)];
    let quiet =
        head.iter().map(|byte| u8::from(matches!(byte, 0..=8 | 0x0E..=0x1A))).fold(0, |any, one| any | one) == 0;
    if quiet && is_cut_utf8(bytes, valid) {
        return (Charset::Utf8, Verdict::sure(0.99, "valid UTF-8 but for the last character, which is cut off"));
    }
    if valid == bytes.len() && ascii < valid && quiet {
        // Two pairs of bytes may be valid by accident.
        let wide = bytes.iter().filter(|byte| !byte.is_ascii()).take(5).count();
        let confidence = if wide > 4 || bytes.iter().any(|byte| *byte >= 0xE0) { 0.99 } else { 0.93 };
        return (Charset::Utf8, Verdict::sure(confidence, "all of it is valid UTF-8, with characters beyond ASCII"));
    }
    if (ascii == bytes.len() || mostly_ascii(bytes))
        && let Some(charset) = escapes::find(bytes)
    {
        return (charset, Verdict::sure(0.98, "its escape sequences"));
    }
    if ascii == bytes.len() && quiet {
        return (Charset::Utf8, Verdict::sure(1.0, "ASCII only"));
    }
    let said = declared.and_then(Charset::named).or_else(|| declaration::find(bytes));
    weigh(&without_colours(bytes), said)
}

/// `bytes` without the terminal's colour codes (ECMA-48, `ESC [ … m`): the bulletin boards of Taiwan put them even inside
/// characters. Of a long text only the beginning, if there are any.
fn without_colours(bytes: &[u8]) -> Cow<'_, [u8]> {
    const LONGEST: usize = 1 << 20;
    let begins = memchr::memmem::Finder::new(b"\x1B[");
    if begins.find(&bytes[..bytes.len().min(LONGEST)]).is_none() {
        return bytes.into();
    }
    let mut rest = &bytes[..bytes.len().min(LONGEST)];
    let mut plain = Vec::with_capacity(rest.len());
    while let Some(at) = begins.find(rest) {
        plain.extend_from_slice(&rest[..at]);
        let code = &rest[at + 2..];
        let ends = code.iter().position(|byte| !(0x20..=0x3F).contains(byte));
        rest = match ends.map(|end| code.split_at(end)) {
            Some((_, [0x40..=0x7E, after @ ..])) => after,
            _ => code,
        };
    }
    plain.extend_from_slice(rest);
    plain.into()
}

/// Whether `bytes`, of which the first `valid` are UTF-8, are text in UTF-8 that ends inside a character.
fn is_cut_utf8(bytes: &[u8], valid: usize) -> bool {
    /// Bytes beyond ASCII that are not valid by accident.
    const ENOUGH: usize = 60;
    let (text, tail) = bytes.split_at(valid);
    let is_cut = !tail.is_empty() && std::str::from_utf8(tail).is_err_and(|error| error.error_len().is_none());
    is_cut && text.iter().filter(|byte| !byte.is_ascii()).take(ENOUGH).count() == ENOUGH
}

/// Whether the bytes beyond ASCII are so few that they may be damage in a seven-bit text.
fn mostly_ascii(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(4096)];
    head.iter().filter(|byte| !byte.is_ascii()).count() * 50 <= head.len()
}

/// Samples taken one after another until one decides: how many bytes, and how much context.
const SAMPLES: [(usize, usize); 3] = [(384, 0), (2048, 24), (16384, 24)];
/// Lead in bits that needs no further look.
const CLEAR: Cost = 60 * BIT;
/// How much likelier a declaration makes its charset: it is right far more often than not.
const DECLARED: Cost = 10 * BIT;

/// The cheapest hypotheses, one a charset.
struct Ranking(Vec<Ranked>);

#[derive(Clone, Copy)]
struct Ranked {
    cost: Cost,
    charset: Charset,
    language: &'static str,
}

fn weigh(bytes: &[u8], said: Option<Charset>) -> (Charset, Verdict) {
    let mut result = (Charset::Utf8, Verdict::sure(0.5, "nothing tells"));
    let mut taken = 0;
    for (budget, context) in SAMPLES {
        let sample = Sample::of(bytes, budget, context);
        if sample.len <= taken {
            break;
        }
        taken = sample.len;
        let ranking = rank(&sample, said);
        let lead = ranking.lead(bytes);
        let done = lead.0 >= CLEAR;
        result = ranking.verdict(&sample, lead, said);
        if done {
            break;
        }
    }
    let Some((charset, cost)) = unicode::utf16(bytes) else { return result };
    // UTF-16 is judged on bytes that the others see as ASCII too: they are compared on the same stretch of the file.
    let window = unicode::window(bytes);
    let others = Sample::of(window, window.len(), 0);
    let plain: Cost = window.len().saturating_sub(others.len) as Cost;
    let controls = window.iter().filter(|byte| matches!(byte, 0..=8 | 0x0E..=0x1A)).count() as Cost;
    let best = rank(&others, said).0.first().map_or(0, |best| best.cost);
    let other = best + plain * 5 * BIT + controls * 14 * BIT;
    if cost < other {
        let confidence = confidence(other - cost);
        let runner_up = Charset::named(result.0.name());
        return (charset, Verdict { confidence, runner_up, why: "reads as text in pairs of bytes".into() });
    }
    result
}

/// The charset among `names` under which `bytes` are cheapest, and their cost.
pub(super) fn cheapest(bytes: &[u8], names: &[&str]) -> Option<(Charset, Cost)> {
    let wide = ideographs::hypotheses().iter().map(|h| (h.charset, h.prior + h.cost(bytes)));
    let wide = wide.filter(|(charset, _)| names.contains(&charset.name()));
    let letters = letters::hypotheses().iter().filter(|h| names.contains(&h.charset.name()));
    wide.chain(letters.map(|h| (h.charset, h.prior + h.cost(bytes)))).min_by_key(|(_, cost)| *cost)
}

/// Whether pairs of bytes, which cost `before` as what they are taken for, are cheaper as text in the multi-byte charset
/// `name`, each pair a character.
pub(super) fn seems(name: &str, pairs: impl Iterator<Item = [u8; 2]> + Clone, before: Cost) -> bool {
    let mut hypotheses = ideographs::hypotheses().iter().filter(|h| h.charset.name() == name);
    hypotheses.any(|hypothesis| {
        let rest = pairs.clone().try_fold(before, |rest, pair| rest.checked_sub(hypothesis.pair(pair)));
        rest.is_some()
    })
}

/// The multi-byte charset that a line of text is in beyond doubt, when it is not UTF-8.
pub(super) fn multibyte(line: &[u8]) -> Option<Charset> {
    let sample = Sample::of(line, line.len().min(SAMPLES[1].0), 0);
    let ranking = rank(&sample, None);
    let (lead, _) = ranking.lead(line);
    let best = ranking.0.first()?;
    let is_wide = ideographs::hypotheses().iter().any(|h| h.charset == best.charset);
    (is_wide && lead >= CLEAR / 2).then_some(best.charset)
}

fn rank(sample: &Sample<'_>, said: Option<Charset>) -> Ranking {
    let favour = |charset, cost: Cost| if said == Some(charset) { cost.saturating_sub(DECLARED) } else { cost };
    let mut all = Vec::with_capacity(64);
    let utf8 = unicode::utf8_cost(sample);
    all.push(Ranked { cost: favour(Charset::Utf8, utf8), charset: Charset::Utf8, language: "" });
    let ideographs = ideographs::race(sample);
    all.extend(ideographs.into_iter().map(|(hypothesis, cost)| {
        let (charset, language) = (hypothesis.charset, hypothesis.language.name());
        Ranked { cost: favour(charset, cost), charset, language }
    }));
    all.sort_by_key(|ranked| ranked.cost);
    let clear = all.len() > 1 && all[0].cost + CLEAR < all[1].cost;
    // Characters this common at so little a byte are no accident: no alphabet comes near.
    let counts = sample.counts();
    let high: Cost = counts.iter().filter(|(byte, _)| !byte.is_ascii()).map(|(_, count)| count).sum();
    let common = high >= 64 && high * 2 >= sample.len as Cost && all[0].cost <= sample.len as Cost * 13 * BIT / 2;
    if !(clear && common) {
        all.extend(letters(sample, &counts).into_iter().map(|r| Ranked { cost: favour(r.charset, r.cost), ..r }));
        all.sort_by_key(|ranked| ranked.cost);
    }
    let mut seen = Vec::new();
    all.retain(|ranked| {
        let new = !seen.contains(&ranked.charset);
        seen.push(ranked.charset);
        new
    });
    Ranking(all)
}

/// Hypotheses about single-byte charsets that survive a quick look at how often each byte occurs.
fn letters(sample: &Sample<'_>, counts: &[(u8, Cost)]) -> Vec<Ranked> {
    let hypotheses = letters::hypotheses();
    let mut quick: Vec<_> = hypotheses.iter().map(|h| (h.cost_alone(counts) + h.prior, h)).collect();
    quick.sort_by_key(|(cost, _)| *cost);
    // The fewer bytes there are, the less a quick look tells, and the less a close one takes.
    quick.truncate(24.max(8192 / sample.len.max(1)));
    let exact = quick.into_iter().map(|(_, h)| {
        let cost = h.prior + sample.stretches.iter().map(|stretch| h.cost(stretch)).sum::<Cost>();
        Ranked { cost, charset: h.charset, language: h.language() }
    });
    exact.collect()
}

impl Ranking {
    /// How far the best is ahead of the next that reads the bytes as something else, and which that is.
    fn lead(&self, bytes: &[u8]) -> (Cost, Option<Charset>) {
        let Some(best) = self.0.first() else { return (0, None) };
        let single = |charset| letters::hypotheses().iter().find(|h| h.charset == charset);
        let high = single(best.charset).map_or_else(Vec::new, |_| sample::high_bytes(bytes));
        let alike = |other: &Ranked| match (single(best.charset), single(other.charset)) {
            (Some(one), Some(other)) => one.reads_alike(other.charset, &high),
            _ => false,
        };
        let next = self.0.iter().skip(1).find(|other| !alike(other));
        next.map_or((CLEAR, None), |next| (next.cost - best.cost, Some(next.charset)))
    }

    fn verdict(self, sample: &Sample<'_>, lead: (Cost, Option<Charset>), said: Option<Charset>) -> (Charset, Verdict) {
        let Some(best) = self.0.first() else { return (Charset::Utf8, Verdict::sure(0.5, "nothing tells")) };
        let (lead, runner_up) = lead;
        let bits = lead / BIT;
        let language = if best.language.is_empty() { String::new() } else { format!(" in {}", best.language) };
        let agreed = match said {
            Some(said) if said == best.charset => "; declared so too".to_owned(),
            Some(said) => format!("; declared {}, which fits worse", said.name()),
            None => String::new(),
        };
        let than = runner_up.map_or(String::new(), |other| format!(", {bits} bits ahead of {}", other.name()));
        let why = format!("likeliest as text{language} by {} bytes{than}{agreed}", sample.len);
        (best.charset, Verdict { confidence: confidence(lead), runner_up, why })
    }
}

/// Share of answers with this lead that are right, as measured on labelled files.
fn confidence(lead: Cost) -> f32 {
    let bits = lead as f32 / BIT as f32;
    (1.0 - 0.45 * (-bits / 2.5).exp2()).min(0.99)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_codes_inside_characters_do_not_hide_the_charset() {
        let coloured = |text: &str| {
            let bytes = encoding_rs::BIG5.encode(text).0.into_owned();
            bytes.iter().flat_map(|&byte| [&b"\x1B[1;33m"[..], &[byte]].concat()).collect::<Vec<u8>>()
        };
        let bytes = coloured("看板公告：請勿在板上張貼廣告，違者水桶三天。");
        assert_eq!(detect(&bytes, None).name, "Big5");
        assert_eq!(&*without_colours(b"a\x1B[31mb\x1B[c\x1B["), b"ab");
    }

    #[test]
    fn a_mark_of_utf_32_is_not_taken_for_one_of_utf_16() {
        assert_eq!(detect(b"\xFF\xFE\0\0\x2D\x4E\0\0", None).name, "UTF-32LE");
        assert_eq!(detect(b"\xFF\xFE\0\0", None).name, "UTF-32LE");
    }
}
