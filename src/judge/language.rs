//! Language and script of a text, Chinese first.
//!
//! Chinese, Japanese and Korean are told by their characters, which works from the first few on; the languages of other
//! scripts by letter trigrams (the whatlang library), and only when there is enough text to be sure.

use unicode_script::Script;

use crate::text::{self, Variant, is_ideograph, variant};

/// Language and script as judged from the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Guess {
    /// BCP 47 tag of the language; empty when it cannot be told.
    pub language: &'static str,
    /// ISO 15924 code of the dominant script; empty without letters.
    pub script: &'static str,
}

/// A Han character, kana or Hangul syllable carries as much as this many letters.
const IDEOGRAPH_WEIGHT: u64 = 4;
/// Japanese has at least one kana in this many Han characters and kana; a kana in a Chinese text is a の in a brand.
const KANA_SHARE: u64 = 12;
/// Trigrams of fewer letters than this tell nothing reliable, unless the script is used by one language alone.
const ENOUGH_LETTERS: u64 = 24;
/// whatlang's own confidence below which its answer is no answer.
const MIN_CONFIDENCE: f64 = 0.4;
/// Code points from which the language of an alphabetic text is judged.
const SAMPLE: usize = 4096;

/// Counts of characters by script.
#[derive(Default)]
struct Counts {
    han: u64,
    simplified: u64,
    traditional: u64,
    kana: u64,
    hangul: u64,
    latin: u64,
    others: Vec<(Script, u64)>,
}

impl Counts {
    fn of(text: &str) -> Self {
        let mut counts = Self::default();
        text.chars().for_each(|c| counts.add(c));
        counts
    }

    fn add(&mut self, c: char) {
        match c {
            'a'..='z' | 'A'..='Z' => self.latin += 1,
            '\0'..='\u{7f}' => {}
            c if is_ideograph(c) => {
                self.han += 1;
                match variant(c) {
                    Variant::Shared => {}
                    Variant::Simplified => self.simplified += 1,
                    Variant::Traditional => self.traditional += 1,
                }
            }
            _ => match text::script(c) {
                Script::Common | Script::Inherited | Script::Unknown => {}
                Script::Latin => self.latin += 1,
                Script::Han => self.han += 1,
                Script::Hiragana | Script::Katakana => self.kana += 1,
                Script::Hangul => self.hangul += 1,
                other => match self.others.iter_mut().find(|(script, _)| *script == other) {
                    Some((_, count)) => *count += 1,
                    None => self.others.push((other, 1)),
                },
            },
        }
    }

    fn chinese(&self) -> Guess {
        let script = match self.simplified.cmp(&self.traditional) {
            std::cmp::Ordering::Greater => "Hans",
            std::cmp::Ordering::Less => "Hant",
            std::cmp::Ordering::Equal => "Hani",
        };
        Guess { language: "zh", script }
    }
}

/// Judges language and script of `text`.
#[must_use]
pub fn identify(text: &str) -> Guess {
    let counts = Counts::of(text);
    let other = counts.others.iter().max_by_key(|(script, count)| (*count, script.short_name())).copied();
    let (other, other_letters) = other.unwrap_or((Script::Unknown, 0));
    let east_asian = (counts.han + counts.kana + counts.hangul) * IDEOGRAPH_WEIGHT;
    if east_asian > 0 && east_asian >= counts.latin.max(other_letters) {
        return match () {
            () if counts.hangul > counts.han + counts.kana => Guess { language: "ko", script: "Kore" },
            () if counts.kana * KANA_SHARE >= counts.han + counts.kana => Guess { language: "ja", script: "Jpan" },
            () => counts.chinese(),
        };
    }
    let (script, letters) =
        if counts.latin >= other_letters { (Script::Latin, counts.latin) } else { (other, other_letters) };
    if letters == 0 {
        return Guess::default();
    }
    Guess { language: alphabetic(text, script, letters), script: script.short_name() }
}

/// Language of a text whose letters are mostly of `script`; empty when unsure.
fn alphabetic(text: &str, script: Script, letters: u64) -> &'static str {
    // Letters of other scripts (a Chinese name, a formula) must not mislead the trigrams.
    let fits = |&c: &char| !c.is_alphabetic() || text::script(c) == script;
    let sample: String = text.chars().filter(fits).take(SAMPLE).collect();
    let Some(info) = whatlang::detect(&sample) else { return "" };
    let shared = matches!(script, Script::Latin | Script::Cyrillic | Script::Arabic | Script::Devanagari);
    if shared && (letters < ENOUGH_LETTERS || info.confidence() < MIN_CONFIDENCE) {
        return "";
    }
    tag(info.lang())
}

/// The languages that can be told: their tags, and what they are called in English.
pub fn languages() -> impl Iterator<Item = (&'static str, &'static str)> {
    whatlang::Lang::all().iter().map(|&language| match language {
        whatlang::Lang::Cmn => ("zh", "Chinese"),
        other => (tag(other), other.eng_name()),
    })
}

/// The shortest BCP 47 tag of a language that whatlang knows by its ISO 639-3 code.
fn tag(language: whatlang::Lang) -> &'static str {
    const SHORT: &str = "afr:af aka:ak amh:am ara:ar aze:az bel:be ben:bn bul:bg cat:ca ces:cs cmn:zh cym:cy dan:da deu:de \
        ell:el eng:en epo:eo est:et fin:fi fra:fr guj:gu heb:he hin:hi hrv:hr hun:hu hye:hy ind:id ita:it \
        jav:jv jpn:ja kan:kn kat:ka khm:km kor:ko lat:la lav:lv lit:lt mal:ml mar:mr mkd:mk mya:my nep:ne \
        nld:nl nob:nb ori:or pan:pa pes:fa pol:pl por:pt ron:ro rus:ru sin:si slk:sk slv:sl sna:sn spa:es \
        srp:sr swe:sv tam:ta tel:te tgl:tl tha:th tuk:tk tur:tr ukr:uk urd:ur uzb:uz vie:vi yid:yi zul:zu";
    let code = language.code();
    let mut pairs = SHORT.split(' ').filter_map(|pair| pair.split_once(':'));
    pairs.find(|(long, _)| *long == code).map_or(code, |(_, short)| short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_from_short_texts() {
        let cases = [
            ("今天下午开会讨论这个问题。", "zh", "Hans"),
            ("今天下午開會討論這個問題。", "zh", "Hant"),
            ("天下太平", "zh", "Hani"),
            ("用 Rust 写的 HTTP server 要注意 timeout。", "zh", "Hans"),
            ("昨日は雨が降っていました。", "ja", "Jpan"),
            ("优衣库の新款上架，全场八折起售，欢迎大家到店选购。", "zh", "Hans"),
            ("오늘은 날씨가 좋습니다.", "ko", "Kore"),
            ("The harbour was quiet, and nobody spoke of the storm.", "en", "Latn"),
            ("Сегодня мы пойдём в библиотеку за новыми книгами.", "ru", "Cyrl"),
            ("Hallo!", "", "Latn"),
            ("1984 — 42", "", ""),
            ("", "", ""),
        ];
        for (text, language, script) in cases {
            assert_eq!(identify(text), Guess { language, script }, "{text}");
        }
    }

    #[test]
    fn every_language_whatlang_knows_has_a_tag() {
        for &language in whatlang::Lang::all() {
            assert_eq!(tag(language).len(), 2, "{language}");
        }
    }
}
