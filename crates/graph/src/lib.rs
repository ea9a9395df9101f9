//! The resources of a project as a picture. [`build`] makes a [`Graph`] of what the engine knows; each format has a
//! file of its own and knows nothing of rules, kinds or files.

mod boxes;
mod build;
mod findings;
mod groups;
mod json;
mod layout;
mod legend;
mod limit;
mod mermaid;
mod model;
mod ports;
mod shelves;
mod style;
mod svg;
mod words;

pub use build::{Drawn, build};
pub use json::{GRAPH_VERSION, json};
pub use limit::MOST_DRAWN;
pub use mermaid::mermaid;
pub use model::{Edge, EdgeKind, Graph, Group, Line, Mark, Node, Place, State};
pub use svg::svg;
