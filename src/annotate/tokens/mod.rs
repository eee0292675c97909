//! Tokens: words, numbers and marks; white space is none.

mod cutter;
mod jieba;
mod tokenizer;
mod vaporetto;

pub use tokenizer::Tokenizer;
