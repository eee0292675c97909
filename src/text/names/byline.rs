//! What a line says about people: who they are, what they did, for whom they work.

/// What somebody did for a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// The line does not say.
    Unsaid,
    /// Wrote or reported it.
    Writer,
    /// Edited, checked, laid out or published it.
    Editor,
    /// Translated it.
    Translator,
    /// Made its pictures.
    Artist,
    /// Published it first: an outlet rather than a person.
    Source,
    /// Nothing of these: dates, counts.
    Nobody,
}

/// Somebody named in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Person {
    /// The name as written, without titles, roles and affiliations.
    pub name: String,
    /// What the line says that the person did.
    pub role: Role,
}

/// Who is named in a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Byline {
    /// The people in the order of the line, each name once.
    pub people: Vec<Person>,
    /// The outlet or agency that the line names first.
    pub outlet: Option<String>,
}

impl Byline {
    /// Adds somebody unless the name is known.
    pub(super) fn add(&mut self, name: &str, role: Role) {
        if !self.people.iter().any(|known| known.name == name) {
            self.people.push(Person { name: name.to_owned(), role });
        }
    }

    /// Notes an outlet unless one is known.
    pub(super) fn add_outlet(&mut self, name: &str) {
        if self.outlet.is_none() && !name.is_empty() {
            self.outlet = Some(name.to_owned());
        }
    }

    /// Whether the line names nobody.
    pub(super) fn is_empty(&self) -> bool {
        self.people.is_empty() && self.outlet.is_none()
    }

    /// The names of those who wrote the text or of whom nothing else is said; where nobody at all is
    /// named, the outlet.
    pub(crate) fn writers(self) -> Vec<String> {
        if self.people.is_empty() {
            return self.outlet.into_iter().collect();
        }
        let is_writer = |person: &Person| matches!(person.role, Role::Unsaid | Role::Writer);
        self.people.into_iter().filter(is_writer).map(|person| person.name).collect()
    }

    /// Every name, whatever its bearer did; where there are none, the outlet.
    pub(crate) fn everybody(self) -> Vec<String> {
        if self.people.is_empty() {
            return self.outlet.into_iter().collect();
        }
        self.people.into_iter().map(|person| person.name).collect()
    }
}
