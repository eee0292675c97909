//! How tests show a document: a line per block, with the rule that removed it, then what is only marked.

use crate::document::Document;

/// `document` for a snapshot.
pub(super) fn shown(document: &Document) -> String {
    let mut lines: Vec<String> = Vec::new();
    for block in &document.blocks {
        let rule = block.removal.as_ref().map_or(String::new(), |removal| format!("{} ", removal.rule));
        let (kind, level) = (block.kind.name(), block.kind.level());
        let level = if level > 0 { level.to_string() } else { String::new() };
        lines.push(format!("{rule}{kind}{level}: {}", block.value()));
    }
    lines.extend(document.marks.iter().map(|mark| {
        let removal = &mark.removal;
        let text = mark.span.of(document.source());
        format!("marked by {} at {}, {}: {text}", removal.rule, removal.confidence, removal.evidence)
    }));
    let metadata = &document.metadata;
    lines.push(format!("title {:?}, authors {:?}, extra {:?}", metadata.title, metadata.authors, metadata.extra));
    lines.join("\n")
}
