//! Whole pages, read and looked at.

mod account;
mod blocks;
mod code;
mod formula;
mod meta;
mod script;
mod title;
