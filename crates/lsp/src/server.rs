//! The server's loop: takes all messages that are there, then analyses what they have changed, then answers.

use std::collections::VecDeque;
use std::io::{BufRead, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use aiolint_engine::pack::File;
use gen_lsp_types::{DiagnosticSeverity, MessageType, RegistrationRequest};
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId};
use serde_json::{Value, json};

use crate::client::Client;
use crate::diagnostics::Published;
use crate::documents::Documents;
use crate::outbox::{Outbox, value};
use crate::projects::Projects;
use crate::wire::{Incoming, read};
use crate::{Host, Opened, Page, capabilities, notifications, requests, uris};

/// The client ended the session as it should.
const CLEAN: u8 = 0;
/// It did not.
const BROKEN: u8 = 1;
/// So often is looked whether the client is still there.
const PULSE: Duration = Duration::from_secs(2);

/// How far a session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Nobody has said `initialize`.
    New,
    /// It serves.
    Open,
    /// It was asked to shut down.
    Down,
}

/// A session.
pub(crate) struct Server<'s> {
    host: &'s dyn Host,
    phase: Phase,
    pub out: Outbox<'s>,
    pub client: Client,
    pub documents: Documents,
    pub projects: Projects,
    /// Whether the client has to be told something though nothing has to be analysed.
    pub is_untold: bool,
    pub published: Published,
    /// What was told of how much was found.
    told_status: Value,
    /// The requests that are not answered yet.
    waiting: VecDeque<Request>,
    /// The process of the client, if it is known.
    client_process: Option<i32>,
}

/// Serves until the client ends the session; gives the exit code. What comes in is read by a thread of its own, which
/// stays behind if the client has died and left the stream open.
pub fn run(host: &dyn Host, input: impl BufRead + Send + 'static, output: &mut dyn Write) -> u8 {
    let (sender, receiver) = channel();
    thread::spawn(move || take_in(input, &sender));
    let mut server = Server {
        host,
        phase: Phase::New,
        out: Outbox::new(output),
        client: Client::of(&Value::Null),
        documents: Documents::default(),
        projects: Projects::default(),
        is_untold: false,
        published: Published::default(),
        told_status: Value::Null,
        waiting: VecDeque::new(),
        client_process: None,
    };
    server.serve(&receiver)
}

/// Reads what the client says, until it has nothing more to say.
fn take_in(mut input: impl BufRead, sender: &Sender<Incoming>) {
    loop {
        let incoming = read(&mut input).unwrap_or(Incoming::End);
        let is_end = matches!(incoming, Incoming::End);
        if sender.send(incoming).is_err() || is_end {
            return;
        }
    }
}

impl Server<'_> {
    fn serve(&mut self, inbox: &Receiver<Incoming>) -> u8 {
        loop {
            let is_idle = self.waiting.is_empty() && !self.is_untold && !self.projects.is_stale();
            if is_idle {
                match inbox.recv_timeout(PULSE) {
                    Ok(incoming) => {
                        if let Some(code) = self.take(incoming) {
                            return code;
                        }
                    }
                    Err(RecvTimeoutError::Timeout) if self.client_is_alive() => {}
                    Err(_) => return self.exit_code(),
                }
            }
            // All that is there is taken before anything is done: what is outdated is never worked on.
            while let Ok(incoming) = inbox.try_recv() {
                if let Some(code) = self.take(incoming) {
                    return code;
                }
            }
            if self.out.is_closed() {
                return BROKEN;
            }
            if self.is_untold || self.projects.is_stale() {
                self.analyse();
            } else if let Some(request) = self.waiting.pop_front() {
                let Request { id, method, params } = request;
                match requests::answer(self, &method, params) {
                    Ok(result) => self.out.answer(id, result),
                    Err((code, message)) => self.out.fail(Some(id), code, &message),
                }
            }
        }
    }

    /// Takes what comes in; gives the exit code if that is the end.
    fn take(&mut self, incoming: Incoming) -> Option<u8> {
        match incoming {
            Incoming::End => return Some(self.exit_code()),
            Incoming::Wrong(id, code, message) => self.out.fail(id, code, &message),
            Incoming::Message(Message::Request(request)) => self.take_request(request),
            Incoming::Message(Message::Notification(notification)) => return self.take_notification(notification),
            Incoming::Message(Message::Response(response)) => {
                if let Err(error) = response.response_result {
                    self.out.log(MessageType::Log, format!("the client refused {}: {}", response.id, error.message));
                }
            }
        }
        None
    }

    fn take_request(&mut self, request: Request) {
        match (self.phase, request.method.as_str()) {
            (Phase::New, "initialize") => self.initialize(request.id, &request.params),
            (Phase::New, _) => {
                self.out.fail(Some(request.id), ErrorCode::ServerNotInitialized, "`initialize` has to come first");
            }
            (Phase::Open, "initialize") => {
                self.out.fail(Some(request.id), ErrorCode::InvalidRequest, "this is initialized already");
            }
            (Phase::Open, "shutdown") => {
                self.phase = Phase::Down;
                for request in std::mem::take(&mut self.waiting) {
                    self.out.fail(Some(request.id), ErrorCode::RequestCanceled, "the server shuts down");
                }
                self.out.answer(request.id, Value::Null);
            }
            (Phase::Open, _) => self.waiting.push_back(request),
            (Phase::Down, _) => {
                self.out.fail(Some(request.id), ErrorCode::InvalidRequest, "the server was asked to shut down");
            }
        }
    }

    fn take_notification(&mut self, notification: Notification) -> Option<u8> {
        if notification.method == "exit" {
            return Some(self.exit_code());
        }
        if self.phase == Phase::Open {
            notifications::take(self, notification);
        }
        None
    }

    fn exit_code(&self) -> u8 {
        if self.phase == Phase::Down { CLEAN } else { BROKEN }
    }

    fn initialize(&mut self, id: RequestId, params: &Value) {
        self.client = Client::of(params);
        self.client_process = params.get("processId").and_then(Value::as_i64).and_then(|id| i32::try_from(id).ok());
        let uris: Vec<&Value> = match params.get("workspaceFolders").and_then(Value::as_array) {
            Some(folders) => folders.iter().filter_map(|folder| folder.get("uri")).collect(),
            None => params.get("rootUri").into_iter().collect(),
        };
        uris.into_iter().filter_map(Value::as_str).for_each(|uri| self.add_folder(uri));
        self.phase = Phase::Open;
        self.out.answer(id, value(capabilities::answer(self.client, self.host.version())));
    }

    /// Opens the project of a folder of the workspace.
    pub(crate) fn add_folder(&mut self, uri: &str) {
        match uris::to_path(uri) {
            Some(folder) => self.projects.add_folder(folder),
            None => self.out.log(MessageType::Warning, format!("{uri} is no folder of a disk, and is not checked")),
        }
    }

    /// The client is ready to be asked something.
    pub(crate) fn start(&mut self) {
        if self.client.watches_files {
            self.out.request::<RegistrationRequest>(capabilities::watch_files());
        }
        self.is_untold = true;
    }

    /// A document was opened, changed or closed.
    pub(crate) fn document_changed(&mut self, path: &Path) {
        match self.documents.text(path) {
            Some(text) => self.projects.buffers.set(path.to_owned(), text),
            None => self.projects.buffers.remove(path),
        }
        self.projects.changed(path);
        self.is_untold = true;
    }

    /// Answers the requests about a document that are about a text that it no longer has.
    pub(crate) fn outdate(&mut self, path: &Path) {
        let is_about = |request: &Request| {
            let uri = request.params.pointer("/textDocument/uri").and_then(Value::as_str);
            uri.and_then(uris::to_path).is_some_and(|about| about == path)
        };
        let (outdated, waiting): (VecDeque<_>, _) = std::mem::take(&mut self.waiting).into_iter().partition(is_about);
        self.waiting = waiting;
        for request in outdated {
            self.out.fail(Some(request.id), ErrorCode::ContentModified, "the document has changed");
        }
    }

    /// Answers a request that the client no longer wants to be answered.
    pub(crate) fn cancel(&mut self, id: &RequestId) {
        let Some(at) = self.waiting.iter().position(|request| request.id == *id) else { return };
        if let Some(request) = self.waiting.remove(at) {
            self.out.fail(Some(request.id), ErrorCode::RequestCanceled, "cancelled");
        }
    }

    fn analyse(&mut self) {
        let (changed, failed) = self.projects.refresh(self.host, self.client.settings.user_rules);
        for folder in failed {
            let message = format!("aiolint failed to analyse {}; its standard error says where", folder.display());
            self.out.log(MessageType::Error, message);
        }
        self.published.update(self.client, &self.projects, &self.documents, &mut self.out);
        if self.client.status {
            self.tell_status(changed);
        }
        self.is_untold = false;
    }

    /// Tells how much was found after an analysis, and else if it is not what was told last.
    fn tell_status(&mut self, is_new: bool) {
        let status = self.status();
        if is_new || status != self.told_status {
            self.out.notify_of("aiolint/status", status.clone());
            self.told_status = status;
        }
    }

    /// How much was found, and why nothing is where nothing can be.
    pub(crate) fn status(&self) -> Value {
        let reports = || self.projects.outermost().map(|project| &project.report.summary);
        let told = |severity| self.published.count(severity);
        let problems: Vec<&str> = self.projects.iter().filter_map(|project| project.problem.as_deref()).collect();
        let mut status = json!({
            "errors": told(DiagnosticSeverity::Error),
            "warnings": told(DiagnosticSeverity::Warning),
            "notes": told(DiagnosticSeverity::Hint),
            "undecided": reports().map(|it| it.undecided).sum::<usize>(),
            "files": reports().map(|it| it.files).sum::<usize>(),
        });
        if !problems.is_empty() {
            status["problem"] = problems.join("\n").into();
        }
        status
    }

    /// The files of the kinds that rules select.
    pub(crate) fn kinds(&self) -> Vec<File> {
        self.host.kinds()
    }

    /// The page of a rule.
    pub(crate) fn page(&self, opened: Option<&Opened>, rule: &str) -> Option<Page> {
        self.host.page(opened, rule)
    }

    /// Whether the client's process is there. Where it can't be told, the end of the input has to say so.
    fn client_is_alive(&self) -> bool {
        #[cfg(unix)]
        if let Some(process) = self.client_process.and_then(rustix::process::Pid::from_raw) {
            let gone = rustix::process::test_kill_process(process) == Err(rustix::io::Errno::SRCH);
            return !gone;
        }
        true
    }
}
