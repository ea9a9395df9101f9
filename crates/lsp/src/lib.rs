//! The language server: what aiolint knows of a project, while it is being edited.
//!
//! [`run`] speaks the protocol over two streams. Nobody else knows the protocol's types, and the server knows nothing of
//! rules: it keeps the open documents, tells the projects what has changed, and puts what they find into the editor's
//! words. Custom requests are described in `docs/editors.md`.

mod capabilities;
mod client;
mod describe;
mod diagnostics;
mod documents;
mod edits;
mod host;
mod locate;
mod markdown;
mod navigate;
mod notifications;
mod outbox;
mod positions;
mod projects;
mod requests;
mod server;
mod settings;
mod uris;
mod wire;

pub use host::{Host, Opened, Page};
pub use server::run;
pub use settings::Settings;
