//! Protocol buffers in their text format, as far as the CEL test files use it: fields with scalars or
//! messages, comments, adjacent texts that are one. No lists in brackets, no `Any` in brackets.

/// A message: its fields in the order of writing.
#[derive(Debug, Default)]
pub(crate) struct Message {
    fields: Vec<(String, Field)>,
}

#[derive(Debug)]
enum Field {
    Message(Message),
    /// Text or bytes, without the quotes and escapes.
    Quoted(Vec<u8>),
    /// A number, an enumeration's member, a truth value: as it is written.
    Word(String),
}

impl Message {
    /// The message in a file.
    ///
    /// # Errors
    /// What could not be read, with its line.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut reader = Reader { rest: text };
        let message = reader.message(None);
        let line = text.len() - reader.rest.len();
        let line = text.as_bytes()[..line].iter().filter(|byte| **byte == b'\n').count() + 1;
        message.map_err(|error| format!("line {line}: {error}"))
    }

    /// The name of each field, in order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|(name, _)| name.as_str())
    }

    fn all<'m, T>(&'m self, name: &str, as_type: impl Fn(&'m Field) -> Option<T>) -> impl Iterator<Item = T> {
        self.fields.iter().filter(move |(field, _)| field == name).filter_map(move |(_, value)| as_type(value))
    }

    /// The messages in the fields with this name.
    pub(crate) fn messages(&self, name: &str) -> impl Iterator<Item = &Self> {
        self.all(name, |field| if let Field::Message(message) = field { Some(message) } else { None })
    }

    /// The message in the field with this name.
    pub(crate) fn message(&self, name: &str) -> Option<&Self> {
        self.messages(name).next()
    }

    /// The bytes in the field with this name.
    pub(crate) fn bytes(&self, name: &str) -> Option<&[u8]> {
        self.all(name, |field| if let Field::Quoted(bytes) = field { Some(&bytes[..]) } else { None }).next()
    }

    /// The text in the field with this name, if it is text.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.bytes(name).and_then(|bytes| std::str::from_utf8(bytes).ok())
    }

    /// What is written without quotes in the field with this name.
    pub(crate) fn word(&self, name: &str) -> Option<&str> {
        self.all(name, |field| if let Field::Word(word) = field { Some(word.as_str()) } else { None }).next()
    }
}

/// What is left of a text.
struct Reader<'t> {
    rest: &'t str,
}

impl Reader<'_> {
    /// The fields up to `end`, or to the end of the text.
    fn message(&mut self, end: Option<char>) -> Result<Message, String> {
        let mut message = Message::default();
        loop {
            match (self.peek(), end) {
                (None, None) => return Ok(message),
                (next, Some(_)) if next == end => {
                    self.skip(1);
                    return Ok(message);
                }
                (None, Some(end)) => return Err(format!("`{end}` is missing")),
                (Some(',' | ';'), _) => self.skip(1),
                _ => message.fields.push(self.field()?),
            }
        }
    }

    fn field(&mut self) -> Result<(String, Field), String> {
        let name = self.word()?;
        let colon = self.peek() == Some(':');
        if colon {
            self.skip(1);
        }
        let value = match self.peek() {
            Some('{') => {
                self.skip(1);
                Field::Message(self.message(Some('}'))?)
            }
            _ if !colon => return Err(format!("`:` or `{{` is missing after `{name}`")),
            Some('"' | '\'') => Field::Quoted(self.quoted()?),
            _ => Field::Word(self.word()?),
        };
        Ok((name, value))
    }

    /// The next character that is neither white space nor in a comment.
    fn peek(&mut self) -> Option<char> {
        loop {
            self.rest = self.rest.trim_start();
            let next = self.rest.chars().next();
            if next != Some('#') {
                return next;
            }
            self.skip(self.rest.find('\n').unwrap_or(self.rest.len()));
        }
    }

    fn skip(&mut self, bytes: usize) {
        self.rest = &self.rest[bytes..];
    }

    fn word(&mut self) -> Result<String, String> {
        self.peek();
        let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | '+');
        let word: String = self.rest.chars().take_while(|c| part(*c)).collect();
        if word.is_empty() {
            return Err("a name or number is missing".to_owned());
        }
        self.skip(word.len());
        Ok(word)
    }

    /// Texts in quotes up to the next thing that is none.
    fn quoted(&mut self) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        while let Some(quote @ ('"' | '\'')) = self.peek() {
            self.skip(1);
            loop {
                let next = self.rest.chars().next().ok_or_else(|| format!("{quote} is missing"))?;
                self.skip(next.len_utf8());
                match next {
                    '\\' => self.escape(&mut bytes)?,
                    _ if next == quote => break,
                    _ => push(&mut bytes, next),
                }
            }
        }
        Ok(bytes)
    }

    /// What follows a backslash.
    fn escape(&mut self, bytes: &mut Vec<u8>) -> Result<(), String> {
        let kind = self.rest.chars().next().ok_or("the text ends in an escape")?;
        if kind.is_digit(8) {
            bytes.push(u8::try_from(self.number(8, 3)?).map_err(|_| "the octal escape is too large")?);
            return Ok(());
        }
        self.skip(kind.len_utf8());
        match kind {
            'x' => bytes.push(u8::try_from(self.number(16, 2)?).map_err(|_| "the escape is too large")?),
            'u' | 'U' => {
                let code = self.number(16, if kind == 'u' { 4 } else { 8 })?;
                push(bytes, char::from_u32(code).ok_or_else(|| format!("{code:x} is no character"))?);
            }
            'a' => bytes.push(7),
            'b' => bytes.push(8),
            'f' => bytes.push(12),
            'n' => bytes.push(b'\n'),
            'r' => bytes.push(b'\r'),
            't' => bytes.push(b'\t'),
            'v' => bytes.push(11),
            '\\' | '\'' | '"' | '?' => push(bytes, kind),
            _ => return Err(format!("there is no escape `\\{kind}`")),
        }
        Ok(())
    }

    /// At most so many digits.
    fn number(&mut self, radix: u32, most: usize) -> Result<u32, String> {
        let digits: String = self.rest.chars().take(most).take_while(|c| c.is_digit(radix)).collect();
        self.skip(digits.len());
        u32::from_str_radix(&digits, radix).map_err(|error| format!("the escape `{digits}`: {error}"))
    }
}

fn push(bytes: &mut Vec<u8>, character: char) {
    bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_messages_comments_and_escapes() {
        let text = "# head\nname: 'a\\'\\x41\\101\\u00e9' \"b\"  ## more\nn: -1.5e+3, m { x: TRUE } m: { x: 2 };\n";
        let message = Message::parse(text).expect("it is well formed");
        assert_eq!(message.text("name"), Some("a'AA\u{e9}b"));
        assert_eq!(message.word("n"), Some("-1.5e+3"));
        let words: Vec<_> = message.messages("m").filter_map(|m| m.word("x")).collect();
        assert_eq!(words, ["TRUE", "2"]);
        assert_eq!(message.names().collect::<Vec<_>>(), ["name", "n", "m", "m"]);
    }

    #[test]
    fn errors_name_their_line() {
        for (text, expected) in [
            ("a: 1\nb", "line 2: `:` or `{` is missing after `b`"),
            ("a {\nb: 1\n", "line 3: `}` is missing"),
            ("a: '\\q'", "line 1: there is no escape `\\q`"),
            ("a: 'x", "line 1: ' is missing"),
        ] {
            assert_eq!(Message::parse(text).map(|_| ()), Err(expected.to_owned()), "{text}");
        }
    }
}
