//! What a start tag says: of the page, of the text inside it, and whether that is shown.

use aho_corasick::AhoCorasick;

use super::tag::Tag;
use super::tokens::{Attributes, Key};
use crate::text::Words;

/// What a page declares about itself outside its text.
#[derive(Debug, PartialEq)]
pub(super) enum Note {
    /// `<title>`.
    Title(String),
    /// `<meta>`: name, property or itemprop in lower case, and content.
    Meta(String, String),
    /// `<link rel=canonical>`.
    Canonical(String),
    /// The language of the page.
    Language(String),
    /// The text of a JSON-LD script.
    Json(String),
    /// `<time>` or another element with a date in an attribute, and the number of blocks before it.
    Time(String, usize),
    /// The date that an element gives as that of publication.
    Published(String),
    /// The same by its class (hAtom): elements that point to other articles do so, too.
    Dated(String),
    /// The text of an element whose names say that it holds an author, and the number of blocks before it.
    Person(String, usize),
}

/// What the text of an element is caught for.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Catch {
    Title,
    Json,
    Person,
}

/// Adds to `notes` what a start tag declares, behind so many `blocks`.
pub(super) fn note(notes: &mut Vec<Note>, tag: Tag, attributes: &Attributes, blocks: usize) {
    let note = match tag {
        Tag::Meta => {
            let key = [Key::Property, Key::Name, Key::Itemprop].into_iter().find_map(|name| attributes.get(name));
            key.zip(attributes.get(Key::Content))
                .map(|(key, content)| Note::Meta(key.to_lowercase(), content.to_owned()))
        }
        Tag::Link if attributes.get(Key::Rel).is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
            attributes.get(Key::Href).map(|href| Note::Canonical(href.to_owned()))
        }
        Tag::Html => attributes.get(Key::Lang).map(|lang| Note::Language(lang.to_owned())),
        _ => attributes.get(Key::Datetime).map(|time| {
            let is_published = attributes.get(Key::Itemprop).is_some_and(|name| name.contains("datePublished"));
            let is_class = |class: &str| class.split_ascii_whitespace().any(|name| name == "published");
            if !is_published && attributes.get(Key::Class).is_some_and(is_class) {
                notes.push(Note::Dated(time.to_owned()));
            }
            let time = time.to_owned();
            if is_published { Note::Published(time) } else { Note::Time(time, blocks) }
        }),
    };
    notes.extend(note);
}

/// What the text of an element is worth reading apart for.
pub(super) fn catch(tag: Tag, attributes: &Attributes) -> Option<Catch> {
    match tag {
        Tag::Title => Some(Catch::Title),
        Tag::Script => attributes.get(Key::Type).filter(|kind| kind.contains("ld+json")).map(|_| Catch::Json),
        Tag::Body | Tag::Html | Tag::Main | Tag::Article | Tag::Section => None,
        _ => {
            let says = |name: Key, words: &[&str]| {
                attributes.get(name).is_some_and(|value| words.iter().any(|word| value.contains(word)))
            };
            let is_person = says(Key::Itemprop, &["author"])
                || says(Key::Rel, &["author"])
                || attributes.get(Key::Class).is_some_and(is_person_class)
                || says(Key::Id, &["author", "byline"])
                || (tag == Tag::A && attributes.get(Key::Href).is_some_and(|value| PERSON_PAGE.are_in(value)));
            (is_person && !says(Key::Class, &["comment"])).then_some(Catch::Person)
        }
    }
}

/// Parts of the classes of elements that hold an author's name: nearly every element has a class, so that all are looked
/// for at once.
static PERSON_CLASS: Words =
    Words::new(|| AhoCorasick::new(["author", "byline", "writer", "zuozhe", "Author", "Byline"]));

/// Whether a class says that an element holds an author's name: `authority` and `authorized` say something else.
fn is_person_class(class: &str) -> bool {
    PERSON_CLASS.are_in(class) && !class.contains("authori")
}

/// Parts of the addresses of pages about an author.
static PERSON_PAGE: Words = Words::new(|| AhoCorasick::new(["/author/", "/authors/", "/autor/", "/auteur/"]));
