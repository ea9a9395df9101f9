//! What commands of several steps share: how long each step takes, and where its programs are found.

use std::ffi::OsString;
use std::path::Path;
use std::time::Instant;

/// Takes a step, and prints how long that took; what goes wrong in it is told with its name.
pub(crate) fn timed<T>(name: &str, step: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    let start = Instant::now();
    let value = step().map_err(|error| format!("{name}: {error}"))?;
    println!("  {name}: {:.1} s", start.elapsed().as_secs_f64());
    Ok(value)
}

/// The search path of programs with this folder before all others.
pub(crate) fn before_path(folder: &Path) -> OsString {
    let mut path = folder.as_os_str().to_owned();
    if let Some(others) = std::env::var_os("PATH") {
        path.push(":");
        path.push(others);
    }
    path
}
