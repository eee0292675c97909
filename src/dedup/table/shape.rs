//! What the columns of JSON lines are like.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

/// The type of a column of JSON values; the later covers the earlier, except that text and numbers make JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Only nulls so far.
    Null,
    /// True or false.
    Boolean,
    /// Numbers that fit 64 bits.
    Integer,
    /// Other numbers.
    Number,
    /// Strings.
    Text,
    /// Lists, objects, or values of several types; goes out as JSON.
    Json,
}

impl Shape {
    /// The shape of one value.
    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::Null => Shape::Null,
            Value::Bool(_) => Shape::Boolean,
            Value::Number(number) if number.is_i64() => Shape::Integer,
            Value::Number(_) => Shape::Number,
            Value::String(_) => Shape::Text,
            Value::Array(_) | Value::Object(_) => Shape::Json,
        }
    }

    fn join(self, other: Self) -> Self {
        use Shape::{Integer, Json, Null, Number};
        match (self, other) {
            (a, b) if a == b => a,
            (Null, other) | (other, Null) => other,
            (Integer, Number) | (Number, Integer) => Number,
            _ => Json,
        }
    }
}

/// The columns of JSON lines in the order in which they first appear.
#[derive(Debug, Default)]
pub(super) struct Shapes {
    pub(super) columns: Vec<(String, Shape)>,
}

impl Shapes {
    /// Notes a value of column `name`, which was at `place` in the last row.
    pub(super) fn note(&mut self, place: usize, name: &str, shape: Shape) {
        let known = self.find(place, name);
        match known.and_then(|known| self.columns.get_mut(known)) {
            Some((_, known)) => *known = known.join(shape),
            None => self.columns.push((name.to_owned(), shape)),
        }
    }

    /// The number of column `name`, which may well be `place`.
    pub(super) fn find(&self, place: usize, name: &str) -> Option<usize> {
        match self.columns.get(place) {
            Some((column, _)) if column == name => Some(place),
            _ => self.columns.iter().position(|(column, _)| column == name),
        }
    }

    /// Adds what later rows are like.
    pub(super) fn merge(&mut self, later: Self) {
        for (place, (name, shape)) in later.columns.into_iter().enumerate() {
            self.note(place, &name, shape);
        }
    }
}

impl<'de> Deserialize<'de> for Shape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Look)
    }
}

/// Looks at a value without keeping it.
struct Look;

impl<'de> Visitor<'de> for Look {
    type Value = Shape;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Shape, E> {
        Ok(Shape::Null)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Shape, E> {
        Ok(Shape::Boolean)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Shape, E> {
        Ok(Shape::Integer)
    }

    fn visit_u64<E>(self, value: u64) -> Result<Shape, E> {
        Ok(if i64::try_from(value).is_ok() { Shape::Integer } else { Shape::Number })
    }

    fn visit_f64<E>(self, _: f64) -> Result<Shape, E> {
        Ok(Shape::Number)
    }

    fn visit_str<E>(self, _: &str) -> Result<Shape, E> {
        Ok(Shape::Text)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Shape, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Shape::Json)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Shape, A::Error> {
        while fields.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Shape::Json)
    }
}
