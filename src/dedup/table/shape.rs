//! What the columns of JSON lines are like.

/// The type of a column of JSON values; the later covers the earlier, except that text and numbers make JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Only nulls so far.
    Null,
    /// True or false.
    Boolean,
    /// Whole numbers that a double holds as well.
    Integer,
    /// Whole numbers that fit 64 bits, with a sign.
    Long,
    /// Other numbers that a double holds as they are written.
    Number,
    /// Numbers that no column of numbers holds as they are written; goes out as text.
    Literal,
    /// Strings.
    Text,
    /// Lists, objects, or values of several types; goes out as JSON, as it was written.
    Json,
}

/// Digits of a decimal number that a double keeps: it comes back as it was.
const DIGITS: usize = 15;
/// Up to here, and no further, every whole number is a double.
const WHOLE: u64 = 1 << 53;

impl Shape {
    /// The shape of a JSON value as it is written.
    pub(super) fn of(json: &str) -> Self {
        match json.as_bytes().first() {
            Some(b'n') | None => Shape::Null,
            Some(b't' | b'f') => Shape::Boolean,
            Some(b'"') => Shape::Text,
            Some(b'[' | b'{') => Shape::Json,
            Some(_) => Self::of_number(json),
        }
    }

    fn of_number(text: &str) -> Self {
        if !text.contains(['.', 'e', 'E']) {
            return match text.parse::<i64>() {
                _ if text == "-0" => Shape::Literal,
                Ok(number) if number.unsigned_abs() <= WHOLE => Shape::Integer,
                Ok(_) => Shape::Long,
                Err(_) => Shape::Literal,
            };
        }
        let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
        let digits = mantissa.bytes().filter(u8::is_ascii_digit).skip_while(|digit| *digit == b'0').count();
        let is_finite = text.parse().is_ok_and(|number: f64| number.is_normal() || (number == 0.0 && digits == 0));
        if digits <= DIGITS && is_finite { Shape::Number } else { Shape::Literal }
    }

    fn join(self, other: Self) -> Self {
        use Shape::{Integer, Json, Literal, Long, Null, Number};
        match (self, other) {
            (a, b) if a == b => a,
            (Null, other) | (other, Null) => other,
            (Integer, Number) | (Number, Integer) => Number,
            (Integer, Long) | (Long, Integer) => Long,
            (Integer | Long | Number | Literal, Integer | Long | Number | Literal) => Literal,
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

    /// Names of the columns.
    pub(super) fn names(&self) -> Vec<&str> {
        self.columns.iter().map(|(name, _)| name.as_str()).collect()
    }

    /// Adds what later rows are like.
    pub(super) fn merge(&mut self, later: Self) {
        for (place, (name, shape)) in later.columns.into_iter().enumerate() {
            self.note(place, &name, shape);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_of_numbers_holds_them_as_they_are_written_or_is_text() {
        let shape = |numbers: &[&str]| {
            numbers.iter().map(|number| Shape::of(number)).reduce(Shape::join).unwrap_or(Shape::Null)
        };
        assert_eq!(shape(&["1", "-7", "null"]), Shape::Integer);
        assert_eq!(shape(&["1", "2.5", "1e3", "0.0"]), Shape::Number);
        assert_eq!(shape(&["1", "9007199254740993"]), Shape::Long);
        for literal in [
            &["18446744073709551615"][..],
            &["9007199254740993", "0.5"],
            &["0.1234567890123456789"],
            &["1e400"],
            &["-0"],
        ] {
            assert_eq!(shape(literal), Shape::Literal, "{literal:?}");
        }
        assert_eq!(shape(&["1", "\"a\""]), Shape::Json);
    }
}
