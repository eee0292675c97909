//! What a document says about itself.

use std::collections::BTreeMap;

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

    /// Adds an author once, trimmed; empty names are ignored.
    pub fn add_author(&mut self, name: &str) {
        let name = name.trim();
        if !name.is_empty() && !self.authors.iter().any(|known| known == name) {
            self.authors.push(name.to_owned());
        }
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
