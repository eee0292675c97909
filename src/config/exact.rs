//! Fractions as they were written.

use serde_json::{Number, Value};

/// Turns every number in `value` that is exactly a single-precision one into the shortest fraction that is read as it: a
/// setting of 0.8 is 0.800000011920929 in JSON otherwise.
pub(super) fn exact(value: &mut Value) {
    match value {
        Value::Number(number) if number.is_f64() => {
            let short = number.as_f64().and_then(|number| shortest(number).parse().ok()).and_then(Number::from_f64);
            if let Some(short) = short {
                *number = short;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(exact),
        Value::Object(fields) => fields.values_mut().for_each(exact),
        _ => {}
    }
}

/// The fraction with as few digits as its field needs.
pub(super) fn shortest(number: f64) -> String {
    let short = number as f32;
    if f64::from(short) == number { format!("{short:?}") } else { format!("{number:?}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn singles_are_written_as_they_were_set() {
        let mut value = json!({"a": [0.8_f32, 1.0_f32, 0.1_f64], "b": 3, "c": 1e-7_f32});
        exact(&mut value);
        assert_eq!(value.to_string(), r#"{"a":[0.8,1.0,0.1],"b":3,"c":1e-7}"#);
    }
}
