//! One way through a text.

use aiolint_core::Span;

use super::{Bracket, Line, Scan};

enum Frame {
    /// An open bracket, by its index.
    Bracket(usize),
    /// A string in one line.
    String(usize),
    /// A string over several lines, with its number of `$`.
    Multiline(usize),
    /// `${` in a string, with the number of brackets of each kind that are open around the string.
    Hole([usize; 3]),
}

/// Goes through a text.
pub(super) struct Scanner<'t> {
    text: &'t [u8],
    /// Strings over several lines that never end, whatever comes after them.
    endless: &'t [usize],
    /// Where the strings over several lines start and end.
    pub multilines: Vec<(usize, usize)>,
    at: usize,
    frames: Vec<Frame>,
    /// How many of the frames are brackets.
    open: usize,
    /// How many of them are round, square and curly, since the last hole. Without it every bracket that closes
    /// nothing would be compared with all that are open.
    counts: [usize; 3],
    /// How many of the frames are strings in one line.
    strings: usize,
    pub scan: Scan,
}

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str, endless: &'t [usize]) -> Self {
        let (frames, multilines) = (Vec::new(), Vec::new());
        Self {
            text: text.as_bytes(),
            endless,
            multilines,
            at: 0,
            frames,
            open: 0,
            counts: [0; 3],
            strings: 0,
            scan: Scan::default(),
        }
    }

    pub(super) fn all(&mut self) {
        self.line();
        while self.at < self.text.len() {
            match self.frames.last() {
                Some(Frame::String(_)) => self.in_string(),
                Some(Frame::Multiline(dollars)) => {
                    let dollars = *dollars;
                    self.in_multiline(dollars);
                }
                _ => self.in_code(),
            }
        }
    }
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
            b'/' if self.starts("//") => {
                let start = self.at;
                self.rest_of_line();
                self.scan.comments.push(Span::new(start, self.at));
            }
            b'/' if self.starts("/*") => self.block_comment(),
            b'\'' | b'$' if self.multiline_start() => {}
            b'\'' => {
                self.frames.push(Frame::String(self.at));
                self.strings += 1;
                self.at += 1;
            }
            b'(' | b'[' | b'{' => {
                self.frames.push(Frame::Bracket(self.scan.brackets.len()));
                self.open += 1;
                self.counts[kind_of(byte)] += 1;
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
        if byte == b'}'
            && let Some(Frame::Hole(counts)) = self.frames.last()
        {
            self.counts = *counts;
            self.frames.pop();
            self.at += 1;
            return;
        }
        let kind = kind_of(byte);
        if self.counts[kind] == 0 {
            return self.bracket(byte, None);
        }
        while let Some(Frame::Bracket(index)) = self.frames.pop() {
            let open = kind_of(self.scan.brackets[index].byte);
            self.open -= 1;
            self.counts[open] -= 1;
            if open == kind {
                self.scan.brackets[index].partner = Some(self.scan.brackets.len());
                return self.bracket(byte, Some(index));
            }
        }
    }

    /// A line break ends every string in one line, and what was opened in its holes.
    fn line_break(&mut self) {
        if self.strings > 0 {
            self.end_strings();
        }
        while matches!(self.text.get(self.at), Some(b'\r' | b'\n')) {
            self.at += 1;
        }
        self.line();
    }

    fn end_strings(&mut self) {
        while let Some(frame) = self.frames.pop() {
            match frame {
                Frame::Bracket(_) => self.open -= 1,
                Frame::Hole(counts) => self.counts = counts,
                Frame::Multiline(_) => {}
                Frame::String(start) => {
                    self.strings -= 1;
                    if self.strings == 0 {
                        self.scan.unterminated.push(start);
                        return;
                    }
                }
            }
        }
    }

    fn block_comment(&mut self) {
        match find(self.text, b"*/", self.at + 2) {
            Some(end) => {
                self.scan.comments.push(Span::new(self.at, end + 2));
                self.at = end + 2;
            }
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
        let end = find(self.text, b"'''", quotes + 3).filter(|_| !self.endless.contains(&self.at));
        if let Some(end) = end {
            self.multilines.push((self.at, end));
            self.frames.push(Frame::Multiline(dollars));
            self.at = quotes + 3;
        } else {
            self.scan.unterminated.push(self.at);
            self.rest_of_line();
        }
        true
    }

    fn hole(&mut self) {
        self.frames.push(Frame::Hole(std::mem::take(&mut self.counts)));
    }

    fn in_string(&mut self) {
        match self.text[self.at] {
            b'\r' | b'\n' => self.line_break(),
            b'\\' => self.at += if matches!(self.text.get(self.at + 1), None | Some(b'\r' | b'\n')) { 1 } else { 2 },
            b'\'' => {
                self.frames.pop();
                self.strings -= 1;
                self.at += 1;
            }
            b'$' if self.starts("${") => {
                self.hole();
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
                    self.hole();
                    self.at += 1;
                }
            }
            _ => self.at += 1,
        }
    }
}

/// Round, square or curly.
fn kind_of(bracket: u8) -> usize {
    match bracket {
        b'(' | b')' => 0,
        b'[' | b']' => 1,
        _ => 2,
    }
}

fn find(text: &[u8], word: &[u8], from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    memchr::memmem::find(rest, word).map(|at| from + at)
}
