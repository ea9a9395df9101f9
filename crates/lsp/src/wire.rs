//! Messages on the wire. The reader of `lsp-server` ends at the first message that is none; this one says what is wrong
//! with it, and goes on.

use std::io::{self, BufRead, Read};

use lsp_server::{ErrorCode, Message, RequestId};
use serde_json::Value;

/// No message is longer, in bytes: the largest file that is read, with every byte escaped.
const MOST_BYTES: usize = 128 << 20;

/// What comes from the client.
#[derive(Debug)]
pub(crate) enum Incoming {
    /// A message.
    Message(Message),
    /// Something that is no message: the id that it has, if any, the error's code, and what is wrong.
    Wrong(Option<RequestId>, ErrorCode, String),
    /// The end: nobody will send anything any more.
    End,
}

/// Reads what comes next.
///
/// # Errors
/// The stream can't be read.
pub(crate) fn read(input: &mut impl BufRead) -> io::Result<Incoming> {
    let mut length = None;
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.by_ref().take(1 << 16).read_until(b'\n', &mut line)? == 0 {
            return Ok(Incoming::End);
        }
        let header = line.trim_ascii();
        if header.is_empty() {
            match length {
                Some(length) => return read_body(input, length),
                None => continue,
            }
        }
        let colon = header.iter().position(|byte| *byte == b':').unwrap_or(header.len());
        let (name, value) = header.split_at(colon);
        if name.eq_ignore_ascii_case(b"content-length") {
            let value = std::str::from_utf8(value.get(1..).unwrap_or_default()).unwrap_or_default();
            match value.trim().parse::<usize>() {
                Ok(number) if number <= MOST_BYTES => length = Some(number),
                _ => return wrong(None, ErrorCode::ParseError, "the content's length is no length"),
            }
        }
    }
}

fn read_body(input: &mut impl BufRead, length: usize) -> io::Result<Incoming> {
    let mut body = Vec::new();
    if input.by_ref().take(length as u64).read_to_end(&mut body)? < length {
        return Ok(Incoming::End);
    }
    let json: Value = match serde_json::from_slice(&body) {
        Ok(json) => json,
        Err(error) => return wrong(None, ErrorCode::ParseError, &format!("this is no JSON: {error}")),
    };
    let id = json.get("id").and_then(|id| serde_json::from_value::<RequestId>(id.clone()).ok());
    match serde_json::from_value(json) {
        Ok(message) => Ok(Incoming::Message(message)),
        Err(_) => wrong(id, ErrorCode::InvalidRequest, "this is neither a request, a notification nor a response"),
    }
}

fn wrong(id: Option<RequestId>, code: ErrorCode, message: &str) -> io::Result<Incoming> {
    Ok(Incoming::Wrong(id, code, message.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bytes: &[u8]) -> Vec<String> {
        let mut input = bytes;
        let mut found = Vec::new();
        loop {
            found.push(match read(&mut input).unwrap() {
                Incoming::Message(Message::Request(request)) => format!("request {}", request.method),
                Incoming::Message(Message::Notification(notification)) => {
                    format!("notification {}", notification.method)
                }
                Incoming::Message(Message::Response(response)) => format!("response {}", response.id),
                Incoming::Wrong(id, code, _) => format!("{} {}", code as i32, id.is_some()),
                Incoming::End => return found,
            });
        }
    }

    #[test]
    fn what_is_no_message_does_not_end_the_stream() {
        let framed = |body: &str| format!("Content-Length: {}\r\n\r\n{body}", body.len());
        let bytes = [
            framed(r#"{"jsonrpc":"2.0","id":1,"method":"a"}"#),
            framed("{"),
            framed(r#"{"jsonrpc":"2.0","id":7,"method":5}"#),
            framed("[]"),
            "Content-Length: many\r\n\r\n".to_owned(),
            "content-type: x\r\nCONTENT-LENGTH:14\r\n\r\n{\"method\":\"b\"}".to_owned(),
            framed(r#"{"jsonrpc":"2.0","id":"x","result":null}"#),
            "Content-Length: 100\r\n\r\n{".to_owned(),
        ]
        .concat();
        let found = all(bytes.as_bytes());
        assert_eq!(
            found,
            [
                "request a",
                "-32700 false",
                "-32600 true",
                "-32600 false",
                "-32700 false",
                "notification b",
                "response \"x\""
            ]
        );
    }

    #[test]
    fn any_bytes_come_to_an_end() {
        assert_eq!(all(&[0xff; 200_000]), [""; 0]);
        assert_eq!(all(b"\r\n\r\n\n:\n"), [""; 0]);
        assert_eq!(all(b"Content-Length: 3\r\n\r\n\xff\xfe\xfd"), ["-32700 false"]);
    }
}
