//! A small project that edits change at random: resources that refer to each other across files and folders.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use aiolint_core::LoadError;
use aiolint_project::Workspace;
use proptest::prelude::*;

const FILES: usize = 50;
const FOLDERS: [&str; 4] = ["", "lines/", "lines/one/", "site/"];
const NAMES: [&str; 8] = ["press", "kiln", "cloud", "kiln", "press", "cloud", "default", "${NAME}"];
const NAMESPACES: [&str; 4] = ["", "plants", "test", "${NAMESPACE}"];
const HOSTS: [&str; 8] = [
    "aio-broker:18883",
    "mill.westeurope-1.ts.eventgrid.azure.net:8883",
    "mill.westeurope-1.ts.eventgrid.azure.net",
    "mqtt.contoso.com:8883",
    "gate:8883",
    "gate.plants:8883",
    "contoso",
    "aio-broker",
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

const KINDS: [Kind; 13] = [
    Kind::Endpoint,
    Kind::Flow,
    Kind::ConfigMap,
    Kind::Profile,
    Kind::Endpoint,
    Kind::Secret,
    Kind::ConfigMap,
    Kind::Flow,
    Kind::Listener,
    Kind::Graph,
    Kind::Endpoint,
    Kind::Sync,
    Kind::Kafka,
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
        Self { kind: pick(&KINDS, kind), name, namespace, details: [detail, detail / 8, detail / 64] }
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
                "spec:\n  profileRef: {}\n  nodes:\n    - {{nodeType: Source, sourceSettings: {{endpointRef: {}}}}}\n",
                pick(&NAMES, a),
                pick(&NAMES, b)
            ),
            Kind::Profile => format!("spec:\n  instanceCount: {}\n", a % 3),
            Kind::Listener => format!("spec:\n  serviceName: {}\n", pick(&["gate", "door"], a)),
            Kind::Secret => {
                format!("stringData:\n  {}: {}\n  client_cert.pem: x\n", key(a), pick(&[LOCKED, "'open'"], b))
            }
            Kind::Sync => format!(
                "spec:\n  secretObject:\n    data:\n      - targetKey: {}\n      - targetKey: client_cert.pem\n",
                key(a)
            ),
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
    let settings = match b % 2 {
        0 => "serviceAccountTokenSettings: {audience: mill}".to_owned(),
        _ => format!("x509CertificateSettings: {{secretRef: {}}}", pick(&NAMES, c)),
    };
    let (retain, mode) = (pick(&["Keep", "Never"], c), pick(&["Enabled", "Disabled", "Enabled"], c));
    format!(
        "spec:\n  endpointType: Mqtt\n  mqttSettings:\n    host: {}\n    retain: {retain}\n    \
         authentication: {{method: {method}, {settings}}}\n    tls: {{mode: {mode}}}\n",
        pick(&HOSTS, a),
    )
}

fn flow(a: usize, b: usize, c: usize) -> String {
    format!(
        "spec:\n  mode: {}\n  profileRef: {}\n  operations:\n    \
         - {{operationType: Source, sourceSettings: {{endpointRef: {}}}}}\n    \
         - {{operationType: Destination, destinationSettings: {{endpointRef: {}}}}}\n",
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
    Binary,
    Refused,
    Empty,
    /// It names no kind.
    NoManifest,
    /// It is a template.
    Template,
}

const STATES: [State; 9] = [
    State::Broken,
    State::Sound,
    State::Binary,
    State::NoManifest,
    State::Sound,
    State::Template,
    State::Sound,
    State::Empty,
    State::Refused,
];

#[derive(Clone, Debug)]
struct File {
    resources: Vec<Resource>,
    state: State,
    /// Whether the user named it, and then whether as a manifest.
    named: Option<bool>,
}

/// The files of a project.
#[derive(Clone, Debug)]
pub(crate) struct Project {
    files: BTreeMap<String, File>,
    /// The files that each kustomization names as patches, and whether it is there.
    patches: [(BTreeSet<String>, bool); 2],
    scope: Option<BTreeSet<Arc<str>>>,
}

/// An edit: what is done, and the numbers that say to what.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edit {
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
    /// A resource into another file.
    Move,
    /// A file to another path.
    Relocate,
    Patch,
    Name,
    Scope,
    /// Nothing: the same text again.
    Touch,
}

impl Edit {
    /// Any edit.
    pub(crate) fn any() -> impl Strategy<Value = Self> {
        let action = prop_oneof![
            6 => Just(Action::Change),
            3 => Just(Action::Rename),
            2 => Just(Action::Renamespace),
            2 => Just(Action::Delete),
            3 => Just(Action::Add),
            3 => Just(Action::Damage),
            3 => Just(Action::Move),
            2 => Just(Action::Relocate),
            3 => Just(Action::Patch),
            1 => Just(Action::Name),
            1 => Just(Action::Scope),
            1 => Just(Action::Touch),
        ];
        (action, any::<[u16; 4]>()).prop_map(|(action, numbers)| Self { action, numbers: numbers.map(usize::from) })
    }
}

fn path(number: usize) -> String {
    let number = number % 60;
    format!("{}{number}.yaml", pick(&FOLDERS, number))
}

impl Project {
    /// The project before any edit.
    pub(crate) fn new() -> Self {
        let mut files = BTreeMap::new();
        for number in 0..FILES - KUSTOMIZATIONS.len() {
            // Any numbers that mix well. Some files are no manifests, as in most repositories.
            let resource = Resource::of([number, number / 3, number % 7, number * 37]);
            let resources = if matches!(number % 5, 1 | 4) { Vec::new() } else { vec![resource] };
            let state = if number % 8 == 7 { pick(&STATES, number / 8) } else { State::Sound };
            files.insert(path(number), File { resources, state, named: None });
        }
        let patches = [[path(3), path(10)], [path(5), path(45)]].map(|paths| (BTreeSet::from(paths), true));
        Self { files, patches, scope: None }
    }

    /// The paths of the files.
    pub(crate) fn files(&self) -> impl DoubleEndedIterator<Item = &str> {
        let kustomizations = KUSTOMIZATIONS.into_iter().zip(&self.patches).filter(|(_, (_, there))| *there);
        self.files.keys().map(String::as_str).chain(kustomizations.map(|(path, _)| path))
    }

    pub(crate) fn scope(&self) -> Option<BTreeSet<Arc<str>>> {
        self.scope.clone()
    }

    /// Puts a file as it is now into the workspace.
    pub(crate) fn show(&self, path: &str, workspace: &mut Workspace) {
        if let Some(number) = KUSTOMIZATIONS.iter().position(|known| *known == path) {
            match self.patches[number].1 {
                true => workspace.set_file(path, path, self.kustomization(number).into()),
                false => workspace.remove_file(path),
            }
            return;
        }
        let Some(file) = self.files.get(path) else {
            workspace.remove_file(path);
            return;
        };
        match file.state {
            State::Binary => workspace.set_unreadable(path, path, LoadError::Binary),
            State::Refused => workspace.set_unreadable(path, path, LoadError::Refused("not for you".into())),
            _ => workspace.set_file(path, path, file.text().into()),
        }
        if let Some(manifest) = file.named {
            workspace.set_named(path, manifest);
        }
    }

    fn kustomization(&self, number: usize) -> String {
        let up = if number == 0 { "" } else { "../" };
        let items = self.patches[number].0.iter().map(|path| format!("  - path: {up}{path}\n")).collect::<String>();
        format!("kind: Kustomization\npatches:\n{items}")
    }

    /// One of the files with resources.
    fn nth(&self, number: usize) -> Option<String> {
        let mut some = self.files.iter().filter(|(_, file)| !file.resources.is_empty()).map(|(path, _)| path);
        let count = some.clone().count().max(1);
        some.nth(number % count).cloned()
    }

    /// Makes an edit; gives the paths of the files that it changes.
    pub(crate) fn apply(&mut self, edit: &Edit) -> Vec<String> {
        let [a, b, c, d] = edit.numbers;
        let Some(path) = self.nth(a) else { return self.add(edit.numbers) };
        match edit.action {
            Action::Add => return self.add(edit.numbers),
            Action::Delete => drop(self.files.remove(&path)),
            Action::Move => return self.move_resource(path, b),
            Action::Relocate => return self.relocate(path, b),
            Action::Patch => {
                // Also a path where no file is.
                let path = if c % 8 == 0 { self::path(b) } else { path };
                let (patches, there) = &mut self.patches[b % 2];
                if c % 8 == 1 {
                    *there = !*there;
                } else if !patches.remove(&path) {
                    patches.insert(path);
                }
                return vec![KUSTOMIZATIONS[b % 2].to_owned()];
            }
            Action::Scope => {
                let some = self.files().filter(|path| (path.len() + b) % 3 == 0).map(Arc::from);
                self.scope = (c % 4 == 0).then(|| some.collect());
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
            (Action::Damage, _) => file.state = pick(&STATES, b),
            (Action::Name, _) => file.named = Some(b.is_multiple_of(2)),
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

    /// A name that the user gave stays with the path, also if another file takes it.
    fn relocate(&mut self, from: String, number: usize) -> Vec<String> {
        let to = path(number);
        if let Some(mut file) = self.files.remove(&from) {
            file.named = file.named.or(self.files.get(&to).and_then(|replaced| replaced.named));
            self.files.insert(to.clone(), file);
        }
        vec![from, to]
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
        let sound = self.resources.iter().map(Resource::text).collect::<Vec<_>>().join("---\n");
        match self.state {
            State::Empty => String::new(),
            State::Broken => sound + "---\napiVersion: v1\nkind: Secret\nstringData: {a: [\n",
            State::Template => sound + "{{- if .Values.more }}\n  more: true\n{{- end }}\n",
            State::Sound if !sound.is_empty() => sound,
            _ => "jobs: {}\n".to_owned(),
        }
    }
}
