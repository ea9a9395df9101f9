//! Messages as they are on the wire.

use std::io::BufRead;

use serde_json::{Value, json};

use crate::document::Place;

/// A range between two places.
pub fn range((line, column): Place, (end_line, end_column): Place) -> Value {
    json!({ "start": { "line": line, "character": column }, "end": { "line": end_line, "character": end_column } })
}

/// A message on the wire.
pub fn framed(message: &Value) -> Vec<u8> {
    let mut message = message.clone();
    message["jsonrpc"] = "2.0".into();
    let text = message.to_string();
    format!("Content-Length: {}\r\n\r\n{text}", text.len()).into_bytes()
}

/// Reads the next message; none at the end.
pub fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut header = String::new();
    output.read_line(&mut header).ok().filter(|read| *read > 0)?;
    let length: usize = header.strip_prefix("Content-Length: ")?.trim().parse().ok()?;
    let mut empty = String::new();
    output.read_line(&mut empty).ok()?;
    assert_eq!(empty, "\r\n");
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).expect("a message is JSON"))
}
