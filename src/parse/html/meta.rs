//! What a page declares about itself.
use super::blocks::{Note, Page};
use crate::document::Metadata;
use crate::parse::fields::Zone;

pub(super) fn metadata(page: &Page, zone: &Zone) -> Metadata {
    let _ = (&page.notes, zone);
    let mut m = Metadata::default();
    for n in &page.notes {
        match n {
            Note::Title(t) => m.title = Some(t.clone()),
            Note::Meta(..) | Note::Canonical(_) | Note::Language(_) | Note::Json(_) | Note::Time(..) => {}
        }
    }
    m
}
