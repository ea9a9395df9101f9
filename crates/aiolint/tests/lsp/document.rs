//! A document as an editor has it: lines of units, in the encoding that was agreed on. Written without the server's code,
//! so that the two can disagree.

/// What a column counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Units {
    Utf8,
    Utf16,
    Utf32,
}

impl Units {
    pub fn word(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16 => "utf-16",
            Self::Utf32 => "utf-32",
        }
    }

    pub fn width(self, c: char) -> usize {
        match self {
            Self::Utf8 => c.len_utf8(),
            Self::Utf16 => c.len_utf16(),
            Self::Utf32 => 1,
        }
    }
}

/// A place: line and column, both from zero.
pub type Place = (usize, usize);

#[derive(Clone, Debug)]
pub struct Document {
    pub version: i64,
    pub text: String,
}

/// The lines of a text, without what ends them, each with its offset.
pub fn lines(text: &str) -> Vec<(usize, &str)> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut rest = text;
    while let Some(end) = rest.find(['\n', '\r']) {
        lines.push((start, &rest[..end]));
        let width = if rest[end..].starts_with("\r\n") { 2 } else { 1 };
        start += end + width;
        rest = &rest[end + width..];
    }
    lines.push((start, rest));
    lines
}

impl Document {
    /// The offset of a place, which has to be one: not behind its line, not within a character.
    pub fn offset(&self, (line, column): Place, units: Units) -> Result<usize, String> {
        let lines = lines(&self.text);
        let (start, line_text) = lines.get(line).ok_or_else(|| format!("line {line} of {}", lines.len()))?;
        let mut units_before = 0;
        for (at, c) in line_text.char_indices() {
            if units_before == column {
                return Ok(start + at);
            }
            units_before += units.width(c);
        }
        if units_before == column {
            return Ok(start + line_text.len());
        }
        Err(format!("column {column} of line {line}, which has {units_before}: {line_text:?}"))
    }

    /// The place of an offset; one between the two characters of a line break is the end of the line.
    pub fn place(&self, offset: usize, units: Units) -> Place {
        let lines = lines(&self.text);
        let line = lines.partition_point(|(start, _)| *start <= offset) - 1;
        let (start, text) = lines[line];
        let before = &text[..(offset - start).min(text.len())];
        (line, before.chars().map(|c| units.width(c)).sum())
    }

    /// The place of a text that stands there once, behind its first `skip` bytes.
    pub fn find(&self, text: &str, skip: usize, units: Units) -> Place {
        let mut found = self.text.match_indices(text);
        let (at, _) = found.next().unwrap_or_else(|| panic!("{text:?} is not in {:?}", self.text));
        assert!(found.next().is_none(), "{text:?} is there twice");
        self.place(at + skip, units)
    }
}
