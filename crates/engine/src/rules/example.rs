//! Examples in a rule's file: they are its tests.
//!
//! ````markdown
//! ```yaml bad
//! host: example:1
//! #     ^^^^^^^^^ part of the message
//! ```
//! ````
//!
//! `bad` must give findings of this rule exactly where they are marked; `good` must be decided without one;
//! `undecided` must not be decided. `fixed` is what the fixes make of the `bad` block before it, or of that of its case.
//! `file=NAME` names the file, `case=ID` joins blocks to one project,
//! `as-manifest` reads the block as the option of that name does.

use std::ops::Range;
use std::sync::Arc;

use aiolint_core::{Language, Span};

use super::markdown::{Document, Fence};
use crate::facts::ReadAs;
use crate::front::{Front, PackError};

/// What an example must give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// Findings at the marks.
    Bad,
    /// A decision, and no finding.
    Good,
    /// No decision.
    Undecided,
}

/// The example of a rule: a small project.
#[derive(Clone, Debug)]
pub struct Example {
    /// The rule's name.
    pub rule: String,
    /// What it must give.
    pub expectation: Expectation,
    /// Its files: name and text without marks, and the marks.
    pub files: Vec<(String, String, Vec<Mark>)>,
    /// What its fixes make of files, by their numbers.
    pub fixed: Vec<(usize, String)>,
    /// How its files are read.
    pub read_as: ReadAs,
    /// The rule's file and the example's bytes in it.
    pub place: (String, Arc<str>, Range<usize>),
}

/// A mark under a line: `# ^^^ words`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The bytes of the example's text that it stands under.
    pub span: Span,
    /// A part of the message or label expected there.
    pub words: String,
}

/// The examples of a rule's file.
///
/// `needs_bad`: whether one of them must be found.
pub(super) fn collect(
    front: &Front,
    rule: &str,
    document: &Document,
    needs_bad: bool,
) -> Result<Vec<Example>, PackError> {
    let mut examples: Vec<(Option<String>, Example)> = Vec::new();
    for fence in &document.fences {
        let Some(info) = info(front, fence)? else { continue };
        if info.expectation == Expected::Fixed {
            let example = examples.iter_mut().rev().find(|(id, example)| match &info.case {
                Some(_) => *id == info.case,
                None => example.expectation == Expectation::Bad && example.files.iter().any(|file| info.is_of(&file.0)),
            });
            let number = example.as_ref().and_then(|(_, it)| it.files.iter().position(|file| info.is_of(&file.0)));
            let (Some((_, example)), Some(number)) = (example, number) else {
                return Err(
                    front.error(fence.range.clone(), "there is no `bad` example before it that it is the result of")
                );
            };
            example.fixed.push((number, fence.text.clone()));
            continue;
        }
        let expectation = info.expectation.of_example();
        let (text, marks) = marks(fence);
        let known = info.case.is_some().then(|| examples.iter().position(|(id, _)| *id == info.case)).flatten();
        let at = known.unwrap_or_else(|| {
            let place = (front.path.clone(), Arc::clone(&front.text), fence.range.clone());
            let read_as = ReadAs { manifest: info.as_manifest, ..ReadAs::default() };
            let (rule, files, fixed) = (rule.to_owned(), Vec::new(), Vec::new());
            examples.push((info.case.clone(), Example { rule, expectation, files, fixed, read_as, place }));
            examples.len() - 1
        });
        let example = &mut examples[at].1;
        let name = info.file.unwrap_or_else(|| format!("example{}.{}", example.files.len(), info.language.name()));
        example.files.push((name, text, marks));
        if expectation == Expectation::Bad {
            example.expectation = expectation;
        }
    }
    let examples: Vec<_> = examples.into_iter().map(|(_, example)| example).collect();
    check(front, &examples, needs_bad)?;
    Ok(examples)
}

/// What a block is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    Example(Expectation),
    /// The result of an example's fixes.
    Fixed,
}

impl Expected {
    fn of_example(self) -> Expectation {
        match self {
            Self::Example(expectation) => expectation,
            Self::Fixed => Expectation::Bad,
        }
    }
}

/// What stands after the backticks of an example.
struct Info {
    language: Language,
    expectation: Expected,
    file: Option<String>,
    case: Option<String>,
    as_manifest: bool,
}

impl Info {
    /// Whether a file is the one that it names, or if it names none, is in its language.
    fn is_of(&self, name: &str) -> bool {
        match &self.file {
            Some(file) => file == name,
            None => (self.language == Language::Bicep) == crate::facts::is_bicep(name),
        }
    }
}

/// `None` for a block that is no example.
fn info(front: &Front, fence: &Fence) -> Result<Option<Info>, PackError> {
    let mut words = fence.info.split_whitespace();
    let language = words.next().unwrap_or_default();
    let (mut expectation, mut file, mut case, mut as_manifest) = (None, None, None, false);
    for word in words {
        match (word, word.split_once('=')) {
            ("bad", _) => expectation = Some(Expected::Example(Expectation::Bad)),
            ("fixed", _) => expectation = Some(Expected::Fixed),
            ("good", _) => expectation = Some(Expected::Example(Expectation::Good)),
            ("undecided", _) => expectation = Some(Expected::Example(Expectation::Undecided)),
            ("as-manifest", _) => as_manifest = true,
            (_, Some(("file", name))) => file = Some(name.to_owned()),
            (_, Some(("case", id))) => case = Some(id.to_owned()),
            _ => {
                let message = format!("`{word}` means nothing after the language of an example");
                return Err(front.error(fence.range.clone(), message));
            }
        }
    }
    let Some(expectation) = expectation else { return Ok(None) };
    let known = [Language::Yaml, Language::Bicep].into_iter().find(|known| known.name() == language);
    let Some(language) = known else {
        return Err(front.error(fence.range.clone(), format!("examples in `{language}` can't be run")));
    };
    Ok(Some(Info { language, expectation, file, case, as_manifest }))
}

/// A rule needs an example that it finds, marked, and one that it does not.
fn check(front: &Front, examples: &[Example], needs_bad: bool) -> Result<(), PackError> {
    for (expectation, name, needed) in [(Expectation::Bad, "bad", needs_bad), (Expectation::Good, "good", true)] {
        if needed && !examples.iter().any(|example| example.expectation == expectation) {
            let end = front.text.len();
            return Err(front.error(
                end.saturating_sub(1)..end,
                format!("a `{name}` example is missing: a block that starts with ```yaml {name}"),
            ));
        }
    }
    for example in examples {
        let marked = example.files.iter().any(|(.., marks)| !marks.is_empty());
        if marked != (example.expectation == Expectation::Bad) {
            let message = match marked {
                true => "only `bad` examples have marks",
                false => "a `bad` example marks the place of its finding: a comment line with `^^^ words` under it",
            };
            return Err(front.error(example.place.2.clone(), message));
        }
    }
    Ok(())
}

/// The text without its mark lines, and the marks.
fn marks(fence: &Fence) -> (String, Vec<Mark>) {
    let (mut text, mut marks) = (String::new(), Vec::new());
    let mut above = 0..0;
    for line in fence.text.split_inclusive('\n') {
        match mark(line) {
            Some((columns, words)) => {
                let clamp = |column: usize| (above.start + column).min(above.end);
                let words = words.trim().to_owned();
                marks.push(Mark { span: Span::new(clamp(columns.start), clamp(columns.end)), words });
            }
            None => {
                above = text.len()..text.len() + line.trim_end().len();
                text.push_str(line);
            }
        }
    }
    (text, marks)
}

/// The columns and words of a mark line: `#  ^^^ words`, `# <- words` for the columns of the comment sign.
fn mark(line: &str) -> Option<(Range<usize>, &str)> {
    let indent = line.len() - line.trim_start().len();
    let rest = line[indent..].strip_prefix('#').or_else(|| line[indent..].strip_prefix("//"))?;
    if let Some(words) = rest.trim_start().strip_prefix("<-") {
        return Some((indent..indent + 1, words));
    }
    let carets = rest.trim_start_matches(' ').bytes().take_while(|byte| *byte == b'^').count();
    let start = line.find('^').filter(|_| carets > 0)?;
    Some((start..start + carets, &line[start + carets..]))
}
