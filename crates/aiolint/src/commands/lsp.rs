//! `aiolint lsp`: serves an editor over standard input and output.

use std::io::BufReader;
use std::sync::Arc;

use aiolint_engine::rules::Rule;
use aiolint_engine::world::Settings;
use aiolint_lsp::{Host, Opened};
use aiolint_project::{Live, Request, Workspace};

use crate::failure::Failure;
use crate::{Io, rules};

pub(crate) fn run(io: &mut Io<'_>) -> u8 {
    // A thread of its own reads, and may outlive this call; so it can't have the stream of `io`.
    aiolint_lsp::run(&Program, BufReader::new(std::io::stdin()), io.stdout)
}

/// Opens projects as all commands do.
struct Program;

impl Host for Program {
    fn open(&self, request: Request) -> Result<Opened, String> {
        open(request).map_err(|failure| failure.to_string())
    }

    fn page(&self, opened: &Opened, rule: &Rule) -> Option<String> {
        let text = rules::text(rule, opened.live.root(), None)?;
        Some(super::explain::page(rule, &text))
    }

    fn version(&self) -> &'static str {
        env!("CARGO_PKG_VERSION")
    }
}

fn open(request: Request) -> Result<Opened, Failure> {
    let pack = rules::load(&request.folder, None)?;
    let filter = rules::filter(&pack, &[], &[])?;
    let workspace = Workspace::new(Arc::clone(&pack), filter, Settings::default());
    Ok(Opened { live: Live::open(request, workspace)?, pack })
}
