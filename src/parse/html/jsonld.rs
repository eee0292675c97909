//! JSON-LD: what a page says of its article to search engines.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::references;

/// What the descriptions of a page's article say, the first to speak winning.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Article {
    /// What the page calls its article.
    pub headline: Option<String>,
    /// What it calls the thing it is about, such as a product or a recipe.
    pub name: Option<String>,
    pub authors: Vec<String>,
    pub published: Option<String>,
    pub modified: Option<String>,
    pub publisher: Option<String>,
    pub description: Option<String>,
    pub language: Option<String>,
    pub sections: Vec<String>,
}

/// Names of the persons and organisations that a script describes, by their ids.
type Known<'a> = HashMap<&'a str, Option<&'a str>>;

/// Objects that are looked at in one script: pages describe an article, not a library.
const OBJECTS: usize = 2000;

impl Article {
    /// Reads the text of a script into what is not known yet.
    pub(super) fn read(&mut self, script: &str) {
        // Line ends inside strings are not JSON, but pages have them.
        let clean: String = script.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let clean = clean.trim().trim_start_matches("<!--").trim_end_matches("-->").trim().trim_end_matches(';');
        let Ok(value) = serde_json::from_str::<Value>(clean) else { return };
        let mut queue = std::collections::VecDeque::from([&value]);
        let mut objects = Vec::new();
        while let Some(value) = queue.pop_front() {
            match value {
                Value::Array(items) => queue.extend(items),
                Value::Object(object) if objects.len() < OBJECTS => {
                    objects.push(object);
                    queue.extend(
                        ["@graph", "mainEntity", "mainEntityOfPage", "itemListElement"]
                            .iter()
                            .filter_map(|key| object.get(*key)),
                    );
                }
                _ => {}
            }
        }
        // The first of those with an id and a name.
        let mut known = Known::new();
        for object in &objects {
            if let (Some(id), Some(name)) = (object.get("@id").and_then(Value::as_str), object.get("name")) {
                known.entry(id).or_insert(first_text(name));
            }
        }
        for wanted in [is_article as fn(&str) -> bool, is_page] {
            for object in objects.iter().filter(|object| kinds(object).any(wanted)) {
                self.take(object, &known);
            }
        }
    }

    fn take(&mut self, object: &Map<String, Value>, known: &Known<'_>) {
        let text = |key: &str| object.get(key).and_then(first_text);
        let fill = |field: &mut Option<String>, value: Option<&str>| {
            if field.is_none() {
                *field = value.map(plain).filter(|value| !value.is_empty());
            }
        };
        fill(&mut self.headline, text("headline"));
        // The questions that a page answers are not what it is called.
        if kinds(object).any(|kind| is_article(kind) && kind != "Question") {
            fill(&mut self.name, text("name"));
        }
        fill(&mut self.published, text("datePublished").or_else(|| text("dateCreated")).or_else(|| text("uploadDate")));
        fill(&mut self.modified, text("dateModified"));
        fill(&mut self.publisher, object.get("publisher").and_then(|publisher| name(publisher, known)));
        fill(&mut self.description, text("description"));
        fill(&mut self.language, text("inLanguage"));
        if self.authors.is_empty() {
            let authors = object.get("author").or_else(|| object.get("creator"));
            self.authors = authors.map_or(Vec::new(), |authors| names(authors, known));
        }
        for key in ["articleSection", "keywords"] {
            for section in object.get(key).map_or(Vec::new(), |value| names(value, known)) {
                self.sections.push(section);
            }
        }
    }
}

/// Text without white space at its ends, references to characters resolved: there should be none, and there are.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    references::decode(text, 0, |span, replacement| out.push_str(replacement.unwrap_or_else(|| span.of(text))));
    out.trim().to_owned()
}

fn kinds(object: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let kinds = match object.get("@type") {
        Some(Value::Array(kinds)) => kinds.as_slice(),
        Some(kind) => std::slice::from_ref(kind),
        None => &[],
    };
    kinds.iter().filter_map(Value::as_str)
}

fn is_article(kind: &str) -> bool {
    kind.ends_with("Article")
        || kind.ends_with("Posting")
        || matches!(kind, "Report" | "Recipe" | "Review" | "QAPage" | "Question" | "Product" | "Book")
}

fn is_page(kind: &str) -> bool {
    kind.ends_with("Page") || matches!(kind, "VideoObject" | "CreativeWork" | "Event")
}

fn first_text(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text),
        Value::Array(items) => items.first().and_then(Value::as_str),
        _ => None,
    }
}

/// The name of a person or an organisation, which may be described elsewhere.
fn name<'a>(value: &'a Value, known: &Known<'a>) -> Option<&'a str> {
    match value {
        Value::String(name) => Some(name),
        Value::Array(items) => items.first().and_then(|item| item.get("name").unwrap_or(item).as_str()),
        Value::Object(object) => object
            .get("name")
            .and_then(first_text)
            .or_else(|| object.get("@id").and_then(Value::as_str).and_then(|id| *known.get(id)?)),
        _ => None,
    }
}

/// The name of a person that is given in parts.
fn parts_of_name(value: &Value) -> Option<String> {
    let part = |key: &str| value.get(key).and_then(first_text).map(plain);
    let parts = ["givenName", "additionalName", "familyName"].into_iter().filter_map(part);
    Some(parts.collect::<Vec<_>>().join(" ")).filter(|name| !name.is_empty())
}

fn names(value: &Value, known: &Known<'_>) -> Vec<String> {
    let items = if let Value::Array(items) = value { items.as_slice() } else { std::slice::from_ref(value) };
    let named = items.iter().filter_map(|item| name(item, known).map(plain).or_else(|| parts_of_name(item)));
    named.filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_found_in_graphs() {
        let mut article = Article::default();
        article.read(
            r##"{"@graph": [{"@type": "WebSite", "name": "Site"}, {"@type": "Person", "@id": "#p", "name": "Ann Lee"},
            {"@type": ["NewsArticle"], "headline": "Two
            lines", "author": [{"@id": "#p"}, {"name": "Bo"}, {"givenName": "Cy", "familyName": "Day"}], "datePublished": "2020-01-02", "publisher": {"name": "P"}}]}"##,
        );
        assert_eq!(article.authors, ["Ann Lee", "Bo", "Cy Day"]);
        assert_eq!(article.published.as_deref(), Some("2020-01-02"));
        assert_eq!(article.publisher.as_deref(), Some("P"));
    }

    #[test]
    fn questions_are_no_titles_and_references_are_resolved() {
        let mut article = Article::default();
        article.read(r#"[{"@type": "Question", "name": "Why?"}, {"@type": "Product", "name": "Sieve &amp; pan"}]"#);
        assert_eq!((article.headline.as_deref(), article.name.as_deref()), (None, Some("Sieve & pan")));
    }

    #[test]
    fn what_is_no_json_says_nothing() {
        let mut article = Article::default();
        article.read("{not json");
        article.read(&"[".repeat(10_000));
        assert_eq!(article, Article::default());
    }
}
