//! A small project that edits change at random: resources that refer to each other across files and folders.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use aiolint_core::LoadError;
use aiolint_project::Workspace;
use proptest::prelude::*;

const FILES: usize = 50;
const FOLDERS: [&str; 4] = ["", "lines/", "lines/one/", "site/"];
const NAMES: [&str; 5] = ["default", "press", "kiln", "cloud", "${NAME}"];
const NAMESPACES: [&str; 4] = ["", "plants", "test", "${NAMESPACE}"];
const HOSTS: [&str; 8] = [
    "aio-broker:18883",
    "mill.westeurope-1.ts.eventgrid.azure.net:8883",
    "mill.westeurope-1.ts.eventgrid.azure.net",
    "mqtt.contoso.com:8883",
    "gate:8883",
    "gate.plants:8883",
    "${HOST}:8883",
    "contoso",
];
const KUSTOMIZATIONS: [&str; 2] = ["kustomization.yaml", "lines/kustomization.yaml"];

/// One of a few things, picked by any number.
fn pick<T: Copy>(from: &[T], number: usize) -> T {
    from[number % from.len()]
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Endpoint,
    Kafka,
    Flow,
    Graph,
    Profile,
    Listener,
    Secret,
    Sync,
    ConfigMap,
}

const KINDS: [Kind; 9] = [
    Kind::Endpoint,
    Kind::Flow,
    Kind::Profile,
    Kind::Endpoint,
    Kind::Secret,
    Kind::Listener,
    Kind::Flow,
    Kind::Graph,
    Kind::Sync,
];

/// A resource; the numbers say what is written in it.
#[derive(Clone, Copy, Debug)]
struct Resource {
    kind: Kind,
    name: usize,
    namespace: usize,
    details: [usize; 3],
}

impl Resource {
    fn of(numbers: [usize; 4]) -> Self {
        let [kind, name, namespace, detail] = numbers;
        let kind = if kind % 13 == 12 { Kind::Kafka } else if kind % 17 == 16 { Kind::ConfigMap } else { pick(&KINDS, kind) };
        Self { kind, name, namespace, details: [detail, detail / 8, detail / 64] }
    }

    fn text(&self) -> String {
        let (name, [a, b, c]) = (pick(&NAMES, self.name), self.details);
        let (group, kind) = match self.kind {
            Kind::Endpoint | Kind::Kafka => ("connectivity.iotoperations.azure.com/", "DataflowEndpoint"),
            Kind::Flow => ("connectivity.iotoperations.azure.com/", "Dataflow"),
            Kind::Graph => ("connectivity.iotoperations.azure.com/", "DataflowGraph"),
            Kind::Profile => ("connectivity.iotoperations.azure.com/", "DataflowProfile"),
            Kind::Listener => ("mqttbroker.iotoperations.azure.com/", "BrokerListener"),
            Kind::Sync => ("secret-sync.x-k8s.io/", "SecretSync"),
            Kind::Secret => ("", "Secret"),
            Kind::ConfigMap => ("", "ConfigMap"),
        };
        let mut text = format!("apiVersion: {group}v1\nkind: {kind}\nmetadata:\n  name: {name}\n");
        let namespace = pick(&NAMESPACES, self.namespace);
        if !namespace.is_empty() {
            let _ = writeln!(text, "  namespace: {namespace}");
        }
        text + &match self.kind {
            Kind::Endpoint => endpoint(a, b, c),
            Kind::Kafka => "spec:\n  endpointType: Kafka\n  kafkaSettings: {host: contoso:9093}\n".to_owned(),
            Kind::Flow => flow(a, b, c),
            Kind::Graph => format!(
                "spec:\n  profileRef: {}\n  nodes:\n    - nodeType: Source\n      sourceSettings: {{endpointRef: {}}}\n",
                pick(&NAMES, a),
                pick(&NAMES, b)
            ),
            Kind::Profile => format!("spec:\n  instanceCount: {}\n", a % 3),
            Kind::Listener => format!("spec:\n  serviceName: {}\n", pick(&["gate", "door"], a)),
            Kind::Secret => format!("stringData:\n  {}: {}\n  client_cert.pem: x\n", key(a), pick(&[LOCKED, "'open'"], b)),
            Kind::Sync => format!("spec:\n  secretObject:\n    data:\n      - targetKey: {}\n      - targetKey: client_cert.pem\n", key(a)),
            Kind::ConfigMap => "data: {a: b}\n".to_owned(),
        }
    }
}

const LOCKED: &str = "\"-----BEGIN ENCRYPTED PRIVATE KEY-----\\nQQ==\\n-----END ENCRYPTED PRIVATE KEY-----\"";

fn key(number: usize) -> &'static str {
    pick(&["client_key.pem", "tls.key"], number)
}

fn endpoint(a: usize, b: usize, c: usize) -> String {
    let method = pick(&["ServiceAccountToken", "X509Certificate", "X509Certificate", "Anonymous"], b);
    let settings = pick(&["serviceAccountTokenSettings: {audience: mill}", "x509CertificateSettings: {secretRef: "], b % 2);
    let settings = if b % 2 == 1 { format!("{settings}{}}}", pick(&NAMES, c)) } else { settings.to_owned() };
    format!(
        "spec:\n  endpointType: Mqtt\n  mqttSettings:\n    host: {}\n    retain: {}\n    authentication:\n      method: {method}\n      {settings}\n    tls: {{mode: {}}}\n",
        pick(&HOSTS, a),
        pick(&["Keep", "Never"], c),
        pick(&["Enabled", "Disabled", "Enabled"], c),
    )
}

fn flow(a: usize, b: usize, c: usize) -> String {
    format!(
        "spec:\n  mode: {}\n  profileRef: {}\n  operations:\n    - operationType: Source\n      sourceSettings: {{endpointRef: {}}}\n    - operationType: Destination\n      destinationSettings: {{endpointRef: {}}}\n",
        pick(&["Enabled", "Enabled", "Disabled"], c),
        pick(&NAMES, c),
        pick(&NAMES, a),
        pick(&NAMES, b),
    )
}

/// What a file is beside its resources.
#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Sound,
    /// Something in it is no YAML.
    Broken,
    Unreadable,
    /// It names no kind.
    NoManifest,
    /// It is a template.
    Template,
}

const STATES: [State; 6] =
    [State::Broken, State::Sound, State::Unreadable, State::Sound, State::NoManifest, State::Template];

#[derive(Clone, Debug)]
struct File {
    resources: Vec<Resource>,
    state: State,
    /// Whether the user named it, and then whether as a manifest.
    named: Option<bool>,
}

/// The files of a project.
#[derive(Clone, Debug)]
pub struct Project {
    files: BTreeMap<String, File>,
    /// The files that each kustomization names as patches.
    patches: [BTreeSet<String>; 2],
    scope: Option<BTreeSet<Arc<str>>>,
}

/// An edit: what is done, and the numbers that say to what.
#[derive(Clone, Copy, Debug)]
pub struct Edit {
    action: Action,
    numbers: [usize; 4],
}

#[derive(Clone, Copy, Debug)]
enum Action {
    Change,
    Rename,
    Renamespace,
    Delete,
    Add,
    Damage,
    Move,
    Patch,
    Name,
    Scope,
    Touch,
}

impl Edit {
    /// Any edit.
    pub fn any() -> impl Strategy<Value = Self> {
        let action = prop_oneof![
            6 => Just(Action::Change),
            3 => Just(Action::Rename),
            2 => Just(Action::Renamespace),
            2 => Just(Action::Delete),
            3 => Just(Action::Add),
            3 => Just(Action::Damage),
            3 => Just(Action::Move),
            3 => Just(Action::Patch),
            1 => Just(Action::Name),
            1 => Just(Action::Scope),
            1 => Just(Action::Touch),
        ];
        (action, any::<[u16; 4]>())
            .prop_map(|(action, numbers)| Self { action, numbers: numbers.map(usize::from) })
    }
}

fn path(number: usize) -> String {
    let number = number % 60;
    format!("{}{number}.yaml", pick(&FOLDERS, number))
}

impl Project {
    /// The project before any edit.
    pub fn new() -> Self {
        let mut files = BTreeMap::new();
        for number in 0..FILES - KUSTOMIZATIONS.len() {
            // Any numbers that mix well.
            let resource = |salt: usize| Resource::of([number + salt, number / 3 + salt, number % 7, number * 37 + salt]);
            let state = if number % 8 == 7 { pick(&STATES, number / 8) } else { State::Sound };
            let resources = (0..1 + number % 2).map(|salt| resource(salt * 5)).collect();
            files.insert(path(number), File { resources, state, named: None });
        }
        let patches = [BTreeSet::from([path(3), path(9)]), BTreeSet::from([path(5), path(44)])];
        Self { files, patches, scope: None }
    }

    /// The paths of the files.
    pub fn files(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.files.keys().map(String::as_str).chain(KUSTOMIZATIONS)
    }

    pub fn scope(&self) -> Option<BTreeSet<Arc<str>>> {
        self.scope.clone()
    }

    /// Puts a file as it is now into the workspace.
    pub fn show(&self, path: &str, workspace: &mut Workspace) {
        if let Some(number) = KUSTOMIZATIONS.iter().position(|known| *known == path) {
            workspace.set_file(path, path, self.kustomization(number).into());
            return;
        }
        let Some(file) = self.files.get(path) else {
            workspace.remove_file(path);
            return;
        };
        match file.state {
            State::Unreadable => workspace.set_unreadable(path, path, LoadError::Binary),
            _ => workspace.set_file(path, path, file.text().into()),
        }
        if let Some(manifest) = file.named {
            workspace.set_named(path, manifest);
        }
    }

    fn kustomization(&self, number: usize) -> String {
        let up = if number == 0 { "" } else { "../" };
        let items = self.patches[number].iter().map(|path| format!("  - path: {up}{path}\n")).collect::<String>();
        format!("kind: Kustomization\npatches:\n{items}")
    }

    fn nth(&self, number: usize) -> Option<String> {
        self.files.keys().nth(number % self.files.len().max(1)).cloned()
    }

    /// Makes an edit; gives the paths of the files that it changes.
    pub fn apply(&mut self, edit: &Edit) -> Vec<String> {
        let [a, b, c, d] = edit.numbers;
        let Some(path) = self.nth(a) else { return self.add(edit.numbers) };
        match edit.action {
            Action::Add => return self.add(edit.numbers),
            Action::Delete => drop(self.files.remove(&path)),
            Action::Move => return self.move_resource(path, b),
            Action::Patch => {
                // Also a path where no file is.
                let path = if c % 8 == 0 { self::path(b) } else { path };
                let patches = &mut self.patches[b % 2];
                if !patches.remove(&path) {
                    patches.insert(path);
                }
                return vec![KUSTOMIZATIONS[b % 2].to_owned()];
            }
            Action::Scope => {
                let some = self.files().filter(|path| (path.len() + b) % 3 == 0).map(Arc::from);
                self.scope = (c % 2 == 0).then(|| some.collect());
                return Vec::new();
            }
            _ => self.change(&path, edit.action, b, c, d),
        }
        vec![path]
    }

    fn change(&mut self, path: &str, action: Action, b: usize, c: usize, d: usize) {
        let Some(file) = self.files.get_mut(path) else { return };
        let count = file.resources.len().max(1);
        let resource = file.resources.get_mut(b % count);
        match (action, resource) {
            (Action::Damage, _) => file.state = if file.state == State::Sound { pick(&STATES, b) } else { State::Sound },
            (Action::Name, _) => file.named = Some(b % 2 == 0),
            (Action::Change, Some(resource)) => resource.details[c % 3] = d,
            (Action::Rename, Some(resource)) => resource.name = d,
            (Action::Renamespace, Some(resource)) => resource.namespace = d,
            _ => {}
        }
    }

    fn add(&mut self, [a, b, c, d]: [usize; 4]) -> Vec<String> {
        let path = path(a);
        let file = self.files.entry(path.clone());
        let file = file.or_insert_with(|| File { resources: Vec::new(), state: State::Sound, named: None });
        file.resources.truncate(2);
        file.resources.push(Resource::of([b, c, d, b ^ c]));
        vec![path]
    }

    fn move_resource(&mut self, from: String, number: usize) -> Vec<String> {
        let resource = self.files.get_mut(&from).and_then(|file| file.resources.pop());
        let to = self.nth(number);
        let (Some(resource), Some(to)) = (resource, to) else { return vec![from] };
        if let Some(file) = self.files.get_mut(&to) {
            file.resources.insert(0, resource);
        }
        vec![from, to]
    }
}

impl File {
    fn text(&self) -> String {
        let mut text = self.resources.iter().map(Resource::text).collect::<Vec<_>>().join("---\n");
        match self.state {
            State::Broken => text.push_str("---\napiVersion: v1\nkind: Secret\nstringData: {a: [\n"),
            State::NoManifest => text = "on: push\njobs: {}\n".to_owned(),
            State::Template => text.push_str("{{- if .Values.more }}\n  more: true\n{{- end }}\n"),
            State::Sound | State::Unreadable => {}
        }
        text
    }
}
