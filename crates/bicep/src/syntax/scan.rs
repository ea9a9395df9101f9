//! Lines and brackets of a text that may be broken anywhere: what the grammar can't say of it.
//!
//! Knows strings, comments and brackets, and nothing else of the language.

/// A line that starts outside of strings and comments, and is not blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Offset of its first byte.
    pub start: usize,
    /// Offset of its first byte that is no blank.
    pub first: usize,
    /// How many brackets are open where it starts.
    pub depth: usize,
}

impl Line {
    /// How far it is indented, in bytes.
    pub(super) fn indent(self) -> usize {
        self.first - self.start
    }
}

/// A bracket outside of strings and comments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bracket {
    /// Its offset.
    pub at: usize,
    /// The bracket.
    pub byte: u8,
    /// The index of its counterpart, if it has one.
    pub partner: Option<usize>,
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Scan {
    pub lines: Vec<Line>,
    pub brackets: Vec<Bracket>,
    /// Offsets where a string starts that never ends, or a comment.
    pub unterminated: Vec<usize>,
}

impl Scan {
    /// The line that a place is in.
    pub(super) fn line_of(&self, at: usize) -> Option<Line> {
        let next = self.lines.partition_point(|line| line.start <= at);
        self.lines.get(next.checked_sub(1)?).copied()
    }

    /// The lines after a place.
    pub(super) fn lines_after(&self, at: usize) -> &[Line] {
        &self.lines[self.lines.partition_point(|line| line.start <= at)..]
    }

    /// The index of the first bracket that is not before a place.
    pub(super) fn bracket_from(&self, at: usize) -> usize {
        self.brackets.partition_point(|bracket| bracket.at < at)
    }

    /// The bracket at a place.
    pub(super) fn bracket_at(&self, at: usize) -> Option<Bracket> {
        self.brackets.get(self.bracket_from(at)).copied().filter(|bracket| bracket.at == at)
    }

    /// The bracket that belongs to another one.
    pub(super) fn partner(&self, bracket: Bracket) -> Option<Bracket> {
        bracket.partner.map(|partner| self.brackets[partner])
    }
}

impl Bracket {
    /// Whether it opens something.
    pub(super) fn opens(self) -> bool {
        matches!(self.byte, b'(' | b'[' | b'{')
    }

    /// The bracket that would close it.
    pub(super) fn closing(self) -> char {
        match self.byte {
            b'(' => ')',
            b'[' => ']',
            _ => '}',
        }
    }
}

enum Frame {
    /// An open bracket, by its index.
    Bracket(usize),
    /// A string in one line.
    String(usize),
    /// A string over several lines, with its number of `$`.
    Multiline(usize),
    /// `${` in a string.
    Hole,
}

struct Scanner<'t> {
    text: &'t [u8],
    at: usize,
    frames: Vec<Frame>,
    /// How many of the frames are brackets.
    open: usize,
    scan: Scan,
}

/// Scans a text.
pub(super) fn scan(text: &str) -> Scan {
    let mut scanner = Scanner { text: text.as_bytes(), at: 0, frames: Vec::new(), open: 0, scan: Scan::default() };
    scanner.line();
    while scanner.at < scanner.text.len() {
        match scanner.frames.last() {
            Some(Frame::String(_)) => scanner.in_string(),
            Some(Frame::Multiline(dollars)) => {
                let dollars = *dollars;
                scanner.in_multiline(dollars);
            }
            _ => scanner.in_code(),
        }
    }
    scanner.scan
}

impl Scanner<'_> {
    fn starts(&self, word: &str) -> bool {
        self.text[self.at..].starts_with(word.as_bytes())
    }

    fn run(&self, byte: u8) -> usize {
        self.text[self.at..].iter().take_while(|next| **next == byte).count()
    }

    /// Notes the line that starts here, unless it is blank.
    fn line(&mut self) {
        let blanks = self.text[self.at..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let first = self.at + blanks;
        if self.text.get(first).is_some_and(|byte| !matches!(byte, b'\r' | b'\n')) {
            self.scan.lines.push(Line { start: self.at, first, depth: self.open });
        }
        self.at = first;
    }

    fn rest_of_line(&mut self) {
        self.at += self.text[self.at..].iter().take_while(|byte| !matches!(byte, b'\r' | b'\n')).count();
    }

    fn in_code(&mut self) {
        let byte = self.text[self.at];
        match byte {
            b'\r' | b'\n' => self.line_break(),
            b'/' if self.starts("//") => self.rest_of_line(),
            b'/' if self.starts("/*") => self.block_comment(),
            b'\'' | b'$' if self.multiline_start() => {}
            b'\'' => {
                self.frames.push(Frame::String(self.at));
                self.at += 1;
            }
            b'(' | b'[' | b'{' => {
                self.frames.push(Frame::Bracket(self.scan.brackets.len()));
                self.open += 1;
                self.bracket(byte, None);
            }
            b')' | b']' | b'}' => self.close(byte),
            _ => self.at += 1,
        }
    }

    fn bracket(&mut self, byte: u8, partner: Option<usize>) {
        self.scan.brackets.push(Bracket { at: self.at, byte, partner });
        self.at += 1;
    }

    /// A closing bracket closes the innermost open one of its kind, unless a hole of a string lies between.
    fn close(&mut self, byte: u8) {
        if byte == b'}' && matches!(self.frames.last(), Some(Frame::Hole)) {
            self.frames.pop();
            self.at += 1;
            return;
        }
        let opening = match byte {
            b')' => b'(',
            b']' => b'[',
            _ => b'{',
        };
        let brackets = &self.scan.brackets;
        let candidates = self.frames.iter().enumerate().rev();
        let open = candidates.map_while(|(number, frame)| match frame {
            Frame::Bracket(index) => Some((number, *index)),
            _ => None,
        });
        let found = open.into_iter().find(|(_, index)| brackets[*index].byte == opening);
        let Some((frame, partner)) = found else { return self.bracket(byte, None) };
        self.open -= self.frames.len() - frame;
        self.frames.truncate(frame);
        let own = self.scan.brackets.len();
        self.scan.brackets[partner].partner = Some(own);
        self.bracket(byte, Some(partner));
    }

    /// A line break ends every string in one line, and what was opened in its holes.
    fn line_break(&mut self) {
        let string = self.frames.iter().position(|frame| matches!(frame, Frame::String(_)));
        if let Some(frame) = string {
            if let Frame::String(start) = self.frames[frame] {
                self.scan.unterminated.push(start);
            }
            let brackets = self.frames[frame..].iter().filter(|frame| matches!(frame, Frame::Bracket(_))).count();
            self.open -= brackets;
            self.frames.truncate(frame);
        }
        while matches!(self.text.get(self.at), Some(b'\r' | b'\n')) {
            self.at += 1;
        }
        self.line();
    }

    fn block_comment(&mut self) {
        match find(self.text, b"*/", self.at + 2) {
            Some(end) => self.at = end + 2,
            None => {
                self.scan.unterminated.push(self.at);
                self.rest_of_line();
            }
        }
    }

    /// Goes past the start of a string over several lines, if one starts here.
    fn multiline_start(&mut self) -> bool {
        let dollars = self.run(b'$');
        let quotes = self.at + dollars;
        if !self.text[quotes..].starts_with(b"'''") {
            if dollars > 0 {
                self.at = quotes;
            }
            return dollars > 0;
        }
        if find(self.text, b"'''", quotes + 3).is_some() {
            self.frames.push(Frame::Multiline(dollars));
            self.at = quotes + 3;
        } else {
            self.scan.unterminated.push(self.at);
            self.rest_of_line();
        }
        true
    }

    fn in_string(&mut self) {
        match self.text[self.at] {
            b'\r' | b'\n' => self.line_break(),
            b'\\' => self.at += if matches!(self.text.get(self.at + 1), None | Some(b'\r' | b'\n')) { 1 } else { 2 },
            b'\'' => {
                self.frames.pop();
                self.at += 1;
            }
            b'$' if self.starts("${") => {
                self.frames.push(Frame::Hole);
                self.at += 2;
            }
            _ => self.at += 1,
        }
    }

    fn in_multiline(&mut self, dollars: usize) {
        match self.text[self.at] {
            b'\'' => {
                let quotes = self.run(b'\'');
                self.at += quotes;
                if quotes >= 3 {
                    self.frames.pop();
                }
            }
            b'$' if dollars > 0 => {
                let run = self.run(b'$');
                self.at += run;
                if run >= dollars && self.starts("{") {
                    self.frames.push(Frame::Hole);
                    self.at += 1;
                }
            }
            _ => self.at += 1,
        }
    }
}

fn find(text: &[u8], word: &[u8], from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    memchr::memmem::find(rest, word).map(|at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn firsts(text: &str) -> Vec<(usize, usize)> {
        scan(text).lines.iter().map(|line| (line.first, line.depth)).collect()
    }

    #[test]
    fn lines_start_outside_of_strings_and_comments() {
        assert_eq!(firsts("a\n\n  b"), [(0, 0), (5, 0)]);
        assert_eq!(firsts("a {\n b\n}\nc"), [(0, 0), (5, 1), (7, 1), (9, 0)]);
        assert_eq!(firsts("a '''\nb\n''' c\nd"), [(0, 0), (14, 0)]);
        assert_eq!(firsts("a /*\n{ */ c\nd"), [(0, 0), (12, 0)]);
        assert_eq!(firsts("a $$'''\n$${f({\n})}'''\nd"), [(0, 0), (15, 2), (22, 0)]);
    }

    #[test]
    fn what_never_ends_ends_with_its_line() {
        assert_eq!(firsts("a 'x${f(\nb"), [(0, 0), (9, 0)]);
        assert_eq!(firsts("a '''x\nb"), [(0, 0), (7, 0)]);
        assert_eq!(firsts("a /* x\nb"), [(0, 0), (7, 0)]);
        assert_eq!(scan("a 'x\nb = '''").unterminated, [2, 9]);
    }

    #[test]
    fn brackets_find_their_partners() {
        let partners = |text| scan(text).brackets.iter().map(|bracket| bracket.partner).collect::<Vec<_>>();
        assert_eq!(partners("{[]}"), [Some(3), Some(2), Some(1), Some(0)]);
        assert_eq!(partners("{[}"), [Some(2), None, Some(0)]);
        assert_eq!(partners("}{"), [None, None]);
        assert_eq!(partners("'}{'"), []);
    }
}
