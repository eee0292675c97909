//! Brackets in a byline: affiliations, nationalities, addresses of mail.

/// Brackets that hold what is no part of a name.
const PAIRS: [(char, char); 6] = [('(', ')'), ('（', '）'), ('[', ']'), ('【', '】'), ('<', '>'), ('〔', '〕')];

/// A line parted into what is outside brackets and what is inside them.
///
/// Brackets around the whole line are none. A bracket that is not closed reaches to the end; one that was not opened ends
/// the line: it closes a bracket before the byline.
pub(super) fn part(line: &str) -> (String, String) {
    let mut line = line.trim();
    while let Some(inner) = unwrapped(line) {
        line = inner.trim();
    }
    let (mut outside, mut inside) = (String::with_capacity(line.len()), String::new());
    let mut open: Vec<char> = Vec::new();
    for c in line.chars() {
        if let Some((_, close)) = PAIRS.iter().find(|(open, _)| *open == c) {
            open.push(*close);
            inside.push(' ');
            outside.push(' ');
        } else if open.last() == Some(&c) {
            open.pop();
        } else if open.is_empty() && PAIRS.iter().any(|(_, close)| *close == c) {
            break;
        } else if open.is_empty() {
            outside.push(c);
        } else {
            inside.push(c);
        }
    }
    (outside, inside)
}

/// The inside of a line that is all in one pair of brackets.
fn unwrapped(line: &str) -> Option<&str> {
    let first = line.chars().next()?;
    let (open, close) = PAIRS.into_iter().find(|(open, _)| *open == first)?;
    let inner = line.strip_prefix(open)?.strip_suffix(close)?;
    (!inner.contains([open, close])).then_some(inner)
}

#[cfg(test)]
mod tests {
    use super::part;

    #[test]
    fn brackets_are_parted_from_what_is_around_them() {
        let parts = |line: &str| {
            let (outside, inside) = part(line);
            (outside.trim().to_owned(), inside.trim().to_owned())
        };
        assert_eq!(parts("白玉（海边大学教授）"), ("白玉".into(), "海边大学教授".into()));
        assert_eq!(parts("（记者 白玉）"), ("记者 白玉".into(), String::new()));
        assert_eq!(parts("白玉）他说"), ("白玉".into(), String::new()));
        assert_eq!(parts("Ann Lee (with Bo [the younger] Ek"), ("Ann Lee".into(), "with Bo  the younger Ek".into()));
    }
}
