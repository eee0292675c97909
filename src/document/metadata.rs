//! What a document says about itself.

use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::text::date::{self, Zone};

/// What the source declared about a document, in typed fields; what has no field of its own is in `extra`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Metadata {
    /// Title, without the name of the site.
    pub title: Option<String>,
    /// Authors in the order given, one name each.
    pub authors: Vec<String>,
    /// Time of publication, in microseconds since 1970-01-01T00:00:00Z.
    pub published: Option<i64>,
    /// Address of the document.
    pub url: Option<String>,
    /// Name of the site or publication.
    pub site: Option<String>,
    /// Language that the source declares (a BCP 47 tag); the judged language is in the signals.
    pub language: Option<String>,
    /// Categories and tags, in the order given.
    pub categories: Vec<String>,
    /// Everything else, by name. Goes out as one JSON object with sorted keys.
    pub extra: BTreeMap<String, Value>,
}

impl Metadata {
    /// Sets `extra[key]` unless something is there already: the first source to speak wins.
    pub fn note(&mut self, key: &str, value: impl Into<Value>) {
        self.extra.entry(key.to_owned()).or_insert_with(|| value.into());
    }

    /// Adds authors, each once, trimmed; empty names are ignored. Takes time linear in the authors there are then.
    pub fn add_authors<S: AsRef<str>>(&mut self, names: impl IntoIterator<Item = S>) {
        extend_once(&mut self.authors, names);
    }

    /// Adds categories, each once, trimmed; empty names are ignored. Takes time linear in the categories there are then.
    pub fn add_categories<S: AsRef<str>>(&mut self, names: impl IntoIterator<Item = S>) {
        extend_once(&mut self.categories, names);
    }

    /// Takes the date that `raw` is as the time of publication unless one is known, with how it was written and the zone
    /// that was assumed where it names none; tells whether it did.
    pub(crate) fn publish(&mut self, raw: &str, zone: &Zone) -> bool {
        if self.published.is_some() {
            return false;
        }
        let Some(moment) = date::parse(raw, &zone.zone) else { return false };
        self.published = Some(moment.micros);
        self.note("published_raw", raw.trim());
        if !moment.zoned {
            self.note("published_zone", format!("assumed {}", zone.name));
        }
        true
    }
}

/// Appends those of `names` that `list` does not hold yet. Most documents have one or two; some have ten thousand.
fn extend_once<S: AsRef<str>>(list: &mut Vec<String>, names: impl IntoIterator<Item = S>) {
    let mut known: HashSet<String> = list.iter().cloned().collect();
    for name in names {
        let name = name.as_ref().trim();
        if !name.is_empty() && !known.contains(name) {
            known.insert(name.to_owned());
            list.push(name.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_added_once_in_their_order() {
        let mut metadata = Metadata::default();
        metadata.add_authors(["林一川", " 白玉 ", ""]);
        metadata.add_authors(["白玉", "秦小舟"]);
        assert_eq!(metadata.authors, ["林一川", "白玉", "秦小舟"]);
    }
}
