//! The requests, one file each.

mod asked;
pub(crate) mod code_action;
mod completion;
mod custom;
mod disable;
mod graph;
mod hover;
mod ignore;
mod keys;
mod navigation;
pub(crate) mod symbols;

use std::panic::{AssertUnwindSafe, catch_unwind};

use gen_lsp_types::MessageType;
use lsp_server::ErrorCode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::outbox::value;
use crate::server::Server;

/// Why a request has no result.
pub(crate) type Refused = (ErrorCode, String);

/// Answers a request. One that fails in aiolint is told to the log, and has an empty answer.
pub(crate) fn answer(server: &mut Server<'_>, method: &str, params: Value) -> Result<Value, Refused> {
    let answered = catch_unwind(AssertUnwindSafe(|| dispatch(server, method, params)));
    answered.unwrap_or_else(|_| {
        let message = format!("aiolint failed to answer {method}; its standard error says where");
        server.out.log(MessageType::Error, message);
        Ok(Value::Null)
    })
}

fn dispatch(server: &mut Server<'_>, method: &str, params: Value) -> Result<Value, Refused> {
    match method {
        "textDocument/codeAction" => of(server, params, code_action::code_actions),
        "textDocument/completion" => of(server, params, completion::completion),
        "completionItem/resolve" => of(server, params, completion::resolve),
        "textDocument/definition" => of(server, params, navigation::definition),
        "textDocument/documentHighlight" => of(server, params, navigation::highlight),
        "textDocument/documentSymbol" => of(server, params, symbols::of_document),
        "textDocument/hover" => of(server, params, hover::hover),
        "textDocument/references" => of(server, params, navigation::references),
        "workspace/symbol" => of(server, params, symbols::of_workspace),
        "aiolint/explain" => of(server, params, code_action::explain_rule),
        "aiolint/graph" => of(server, params, graph::graph),
        "aiolint/status" => of(server, params, custom::status),
        "aiolint/viewFileText" => of(server, params, custom::view_file_text),
        _ => Err((ErrorCode::MethodNotFound, format!("there is no method {method}"))),
    }
}

fn of<P: DeserializeOwned, R: Serialize>(
    server: &mut Server<'_>,
    params: Value,
    request: impl FnOnce(&mut Server<'_>, &P) -> R,
) -> Result<Value, Refused> {
    match serde_json::from_value(params) {
        Ok(params) => Ok(value(request(server, &params))),
        Err(error) => Err((ErrorCode::InvalidParams, error.to_string())),
    }
}
