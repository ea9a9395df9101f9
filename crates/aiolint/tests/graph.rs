//! `aiolint graph`: what is in the picture, and that it is one whatever the files hold.

mod support;

use serde_json::Value;
use support::Folder;

/// A data flow from `{from}` to `{to}`.
fn flow(name: &str, from: &str, to: &str) -> String {
    format!(
        "---\napiVersion: connectivity.iotoperations.azure.com/v1\nkind: Dataflow\nmetadata: {{name: '{name}', \
         namespace: plant}}\nspec:\n  profileRef: lines\n  operations:\n    - operationType: Source\n      \
         sourceSettings: {{endpointRef: {from}, dataSources: [a/+, b/#]}}\n    - operationType: Destination\n      \
         destinationSettings: {{endpointRef: {to}, dataDestination: out}}\n"
    )
}

/// An endpoint for a broker at this host.
fn endpoint(name: &str, host: &str) -> String {
    format!(
        "---\napiVersion: connectivity.iotoperations.azure.com/v1\nkind: DataflowEndpoint\nmetadata: {{name: '{name}', \
         namespace: plant}}\nspec:\n  endpointType: Mqtt\n  mqttSettings:\n    host: {host}\n    authentication: \
         {{method: SystemAssignedManagedIdentity, systemAssignedManagedIdentitySettings: {{}}}}\n    \
         tls: {{mode: Enabled}}\n    retain: Never\n"
    )
}

#[track_caller]
fn json(folder: &Folder, arguments: &[&str]) -> Value {
    let arguments = [&["graph", "--format", "json"], arguments].concat();
    let picture: Value = serde_json::from_str(&folder.run(&arguments).code(0).stdout).expect("it is JSON");
    assert_eq!(picture["version"], 1);
    picture
}

/// The nodes: kind, name and state.
fn nodes(picture: &Value) -> Vec<String> {
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = picture["nodes"].as_array().expect("a list");
    let mut all: Vec<_> = list
        .iter()
        .map(|node| format!("{} {} {}", word(&node["kind"]), word(&node["name"]), word(&node["state"])))
        .collect();
    all.sort();
    all
}

/// The edges, by the names of their ends.
fn edges(picture: &Value) -> Vec<String> {
    let list = picture["nodes"].as_array().expect("a list");
    let name = |id: &Value| {
        let node = list.iter().find(|node| node["id"] == *id).expect("its node is there");
        node["name"].as_str().expect("a name").to_owned()
    };
    let edge = |edge: &Value| {
        let labels: Vec<&str> = edge["labels"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
        let arrow = if edge["kind"] == "data" { "->" } else { "--" };
        format!("{} {arrow} {} [{}]", name(&edge["from"]), name(&edge["to"]), labels.join(" "))
    };
    picture["edges"].as_array().expect("a list").iter().map(edge).collect()
}

#[test]
fn a_picture_has_what_is_declared_what_is_implicit_what_is_missing_and_what_is_unknown() {
    let text = flow("up", "default", "cloud")
        + &flow("out", "gone", "'${LATER}'")
        + &endpoint("cloud", "mqtt.contoso.com:8883");
    let picture = json(&Folder::with("flows.yaml", text), &[]);
    assert_eq!(
        nodes(&picture),
        [
            "Broker default implicit",
            "BrokerListener default implicit",
            "Dataflow out declared",
            "Dataflow up declared",
            "DataflowEndpoint ${LATER} unknown",
            "DataflowEndpoint cloud declared",
            "DataflowEndpoint default implicit",
            "DataflowEndpoint gone not-here",
        ]
    );
    assert_eq!(
        edges(&picture),
        [
            "default -> up [a/+ b/#]",
            "up -> cloud [out]",
            "gone -> out [a/+ b/#]",
            "out -> ${LATER} [out]",
            "default -- default []",
        ]
    );
    let unknown = picture["nodes"].as_array().expect("a list").iter().find(|node| node["state"] == "unknown");
    assert_eq!(unknown.expect("it is there")["reason"], "`${LATER}` is filled in later");
}

#[test]
fn folders_that_nothing_joins_are_apart_and_each_has_its_own_default_endpoint() {
    let flows = |name: &str| flow(name, "default", "cloud") + &endpoint("cloud", "mqtt.contoso.com:8883");
    let picture = json(&Folder::with("a/flows.yaml", flows("first")).and("b/flows.yaml", flows("second")), &[]);
    let titles: Vec<_> = picture["groups"].as_array().expect("a list").iter().map(|group| &group["title"]).collect();
    assert_eq!(titles, ["a/flows.yaml", "b/flows.yaml"]);
    let defaults = nodes(&picture).into_iter().filter(|node| node.starts_with("DataflowEndpoint default"));
    assert_eq!(defaults.count(), 2);
}

#[test]
fn a_path_draws_what_is_in_it_and_what_that_leads_to() {
    let folder = Folder::with("flows.yaml", flow("up", "default", "cloud") + &flow("other", "default", "gone"))
        .and("cloud.yaml", endpoint("cloud", "mqtt.contoso.com:8883"));
    assert_eq!(nodes(&json(&folder, &["cloud.yaml"])), ["DataflowEndpoint cloud declared"]);
    let all = nodes(&json(&folder, &["flows.yaml"]));
    assert!(all.contains(&"DataflowEndpoint cloud declared".to_owned()), "{all:?}");
    let alone = nodes(&json(&folder, &["flows.yaml", "--isolated"]));
    assert!(alone.contains(&"DataflowEndpoint cloud not-here".to_owned()), "{alone:?}");
}

#[test]
fn a_finding_is_on_its_node_or_on_the_edge_that_it_points_at() {
    let text = flow("up", "partner", "grid")
        + &endpoint("partner", "mqtt.contoso.com:8883")
        + &endpoint("grid", "contoso.westeurope-1.ts.eventgrid.azure.net:1883");
    let picture = json(&Folder::with("flows.yaml", text), &[]);
    let rules = |of: &Value| -> Vec<String> {
        let findings = of["findings"].as_array().expect("a list");
        findings.iter().map(|finding| finding["name"].as_str().expect("a name").to_owned()).collect()
    };
    let node = |name: &str| {
        picture["nodes"].as_array().expect("a list").iter().find(|node| node["name"] == name).expect("it is there")
    };
    assert_eq!(rules(node("grid")), ["event-grid-host-port"]);
    assert_eq!(rules(node("up")), [] as [&str; 0]);
    let marked: Vec<_> = picture["edges"].as_array().expect("a list").iter().map(&rules).collect();
    assert_eq!(marked.concat(), ["dataflow-without-local-broker"]);
}

/// Names that mean something to XML, Mermaid, Markdown and terminals.
const HOSTILE: [&str; 6] = [
    "end \"x\" <b>&amp; `md` #35; ;| --> %% click",
    "</text><script>alert(1)</script>",
    "]]></style>\\e[31m\\u202e",
    "1. \\\"quoted\\\" ]) end",
    "- item\\nsubgraph\\u0000",
    "javascript:alert(1) ${{ x }} \\uffff",
];

fn hostile() -> Folder {
    let quoted = |name: &str| format!("\"{}\"", name.replace("\\\"", "\"").replace('"', "\\\""));
    let text: String =
        HOSTILE.iter().map(|name| flow("up", &quoted(name), "cloud") + &endpoint("cloud", &quoted(name))).collect();
    Folder::with("a.yaml", text)
}

#[test]
fn svg_is_xml_without_scripts_whatever_the_names_are() {
    let svg = hostile().run(&["graph", "--format", "svg"]).code(0).stdout;
    let document = roxmltree::Document::parse(&svg).expect("it is XML");
    let names: std::collections::BTreeSet<_> =
        document.descendants().filter(|node| node.is_element()).map(|node| node.tag_name().name()).collect();
    assert_eq!(names.into_iter().collect::<Vec<_>>(), ["g", "path", "rect", "style", "svg", "text", "title"]);
    let attributes = document.descendants().flat_map(|node| node.attributes());
    assert!(attributes.into_iter().all(|attribute| !attribute.name().starts_with("on") && attribute.name() != "href"));
    assert!(document.descendants().any(|node| node.text() == Some("</text><script>alert(1)</script>")), "{svg}");
    let styles = document.descendants().find(|node| node.has_tag_name("style")).and_then(|node| node.text());
    assert!(
        styles.is_some_and(|styles| styles.contains("@media (prefers-color-scheme:dark)") && !styles.contains("url("))
    );
}

#[test]
fn mermaid_has_no_character_that_means_something_to_it_in_a_label() {
    let text = hostile().run(&["graph"]).code(0).stdout;
    let mut labels = 0;
    for line in text.lines().filter(|line| line.contains('"')) {
        let label = line.split_once('"').and_then(|(_, rest)| rest.rsplit_once('"')).expect("it has two quotes").0;
        let plain = label.replace("<br/>", "").replace("<b>", "").replace("</b>", "");
        let is_coded = |part: &str| part.split_once(';').is_some_and(|(code, _)| code.parse::<u32>().is_ok());
        assert!(plain.split('#').skip(1).all(is_coded), "{line}");
        let decoded = plain.replace(|c: char| c == '#' || c == ';' || c.is_ascii_digit(), "");
        assert!(
            !decoded.contains(['"', '<', '>', '`', '|', '{', '}', '[', ']', '&', '%', '\u{1b}', '\u{202e}']),
            "{line}"
        );
        labels += 1;
    }
    assert!(labels > 12, "{text}");
}

#[test]
fn a_large_project_is_cut_and_the_picture_says_so() {
    let text: String = (0..700).map(|n| flow(&format!("flow-{n}"), "default", &format!("cloud-{n}"))).collect();
    let folder = Folder::with("a.yaml", text);
    assert_eq!(json(&folder, &[])["nodes"].as_array().map(Vec::len), Some(1_403));
    let svg = folder.run(&["graph", "--format", "svg"]).code(0).stdout;
    assert!(svg.contains(">a.yaml · and 1253 more that are not drawn</text>"), "{}", &svg[..4_000]);
    let mermaid = folder.run(&["graph"]).code(0).stdout;
    assert!(mermaid.len() < 50_000 && mermaid.contains("more that are not drawn"), "{} bytes", mermaid.len());
}

#[test]
fn nothing_to_draw_is_a_picture_that_says_so() {
    let folder = Folder::with("a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n");
    for format in ["svg", "mermaid"] {
        let text = folder.run(&["graph", "--format", format]).code(0).stdout;
        assert!(text.contains("These files have no data flows, endpoints, brokers or listeners"), "{text}");
    }
}

#[test]
fn no_format_shows_a_secret() {
    // Anchors hold for one document.
    let item = |text: &str| text.replace("---\n", "- ").replace('\n', "\n  ");
    let secret = "---\napiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: plant}\nstringData:\n  password: \
                  &it correct-horse-battery\n  x: &topic hidden-topic-name\n";
    let flows = flow("up", "*it", "cloud").replace("a/+", "*topic");
    let all = [secret, &flows, &endpoint("cloud", "*it")].map(item).join("\n");
    let list = format!("apiVersion: v1\nkind: List\nitems:\n{all}\n");
    let folder = Folder::with("a.yaml", list);
    let picture = json(&folder, &[]);
    assert_eq!(edges(&picture), ["*** -> up [*** b/#]", "up -> cloud [out]"]);
    {
        for format in ["json", "svg", "mermaid"] {
            let shown = folder.run(&["graph", "--format", format]).code(0).stdout;
            assert!(!shown.contains("correct-horse") && !shown.contains("hidden-topic"), "{format}: {shown}");
        }
    }
}

#[test]
fn the_picture_in_the_readme_is_the_one_that_the_program_draws() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let run = snapbox::cmd::Command::new(env!("CARGO_BIN_EXE_aiolint"))
        .args(["graph", "fixtures/projects/plant", "--format", "svg"])
        .current_dir(&root);
    let drawn = run.output().expect("the program starts").stdout;
    #[expect(clippy::disallowed_methods, reason = "reads a file of the repository")]
    let kept = std::fs::read(root.join("docs/images/plant.svg")).expect("the picture is there");
    assert!(drawn == kept, "write it anew: aiolint graph fixtures/projects/plant --format svg > docs/images/plant.svg");
}

#[test]
fn wrong_paths_and_formats_are_usage_errors() {
    let folder = Folder::with("a.yaml", endpoint("cloud", "a:1"));
    folder.run(&["graph", "nowhere"]).code(2);
    folder.run(&["graph", "--format", "png"]).code(2);
}
