//! Values that are set on the command line.

use super::error::Error;

/// A value that goes before that of the settings file.
#[derive(Clone, Debug)]
pub struct Override {
    /// What messages call it: the option as it was typed.
    pub origin: String,
    /// `section.key=value`, the value in TOML; what is no TOML is taken as a text.
    pub assignment: String,
}

impl Override {
    /// A value that was set by `--set`.
    #[must_use]
    pub fn set(assignment: &str) -> Self {
        Self { origin: format!("--set {assignment}"), assignment: assignment.to_owned() }
    }

    /// A value of the setting `key` that was given as `option`.
    #[must_use]
    pub fn option(option: &str, key: &str, value: impl Into<toml::Value>) -> Self {
        Self { origin: option.to_owned(), assignment: format!("{key}={}", value.into()) }
    }

    /// The assignment as a line of TOML.
    ///
    /// # Errors
    /// [`Error::Invalid`] when it assigns nothing.
    pub(super) fn line(&self) -> Result<String, Error> {
        let invalid = || Error::Invalid {
            origin: self.origin.clone(),
            message: "is no setting with its value; write `--set SECTION.KEY=VALUE`, as in `--set dedup.near=false`"
                .into(),
        };
        let (key, value) = self.assignment.split_once('=').ok_or_else(invalid)?;
        let (key, value) = (key.trim(), value.trim());
        // More than one line would be more than one setting.
        let is_key = !key.is_empty() && key.split('.').all(|part| !part.is_empty()) && key.contains('.');
        if !is_key || !key.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c)) {
            return Err(invalid());
        }
        let line = format!("{key} = {value}");
        let is_value = toml::from_str::<toml::Table>(&format!("value = {value}"))
            .is_ok_and(|table| table.len() == 1 && !table.values().any(toml::Value::is_datetime));
        // No setting takes a date of TOML: one without quotes is meant as a text.
        if is_value { Ok(line) } else { Ok(format!("{key} = {}", toml::Value::String(value.to_owned()))) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_assigns_nothing_is_refused_with_how_to() {
        for typed in ["", "dedup.near", "=false", "dedup=false", "dedup.=1", "a b.c=1"] {
            let error = Override::set(typed).line().unwrap_err().to_string();
            assert!(error.starts_with(&format!("--set {typed}: ")) && error.contains("SECTION.KEY=VALUE"), "{error}");
        }
    }

    #[test]
    fn a_value_that_is_no_toml_is_a_text() {
        assert_eq!(Override::set("write.name = My texts").line().unwrap(), "write.name = \"My texts\"");
        assert_eq!(Override::set("write.test=0.5").line().unwrap(), "write.test = 0.5");
    }
}
