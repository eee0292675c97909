//! Files that a name leads to, and no others.

use std::io;
use std::path::{Path, PathBuf};

/// The file `name` below `folder`. Where the name comes from a table or a line of input, it may be anything: an absolute
/// path, one with `..`, or a link.
///
/// # Errors
/// When there is no such file, or the name leads out of the folder.
pub fn below(folder: &Path, name: &Path) -> io::Result<PathBuf> {
    let path = folder.join(name);
    if path.canonicalize()?.starts_with(folder.canonicalize()?) {
        return Ok(path);
    }
    Err(io::Error::new(io::ErrorKind::PermissionDenied, format!("leads out of the folder {}", folder.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_does_not_lead_out_of_the_folder() {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path().join("in");
        std::fs::create_dir_all(folder.join("sub")).unwrap();
        for file in ["in/a.txt", "in/sub/b.txt", "secret.txt"] {
            std::fs::write(scratch.path().join(file), "x").unwrap();
        }
        let mut outside = vec!["../secret.txt".to_owned(), "sub/../../secret.txt".to_owned()];
        outside.push(scratch.path().join("secret.txt").display().to_string());
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(scratch.path().join("secret.txt"), folder.join("link.txt")).unwrap();
            outside.push("link.txt".to_owned());
        }
        for name in outside {
            let error = below(&folder, Path::new(&name)).unwrap_err().to_string();
            assert!(error.contains("leads out of the folder"), "{name}: {error}");
        }
        for name in ["a.txt", "sub/b.txt", "sub/../a.txt"] {
            assert_eq!(below(&folder, Path::new(name)).unwrap(), folder.join(name));
        }
        assert_eq!(below(&folder, Path::new("none.txt")).unwrap_err().kind(), io::ErrorKind::NotFound);
    }
}
