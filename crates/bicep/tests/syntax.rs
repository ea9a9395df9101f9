//! What is said of broken Bicep, and what is still read of it.

#![allow(clippy::unwrap_used, reason = "a test that can't go on fails")]

#[path = "syntax/blocks.rs"]
mod blocks;
#[path = "syntax/deletions.rs"]
mod deletions;
#[path = "syntax/messages.rs"]
mod messages;
#[path = "syntax/recovery.rs"]
mod recovery;

use std::sync::Arc;

use aiolint_bicep::syntax::Dialect;
use aiolint_bicep::{Given, Library, Template, deploy};
use aiolint_core::{Data, FileId, Problem, Resource, Source, Value};

/// What a file holds.
struct Reading {
    resources: Vec<Resource>,
    problems: Vec<Problem>,
}

fn read(text: &str, dialect: Dialect) -> Reading {
    let source = Source::new(FileId::new(0), "main.bicep".into(), "main.bicep".into(), text.into());
    let template = Template::read(Arc::new(source), dialect);
    let resources = deploy(&template, Given::default(), &Library::default()).resources;
    Reading { resources, problems: template.problems }
}

/// The problems of a file, `line:column message` each.
fn problems(text: &str, reading: &Reading) -> Vec<String> {
    let place = |offset: u32| {
        let before = &text[..offset as usize];
        let line = before.rfind('\n').map_or(0, |end| end + 1);
        format!("{}:{}", before.matches('\n').count() + 1, before[line..].chars().count() + 1)
    };
    let all = reading.problems.iter();
    all.map(|problem| format!("{} {}", place(problem.primary.location.span.start), problem.message)).collect()
}

/// The names of the resources that were read.
fn names(reading: &Reading) -> Vec<&str> {
    reading.resources.iter().map(|resource| resource.name.known_text().unwrap_or("?")).collect()
}

/// The keys of a mapping and of those in it; `…` where there may be more, `?` for what is not known.
fn keys(value: &Value) -> String {
    match &value.data {
        Data::Map(map) => {
            let member = |(name, value): (&str, &Value)| match keys(value).as_str() {
                "" => name.to_owned(),
                keys => format!("{name}{keys}"),
            };
            let members = map.entries().iter().map(|entry| member((&entry.name, &entry.value)));
            let all: Vec<_> = members.chain(map.open().map(|_| "…".to_owned())).collect();
            format!("{{{}}}", all.join(", "))
        }
        Data::Unknown(_) => "?".into(),
        _ => String::new(),
    }
}
