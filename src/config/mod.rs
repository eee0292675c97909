//! What the settings mean: one section a module, defaults and documentation in one place.
//!
//! A setting is declared once, as a field of its module's `Options` with a doc comment. From it come the default, the
//! check of `taojin.toml`, the file that `taojin init` writes and the JSON schema for editors.

mod check;
mod error;
mod exact;
mod meaning;
mod resolve;
mod settings;
mod template;

pub use error::Error;
pub use settings::{Config, schema};
pub use template::template;
