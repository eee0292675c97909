//! The `taojin` binary: parses arguments, calls the library, prints errors.

use std::process::ExitCode;

fn main() -> ExitCode {
    taojin::cli::main()
}
