//! What goes to the client.

use std::io::{self, Write};

use gen_lsp_types as types;
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use serde::Serialize;
use serde_json::{Value, json};

/// Sends messages. Once that fails nobody is left to tell, and nothing is sent any more.
pub(crate) struct Outbox<'o> {
    output: &'o mut dyn Write,
    failed: bool,
    /// So many requests were sent.
    requests: u32,
}

impl<'o> Outbox<'o> {
    pub(crate) fn new(output: &'o mut dyn Write) -> Self {
        Self { output, failed: false, requests: 0 }
    }

    /// Whether nobody reads any more.
    pub(crate) fn is_closed(&self) -> bool {
        self.failed
    }

    pub(crate) fn notify<N: types::Notification>(&mut self, params: N::Params) {
        self.notify_of(&N::METHOD.to_string(), params);
    }

    /// A notification that is not of the protocol.
    pub(crate) fn notify_of(&mut self, method: &str, params: impl Serialize) {
        self.send(&Notification { method: method.to_owned(), params: value(params) }.into());
    }

    pub(crate) fn request<R: types::Request>(&mut self, params: R::Params) {
        self.requests += 1;
        let id = RequestId::from(format!("aiolint-{}", self.requests));
        self.send(&Request { id, method: R::METHOD.to_string(), params: value(params) }.into());
    }

    pub(crate) fn answer(&mut self, id: RequestId, result: Value) {
        self.send(&Response { id, response_result: Ok(result) }.into());
    }

    /// Answers with an error; without an id, what is wrong could not be told from anything else.
    pub(crate) fn fail(&mut self, id: Option<RequestId>, code: ErrorCode, message: &str) {
        match id {
            Some(id) => self.send(&Response::new_err(id, code as i32, message.to_owned()).into()),
            None => {
                let error = json!({ "code": code as i32, "message": message });
                let text = json!({ "jsonrpc": "2.0", "id": null, "error": error }).to_string();
                let written = write!(self.output, "Content-Length: {}\r\n\r\n{text}", text.len());
                let outcome = written.and_then(|()| self.output.flush());
                self.note(&outcome);
            }
        }
    }

    /// Tells the log of the editor.
    pub(crate) fn log(&mut self, kind: types::MessageType, message: impl Into<String>) {
        let params = types::LogMessageParams { kind, message: message.into() };
        self.notify::<types::LogMessageNotification>(params);
    }

    fn send(&mut self, message: &Message) {
        if !self.failed {
            let mut bytes = Vec::new();
            let written = message.write(&mut bytes).and_then(|()| self.output.write_all(&bytes));
            let outcome = written.and_then(|()| self.output.flush());
            self.note(&outcome);
        }
    }

    fn note(&mut self, outcome: &io::Result<()>) {
        self.failed |= outcome.is_err();
    }
}

/// A value of the protocol as JSON. None of its types can fail to be.
pub(crate) fn value(of: impl Serialize) -> Value {
    serde_json::to_value(of).unwrap_or_default()
}
