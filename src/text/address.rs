//! What a written address leads to.

/// Whether `address` is a script or holds its content itself (`javascript:`, `data:`), so that it leads nowhere. Blanks
/// and control characters in front of the scheme and within it count for nothing, as in a browser.
pub(crate) fn leads_nowhere(address: &str) -> bool {
    let seen = address.chars().filter(|c| !c.is_whitespace() && !c.is_control());
    let begin: String = seen.take(LONGEST).map(|c| c.to_ascii_lowercase()).collect();
    SCHEMES.iter().any(|scheme| begin.starts_with(scheme))
}

const SCHEMES: [&str; 3] = ["javascript:", "vbscript:", "data:"];
/// Characters in the longest of them.
const LONGEST: usize = 11;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_and_data_lead_nowhere() {
        for address in
            ["javascript:void(0)", " JavaScript:x", "java\tscript\n:x", "data:text/html,x", "\u{1}DATA:,", "vbscript:x"]
        {
            assert!(leads_nowhere(address), "{address:?}");
        }
        for address in
            ["https://example.org/data:1", "data/1", "/javascript:", "mailto:a@example.org", "", "database:1"]
        {
            assert!(!leads_nowhere(address), "{address:?}");
        }
    }
}
