//! The parser's events in our own words, so that no other module knows the parser.

use std::borrow::Cow;

use aiolint_core::Span;
use granit_parser::{ErrorKind, Event as Granit, Parser, ScalarStyle, ScanError, StructureStyle};

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes; its type follows from its text.
    Plain,
    /// In single quotes.
    Single,
    /// In double quotes.
    Double,
    /// A `|` block.
    Literal,
    /// A `>` block.
    Folded,
}

/// A tag, resolved: `tag:yaml.org,2002:str`, `!local`.
pub type Tag = String;

/// What the parser saw.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind<'t> {
    /// The stream begins.
    StreamStart,
    /// The stream ends.
    StreamEnd,
    /// A document begins; whether with `---`.
    DocumentStart(bool),
    /// A document ends; whether with `...`.
    DocumentEnd(bool),
    /// A scalar, with escapes resolved and lines folded.
    Scalar(Cow<'t, str>, Style, Option<Tag>),
    /// A sequence begins; whether in brackets.
    SequenceStart(bool, Option<Tag>),
    /// A sequence ends.
    SequenceEnd,
    /// A mapping begins; whether in braces.
    MappingStart(bool, Option<Tag>),
    /// A mapping ends.
    MappingEnd,
    /// The node before this event has this anchor: a number, unique in the file, and its name.
    Anchor(usize, Cow<'t, str>),
    /// What the anchor with this number stands on.
    Alias(usize),
    /// An alias to an anchor that does not exist.
    UnknownAlias(Cow<'t, str>),
    /// A comment, without its `#`.
    Comment(Cow<'t, str>),
}

/// An event with its bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Event<'t> {
    /// What it is.
    pub kind: Kind<'t>,
    /// Where it stands.
    pub span: Span,
}

/// Where the parser gave up, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// Offset of the byte where it stood.
    pub at: usize,
    /// What it saw or missed, as a sentence without a capital or a full stop.
    pub message: String,
    /// What to do, where that is known.
    pub help: Option<&'static str>,
}

/// How many comments in a row are held back. The parser's default of 96 refuses real files.
const COMMENT_BUFFER: usize = 1 << 20;

/// How deep collections may nest. The parser keeps no call stack, but what walks the values does.
const NESTING: usize = 255;

/// The events of `text`, up to the first error.
pub fn events(text: &str) -> impl Iterator<Item = Result<Event<'_>, Error>> {
    let options = granit_parser::options! {
        emit_anchor_events: true,
        emit_unresolved_aliases: true,
        max_buffered_comment_events: COMMENT_BUFFER,
        flow_nesting_limit: NESTING,
        block_nesting_limit: NESTING,
    };
    Parser::new_from_str_with_options(text, options).filter_map(move |item| match item {
        Ok((event, span)) => {
            let range = span.byte_range().unwrap_or_default();
            let span = Span::new(range.start, range.end);
            kind(event, text, span).map(|kind| Ok(Event { kind, span }))
        }
        Err(error) => Some(Err(failure(&error, text))),
    })
}

/// `None` for events that later versions of the parser may add: none carries a node.
fn kind<'t>(event: Granit<'t>, text: &str, span: Span) -> Option<Kind<'t>> {
    let written = |marker: &str| text.get(span.range()).is_some_and(|found| found.starts_with(marker));
    let tag = |tag: Option<Cow<'_, granit_parser::Tag>>| tag.map(|tag| format!("{}{}", tag.handle(), tag.suffix()));
    Some(match event {
        Granit::StreamStart => Kind::StreamStart,
        Granit::StreamEnd => Kind::StreamEnd,
        Granit::DocumentStart(explicit, _) => Kind::DocumentStart(explicit),
        Granit::DocumentEnd => Kind::DocumentEnd(written("...")),
        Granit::Alias(id) => Kind::Alias(id),
        Granit::Anchor(id, name) => Kind::Anchor(id, name),
        Granit::UnresolvedAlias(name) => Kind::UnknownAlias(name),
        Granit::Comment(text, _) => Kind::Comment(text),
        // The parser says `~` also where nothing is written.
        Granit::Scalar(value, ScalarStyle::Plain, _, None) if value == "~" && !written("~") => {
            Kind::Scalar(Cow::Borrowed(""), Style::Plain, None)
        }
        Granit::Scalar(value, style, _, found) => Kind::Scalar(value, self::style(style), tag(found)),
        Granit::SequenceStart(style, _, found) => Kind::SequenceStart(style == StructureStyle::Flow, tag(found)),
        Granit::SequenceEnd => Kind::SequenceEnd,
        Granit::MappingStart(style, _, found) => Kind::MappingStart(style == StructureStyle::Flow, tag(found)),
        Granit::MappingEnd => Kind::MappingEnd,
        _ => return None,
    })
}

fn style(style: ScalarStyle) -> Style {
    match style {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted => Style::Single,
        ScalarStyle::DoubleQuoted => Style::Double,
        ScalarStyle::Literal => Style::Literal,
        ScalarStyle::Folded => Style::Folded,
    }
}

fn failure(error: &ScanError, text: &str) -> Error {
    let at = error.marker().byte_offset().unwrap_or(text.len()).min(text.len());
    let help = match error.kind() {
        ErrorKind::TabInIndentation
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabNotAllowed => Some("indent with spaces: YAML forbids tabs there"),
        ErrorKind::RecursionLimitExceeded => Some("no manifest nests deeper than 255 levels"),
        ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar => {
            Some("close the quotation mark")
        }
        ErrorKind::UnexpectedCharacter { .. } => Some("put the value in quotes"),
        ErrorKind::ExpectedBlockMappingKey | ErrorKind::InvalidIndentation => {
            Some("check the indentation: members of one mapping start in the same column")
        }
        _ => None,
    };
    Error { at, message: error.info(), help }
}
