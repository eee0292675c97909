//! What a character, a width, a word, a sentence is: one owner for each question that several modules ask of text.
//!
//! Nothing here knows documents, rules or settings. Where two modules mean different things by one question, both
//! definitions are in one file here, and their documentation says how they differ and for whom.

mod address;
mod blank;
mod boundary;
mod brackets;
mod bytes;
mod category;
mod class;
pub(crate) mod date;
mod fold;
mod han;
mod letter;
pub(crate) mod names;
mod script;
mod search;
mod sentences;
mod stops;
mod variant;
mod visible;
mod width;

pub(crate) use address::leads_nowhere;
pub(crate) use blank::{is_blank, is_gap, is_line_break, is_private_use};
pub(crate) use boundary::boundary;
pub(crate) use brackets::{
    BRACKETS, PAIRS, closes_before_paragraph_end, closes_line, closes_sentence, closes_speech, is_closing, is_opening,
    opens_paragraph, opens_passage, opens_quotation, sticks_out,
};
pub(crate) use bytes::{any_triple, count};
pub(crate) use category::{Category, is_pictograph};
pub(crate) use class::{Class, is_unspaced};
pub(crate) use fold::{Letter, extend, fold_char, folded, letters, table};
pub(crate) use han::{HAN_LEADS, count_han, is_common_han, is_east_asian, is_east_asian_letter, is_han, is_ideograph};
pub(crate) use letter::{is_combining, is_eastern_numeral, is_letter, is_letter_or_digit};
pub(crate) use script::script;
pub(crate) use search::{Words, contains};
pub(crate) use sentences::sentences;
pub(crate) use stops::{
    is_clause_stop, is_comma, is_mid_line_stop, is_source_line_end, is_spaced_stop, is_stop_or_point, is_wrapped_stop,
};
pub(crate) use variant::{Variant, variant};
pub(crate) use visible::visible;
pub(crate) use width::{char_width, display_width, table_width, width};
