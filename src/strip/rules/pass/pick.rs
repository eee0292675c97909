//! Which rule takes a line.

use super::find::Find;
use super::state::Pass;
use crate::strip::rules::definition::{Beside, Kind, Position};
use crate::strip::rules::field::Field;
use crate::strip::rules::rule::Loaded;
use crate::text::date;

/// How far a line may be from one of the rule that it needs beside it.
const NEAR: usize = 2;

impl Pass<'_> {
    /// The first rule that takes line `at` when a pass meets it at `position`.
    pub(super) fn pick(&self, at: usize, position: Position) -> Option<Find> {
        let line = self.lines.get(at)?;
        let fits = |loaded: &Loaded| {
            let wanted = loaded.definition.at;
            wanted == Position::Anywhere
                || (wanted == Position::First && at == 0)
                || wanted == position
                || (wanted == Position::Edge && position != Position::Anywhere)
        };
        let hits = match position {
            Position::Anywhere => &line.hits,
            _ => line.edge_hits(self.packs, self.value(at)),
        };
        let hit = hits.iter().find_map(|&owner| {
            let loaded = self.packs.definitions().get(owner)?;
            let definition = &loaded.definition;
            let takes = definition.kind == Kind::Line
                && fits(loaded)
                && self.policy.allows(loaded.rule)
                && !loaded.spares(self.value(at), line.width)
                && self.stands(&definition.beside, at);
            takes.then(|| {
                let value = loaded.value(self.value(at));
                let field = value.map(|value| Field { owner, key: String::new(), value: value.to_owned() });
                Find { fields: field.into_iter().collect(), ..Find::new(owner, loaded) }
            })
        });
        hit.or_else(|| if position == Position::Anywhere { None } else { self.fields(at, &fits) })
    }

    /// Line `at` read as fields, if all of them may be here.
    pub(super) fn fields(&self, at: usize, fits: &dyn Fn(&Loaded) -> bool) -> Option<Find> {
        let line = self.lines.get(at).filter(|line| line.width <= 400)?;
        if self.is_heading(at) {
            return None;
        }
        let fields = line.fields(self.packs, self.value(at))?;
        let may = |field: &Field| {
            let loaded = self.packs.definitions().get(field.owner);
            loaded.is_some_and(|loaded| {
                fits(loaded)
                    && self.policy.allows(loaded.rule)
                    && (fields.len() > 1 || !loaded.spares(self.value(at), line.width))
            })
        };
        let first = fields.first()?;
        let lone_date = fields.len() == 1 && date::whole(self.value(at)).is_some_and(|(_, timed)| !timed);
        // A date alone may begin a diary or a letter: it needs a time of day or company.
        if !fields.iter().all(may) || (lone_date && !self.is_beside(at)) {
            return None;
        }
        let loaded = self.packs.definitions().get(first.owner)?;
        let owner = first.owner;
        Some(Find { fields: fields.to_vec(), ..Find::new(owner, loaded) })
    }

    /// Whether what `beside` asks for is beside line `at`.
    pub(super) fn stands(&self, beside: &Beside, at: usize) -> bool {
        match beside {
            Beside::Any(needed) => !needed || self.is_beside(at),
            Beside::Rule(id) => (at.saturating_sub(NEAR)..=at + NEAR)
                .any(|line| self.taken_by(line).is_some_and(|loaded| loaded.is(id))),
        }
    }

    /// Whether a line right before or behind `at` is taken.
    pub(super) fn is_beside(&self, at: usize) -> bool {
        self.is_taken(at + 1) || at.checked_sub(1).is_some_and(|before| self.is_taken(before))
    }
}
