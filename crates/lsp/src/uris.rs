//! URIs of files and their paths. The same file has one path, however its URI is spelled.

use std::path::{Component, Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What is escaped in the path of a URI.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The absolute path of a `file:` URI; `None` if the URI is none, or has no path that can be told.
pub(crate) fn to_path(uri: &str) -> Option<PathBuf> {
    let (scheme, rest) = uri.split_once(':')?;
    if !scheme.eq_ignore_ascii_case("file") {
        return None;
    }
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (host, path) = match rest.strip_prefix("//") {
        Some(rest) => {
            let at = rest.find('/').unwrap_or(rest.len());
            rest.split_at(at)
        }
        None => ("", rest),
    };
    let [host, path] = [host, path].map(|text| percent_decode_str(text).decode_utf8());
    let (host, path) = (host.ok()?, path.ok()?);
    if path.contains('\0') {
        return None;
    }
    let is_here = host.is_empty() || host.eq_ignore_ascii_case("localhost");
    match (cfg!(windows), is_here) {
        (false, true) => clean(Path::new(&*path)),
        (true, true) => clean(Path::new(&of_drive(&path).unwrap_or_else(|| path.to_string()))),
        (true, false) => clean(Path::new(&of_share(&host, &path)?)),
        (false, false) => None,
    }
}

/// `//server/share/folder` as Windows has it.
fn of_share(host: &str, path: &str) -> Option<String> {
    let is_name = !host.contains(['/', '\\', ':', '?']);
    is_name.then(|| format!(r"\\{host}{}", path.replace('/', r"\")))
}

/// `/c:/folder` as Windows has it: `C:/folder`.
fn of_drive(path: &str) -> Option<String> {
    let rest = path.strip_prefix('/')?;
    let drive = rest.chars().next().filter(char::is_ascii_alphabetic)?;
    let after = rest[1..].strip_prefix(':')?;
    Some(format!("{}:{}", drive.to_ascii_uppercase(), if after.is_empty() { "/" } else { after }))
}

/// The path without `.` and `..`, if it is absolute.
fn clean(path: &Path) -> Option<PathBuf> {
    let mut clean = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => drop(clean.pop()),
            component => clean.push(component),
        }
    }
    clean.is_absolute().then_some(clean)
}

/// The URI of an absolute path.
pub(crate) fn of_path(path: &Path) -> String {
    let text = path.to_string_lossy();
    let text = if cfg!(windows) { behind_slashes(&text) } else { text.into_owned() };
    format!("file://{}", utf8_percent_encode(&text, ESCAPED))
}

/// A path of Windows as it stands behind `file://`: `/C:/folder`, or `server/share/folder`.
fn behind_slashes(path: &str) -> String {
    let path = path.replace('\\', "/");
    path.strip_prefix("//").map_or_else(|| format!("/{path}"), ToOwned::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn the_same_file_has_one_path() {
        let path = |uri: &str| to_path(uri).map(|path| path.to_string_lossy().into_owned());
        for uri in [
            "file:///a/b%20c.yaml",
            "FILE:///a/x/../b%20c.yaml",
            "file://localhost/a//b c.yaml",
            "file:/a/b%20c.yaml#L1",
        ] {
            assert_eq!(path(uri).as_deref(), Some("/a/b c.yaml"), "{uri}");
        }
        assert_eq!(path("file:///c%3A/x.yaml").as_deref(), Some("/c:/x.yaml"));
        for uri in
            ["untitled:Untitled-1", "file:", "file:relative", "file://host/a", "file:///%ff", "file:///a%00b", "", "a"]
        {
            assert_eq!(path(uri), None, "{uri}");
        }
    }

    #[test]
    fn a_drive_is_told_from_a_folder() {
        assert_eq!(of_drive("/c:/x"), Some("C:/x".into()));
        assert_eq!(of_drive("/c:"), Some("C:/".into()));
        assert_eq!(of_drive("/cd/x"), None);
        assert_eq!(of_drive("/é:/x"), None);
    }

    #[test]
    fn a_share_is_behind_its_server() {
        assert_eq!(of_share("wsl$", "/Debian/a b.yaml").as_deref(), Some(r"\\wsl$\Debian\a b.yaml"));
        assert_eq!(of_share("?", "/c:/x"), None);
        assert_eq!(behind_slashes(r"\\wsl$\Debian\a.yaml"), "wsl$/Debian/a.yaml");
        assert_eq!(behind_slashes(r"C:\a.yaml"), "/C:/a.yaml");
    }

    #[test]
    #[cfg(unix)]
    fn paths_come_back_from_their_uris() {
        for path in ["/a/b c.yaml", "/100%/é😀#?.bicep", "/a:b/c+d"] {
            assert_eq!(to_path(&of_path(Path::new(path))), Some(PathBuf::from(path)));
        }
    }
}
