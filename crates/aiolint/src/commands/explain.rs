//! `aiolint explain RULE`

use std::fmt::Write as _;

use aiolint_engine::rules::Rule;
use aiolint_project::{Configuration, Request};

use crate::arguments::Explain;
use crate::failure::Failure;
use crate::rules::Texts;
use crate::{CLEAN, Io, rules};

pub(crate) fn run(explain: &Explain, io: &mut Io<'_>) -> Result<u8, Failure> {
    let configuration = Configuration::of(&Request { folder: io.folder.clone(), ..Request::default() })?;
    let folders = rules::folders(&io.folder, explain.rules.as_deref(), &configuration);
    let pack = rules::load(&io.folder, &folders)?;
    let rule = rules::find(&pack, &explain.rule)?;
    let texts = Texts::read(&io.folder, &folders);
    write!(io.stdout, "{}", page(rule, texts.of(rule).unwrap_or_default()))?;
    Ok(CLEAN)
}

/// The rule's text without its front matter, under a heading that says what that says.
pub(super) fn page(rule: &Rule, text: &str) -> String {
    let body = text.splitn(3, "---").nth(2).unwrap_or_default().trim();
    let mut page = format!("# {} {}\n\n", rule.id, rule.name);
    let _ = writeln!(page, "{}, {}, since {}", rule.severity(), rule.pack.name(), rule.since);
    let _ = writeln!(page, "Source: {}", rule.source);
    if let Some(url) = &rule.url {
        let _ = writeln!(page, "{url}");
    }
    if !rule.constraints.is_empty() {
        let _ = writeln!(page, "Constraints: {}", rule.constraints.join(", "));
    }
    let _ = write!(page, "\n{body}\n");
    aiolint_core::printable(&page).into_owned()
}
