//! Articles of WeChat's public accounts, which scripts fill in when they are shown: as downloaded, the name of the account
//! and the time of publication stand in a script only.

use serde_json::Value;

use super::meta::publish;
use crate::document::Metadata;
use crate::parse::date;
use crate::parse::fields::Zone;

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
        publish(metadata, "script", raw, &moment, moment.date, zone);
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

#[cfg(test)]
mod tests {
    use crate::parse::{Options, html::html};

    #[test]
    fn name_and_time_are_read_from_the_script() {
        let page = "<meta property=og:site_name content=微信公众平台><div id=\"js_content\"><p>一</p></div>\
            <script>var nickname = htmlDecode(\"海边来信\"); var ct = \"1583288400\";</script>";
        let metadata = html(page.to_owned(), &Options::default()).metadata;
        assert_eq!(metadata.site.as_deref(), Some("海边来信"));
        assert_eq!(metadata.published, Some(1_583_288_400_000_000));
        let other = html(page.replace("js_content", "content"), &Options::default()).metadata;
        assert_eq!((other.site.as_deref(), other.published), (Some("微信公众平台"), None));
    }
}
