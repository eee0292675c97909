//! The known name that was probably meant.

/// The one of `known` most like `name`, unless none is like it.
pub(super) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|known| (strsim::damerau_levenshtein(known, &name.to_lowercase()), known))
        .filter(|(distance, known)| *distance <= known.len().max(name.len()) / 2)
        .min()
        .map(|(_, known)| known)
}
