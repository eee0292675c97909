//! Charsets compared: the cheapest hypothesis wins.

use super::cost::{BIT, Cost};
use super::sample::{self, Sample};
use super::verdict::{Verdict, confidence};
use super::{beam, ideographs, letters, unicode};
use crate::decode::charset::Charset;

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

/// Which charset `bytes` are likeliest in, in view of what they were `said` to be in.
pub(super) fn weigh(bytes: &[u8], said: Option<Charset>) -> (Charset, Verdict) {
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

/// The one of `charsets` under which `bytes` are cheapest, and their cost.
pub(crate) fn cheapest(bytes: &[u8], charsets: &[Charset]) -> Option<(Charset, Cost)> {
    let wide = ideographs::hypotheses().iter().map(|h| (h.charset, h.prior + h.cost(bytes)));
    let wide = wide.filter(|(charset, _)| charsets.contains(charset));
    let letters = letters::hypotheses().iter().filter(|h| charsets.contains(&h.charset));
    wide.chain(letters.map(|h| (h.charset, h.prior + h.cost(bytes)))).min_by_key(|(_, cost)| *cost)
}

/// Whether pairs of bytes, which cost `before` as what they are taken for, are cheaper as text in the multi-byte charset
/// `charset`, each pair a character.
pub(crate) fn seems(charset: Charset, pairs: impl Iterator<Item = [u8; 2]> + Clone, before: Cost) -> bool {
    let mut hypotheses = ideographs::hypotheses().iter().filter(|h| h.charset == charset);
    hypotheses.any(|hypothesis| {
        let rest = pairs.clone().try_fold(before, |rest, pair| rest.checked_sub(hypothesis.pair(pair)));
        rest.is_some()
    })
}

/// The multi-byte charset that a line of text is in beyond doubt, when it is not UTF-8.
pub(crate) fn multibyte(line: &[u8]) -> Option<Charset> {
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
    let ideographs = beam::costs(sample);
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
