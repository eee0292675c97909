//! What a page does not show: elements hidden by their attributes, their style or their class.

use simplecss::DeclarationTokenizer;

use super::tokens::{Attributes, Key};

/// Classes for what only readers of the screen are told.
const UNSEEN: [&str; 8] = [
    "sr-only",
    "visually-hidden",
    "visuallyhidden",
    "screen-reader-text",
    "screen-reader-only",
    "screenreader-only",
    "element-invisible",
    "u-hidden-visually",
];

/// Classes of panels, of which one is shown at a time.
const PANELS: [&str; 6] = ["tab-pane", "tab-panel", "tabpanel", "tab-content", "tab-item", "tabcontent"];

/// Whether an element is hidden by its own attributes; `before` is the text in front of it.
///
/// What scripts make visible is not: WeChat's articles are `visibility: hidden` until then, and servers of React send the
/// parts of a page that come late as `<div hidden id=S:1>`. Nor are panels of tabs, and what a button in front of it
/// unfolds.
pub(super) fn is_hidden(attributes: &Attributes, before: &str) -> bool {
    let has_class = |classes: &[&str]| {
        let names = attributes.get(Key::Class).unwrap_or_default();
        names.split_ascii_whitespace().any(|name| classes.contains(&name))
    };
    let style = attributes.get(Key::Style).map_or(Style::Shown, read);
    let is_closed = attributes.get(Key::Hidden).is_some() || style == Style::Closed;
    let opens = || {
        attributes.get(Key::Role) == Some("tabpanel")
            || attributes.get(Key::Id).is_some_and(|id| id.starts_with("S:"))
            || has_class(&PANELS)
            || unfolds(before)
    };
    (is_closed && !opens()) || style == Style::Unseen || has_class(&UNSEEN)
}

/// Whether `text` is a button by which the rest of an article is shown.
fn unfolds(text: &str) -> bool {
    const BUTTONS: [&str; 16] = [
        "展开全文",
        "展开阅读全文",
        "点击展开全文",
        "阅读全文",
        "查看全文",
        "显示全文",
        "展开剩余",
        "展开更多",
        "展開全文",
        "閱讀全文",
        "read more",
        "read the full article",
        "read full article",
        "continue reading",
        "show more",
        "show full article",
    ];
    let text = text.trim();
    text.len() <= 60 && {
        let text = text.to_ascii_lowercase();
        BUTTONS.iter().any(|button| text.starts_with(button))
    }
}

/// What a style says of the text of its element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Shown,
    /// Not laid out, which a script may change.
    Closed,
    /// Laid out so that nobody sees it.
    Unseen,
}

/// Reads a `style` attribute.
fn read(style: &str) -> Style {
    let (mut color, mut ground) = (None, None);
    let mut is_clipped = false;
    let mut is_out_of_line = false;
    for declaration in DeclarationTokenizer::from(style) {
        let value = declaration.value.trim().to_ascii_lowercase();
        match declaration.name.to_ascii_lowercase().as_str() {
            "display" if value == "none" => return Style::Closed,
            "font-size" if is_zero(&value) => return Style::Unseen,
            "clip" => is_clipped = is_empty_rectangle(&value),
            "clip-path" => is_clipped |= matches!(&*value, "inset(50%)" | "inset(100%)"),
            "position" => is_out_of_line = matches!(&*value, "absolute" | "fixed"),
            "color" => color = Some(value),
            "background" | "background-color" => ground = Some(value),
            _ => {}
        }
    }
    let is_white = |value: &String| matches!(value.as_str(), "#fff" | "#ffffff" | "white");
    let vanishes = color.as_ref().is_some_and(is_white) && ground.as_ref().is_some_and(is_white);
    if vanishes || (is_clipped && is_out_of_line) { Style::Unseen } else { Style::Shown }
}

/// Whether a length is nothing, whatever its unit.
fn is_zero(length: &str) -> bool {
    let number = length.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    number.parse::<f32>() == Ok(0.0)
}

/// Whether `rect(…)` leaves nothing of a box, or a point.
fn is_empty_rectangle(value: &str) -> bool {
    let inner = value.strip_prefix("rect(").and_then(|rest| rest.strip_suffix(')'));
    let is_point = |length: &str| is_zero(length) || length == "1px";
    inner.is_some_and(|inner| inner.split([',', ' ']).filter(|length| !length.is_empty()).all(is_point))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_are_read_as_declarations() {
        for style in ["display:none", "color: red; DISPLAY : None !important", "a:b;display:none;"] {
            assert_eq!(read(style), Style::Closed, "{style}");
        }
        for style in [
            "font-size:0",
            "font-size: 0px",
            "position:absolute;clip:rect(0 0 0 0);width:1px",
            "position: absolute; clip: rect(1px, 1px, 1px, 1px)",
            "color:#fff;background:#fff",
        ] {
            assert_eq!(read(style), Style::Unseen, "{style}");
        }
        for style in [
            "",
            "--footer-display: none; --x-display:none",
            "font-size: 10px",
            "color: #fff",
            "color:#fff;background:#000",
            "clip: rect(0 0 0 0)",
            "background: url(a.png?display:none)",
            "visibility: hidden",
        ] {
            assert_eq!(read(style), Style::Shown, "{style}");
        }
    }

    #[test]
    fn buttons_that_unfold_are_known() {
        assert!(unfolds("展开全文 ▾") && unfolds("Read more") && !unfolds("他展开全文读了起来。") && !unfolds(""));
    }
}
