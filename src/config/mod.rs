//! What the settings mean: one section a module, defaults and documentation in one place.
//!
//! A setting is declared once, as a field of its module's `Options` with a doc comment and the range, set or format of its
//! values. From it come the default, the check of `taojin.toml` and what its message says, the file that `taojin init`
//! writes and the JSON schema for editors.

mod check;
mod error;
mod meaning;
mod nearest;
mod overrides;
mod resolve;
mod settings;
mod template;

pub use error::Error;
pub use overrides::Override;
pub use settings::{Config, schema};
pub use template::template;
