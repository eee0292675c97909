//! The settings that name rules, checked: a name that is no rule's would do nothing, silently.

use super::error::Error;
use super::options::Options;
use crate::document::Rule;

/// Refuses names in `strip.keep` and `strip.only` that are none of `rules`.
///
/// # Errors
/// Names the setting, the name and the rule that was probably meant.
pub(super) fn check(options: &Options, rules: &[&'static Rule]) -> Result<(), Error> {
    for (setting, names) in [("keep", &options.keep), ("only", &options.only)] {
        if let Some(name) = names.iter().find(|name| !rules.iter().any(|rule| rule.id == name.as_str())) {
            return Err(unknown(setting, name, rules));
        }
    }
    Ok(())
}

fn unknown(setting: &'static str, name: &str, rules: &[&'static Rule]) -> Error {
    let full = format!("strip.{}", name.trim_start_matches("strip."));
    let nearest = rules.iter().map(|rule| (strsim::damerau_levenshtein(rule.id, &full), rule.id)).min();
    let nearest = nearest.filter(|(distance, id)| *distance <= id.len() / 3);
    Error::Unknown { setting, name: name.to_owned(), nearest: nearest.map(|(_, id)| id) }
}

#[cfg(test)]
mod tests {
    use super::*;

    static RULE: Rule = Rule { id: "strip.copyright", about: "a notice" };

    #[test]
    fn a_name_that_is_no_rule_is_refused_with_the_nearest_one() {
        let options = |name: &str| Options { keep: vec![name.to_owned()], ..Options::default() };
        assert!(check(&options("strip.copyright"), &[&RULE]).is_ok());
        let error = check(&options("copyrihgt"), &[&RULE]).unwrap_err().to_string();
        assert!(error.contains("`copyrihgt`") && error.contains("mean `strip.copyright`?"), "{error}");
        let error = check(&options("mend.wraps"), &[&RULE]).unwrap_err().to_string();
        assert!(error.contains("no rule of `strip`") && !error.contains("mean"), "{error}");
    }
}
