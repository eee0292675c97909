//! Articles of WeChat's public accounts, which scripts fill in when they are shown: as downloaded, the name of the account
//! and the time of publication are in a script only.

use serde_json::Value;

use super::published;
use crate::document::Metadata;
use crate::text::date::{self, Zone};

/// What only such pages hold.
const MARK: &str = "id=\"js_content\"";
/// What such pages declare as the site of all of them.
const PLATFORM: &str = "微信公众平台";
/// Where dates come from that are surer than the script: what is declared to be one.
const DECLARED: [&str; 3] = ["meta", "json-ld", "itemprop"];

/// Adds to `metadata` what the scripts of `source` say, where nothing surer was found.
pub(super) fn describe(source: &str, metadata: &mut Metadata, zone: &Zone) {
    if !source.contains(MARK) {
        return;
    }
    if let Some(name) = variable(source, "var nickname")
        && metadata.site.as_deref().is_none_or(|site| site == PLATFORM)
    {
        metadata.site = Some(name.to_owned());
    }
    let from = metadata.extra.get("published_from").and_then(Value::as_str);
    if !from.is_some_and(|from| DECLARED.contains(&from))
        && let Some(raw) = variable(source, "var ct")
        && let Some(moment) = date::parse(raw, &zone.zone)
    {
        published::note(metadata, "script", raw, &moment, moment.date, zone);
    }
}

/// The value of a script's variable: `name = "value"`, or `name = htmlDecode("value")`.
fn variable<'a>(source: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = source.split_once(name)?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let rest = rest.strip_prefix("htmlDecode(").unwrap_or(rest);
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (value, _) = rest.get(1..)?.split_once(quote)?;
    (!value.is_empty() && value.len() < 200).then_some(value)
}
