//! Comments and pragmas that suppress findings, and what is said of those that don't.

mod support;

use support::{Folder, Run};

/// What a run says of each finding: the line and the rule.
fn found(run: &Run) -> Vec<String> {
    let line = |line: &str| {
        let (place, rest) = line.split_once(": ")?;
        let rule = rest.split_once('[')?.1.split_once(']')?.0;
        Some(format!("{}:{rule}", place.split(':').nth(1)?))
    };
    run.stdout.lines().filter_map(line).collect()
}

fn check(file: &str, text: &str) -> Vec<String> {
    check_with(file, text, &[])
}

fn check_with(file: &str, text: &str, more: &[&str]) -> Vec<String> {
    let arguments = [&["check", "--quiet", "--format", "concise", "--select", "AIO201"], more].concat();
    let run = Folder::with(file, text).run(&arguments);
    assert!(run.stderr.is_empty(), "{run:#?}");
    found(&run)
}

/// An endpoint whose host has no port in line 9, with comments: above all, above the host, behind it.
fn yaml(above: &str, over: &str, behind: &str) -> String {
    format!(
        "{above}\napiVersion: connectivity.iotoperations.azure.com/v1\nkind: DataflowEndpoint\nmetadata:\n  name: cloud\n\
         spec:\n  mqttSettings:\n{over}\n    host: broker.example.com{behind}\n  endpointType: Mqtt\n"
    )
}

#[test]
fn yaml_comments_are_about_their_line_the_next_one_or_the_document() {
    const IGNORE: &str = "# aiolint: ignore[host-port-invalid] a proxy adds the port";
    assert_eq!(check("a.yaml", &yaml("", "", "")), ["9:AIO201"]);
    assert_eq!(check("a.yaml", &yaml("", "", &format!(" {IGNORE}"))), [""; 0]);
    assert_eq!(check("a.yaml", &yaml("", &format!("    {IGNORE}"), "")), [""; 0]);
    assert_eq!(check("a.yaml", &yaml("", &format!("    {IGNORE}\n    # words"), "")), [""; 0]);
    assert_eq!(check("a.yaml", &yaml(IGNORE, "", "")), [""; 0]);
    assert_eq!(check("a.yaml", &yaml(&format!("{IGNORE}\n\n# words\n---"), "", "")), [""; 0]);
    assert_eq!(check("a.yaml", &yaml(&format!("---  {IGNORE}"), "", "")), [""; 0]);
    // Two lines above, and in the line below.
    assert_eq!(check("a.yaml", &yaml("", &format!("    {IGNORE}\n\n"), "")), ["8:AIO005", "11:AIO201"]);
    assert_eq!(check("a.yaml", &yaml("", "", &format!("\n  {IGNORE}"))), ["9:AIO201", "10:AIO005"]);
}

#[test]
fn a_comment_above_a_document_is_about_no_other() {
    let ignore = "# aiolint: ignore[AIO201] a proxy adds the port";
    let two = |between: &str| format!("{}{between}{}", yaml("", "", ""), yaml("", "", ""));
    assert_eq!(check("a.yaml", &two("---\n")), ["9:AIO201", "20:AIO201"]);
    assert_eq!(check("a.yaml", &two(&format!("---\n{ignore}\n"))), ["9:AIO201"]);
    assert_eq!(check("a.yaml", &two(&format!("{ignore}\n---\n"))), ["9:AIO201"]);
    // At the end of the first one, as far in as that.
    assert_eq!(check("a.yaml", &two(&format!("  {ignore}\n---\n"))), ["9:AIO201", "11:AIO005", "21:AIO201"]);
    // Below the first key it is about the next line.
    let below = yaml("apiVersion: v1\nkind: A\n---", "", "").replace("kind: Data", &format!("{ignore}\nkind: Data"));
    assert_eq!(check("a.yaml", &below), ["5:AIO005", "12:AIO201"]);
}

#[test]
fn what_looks_like_a_comment_in_a_text_is_none() {
    let text = "\n  note: '# aiolint: ignore[AIO201] no'\n  more: |\n    # aiolint: ignore[nothing]\n    x\n";
    assert_eq!(check("a.yaml", &yaml("", "", text)), ["9:AIO201"]);
    let bicep = bicep("").replace("endpointType", "note: '// aiolint: ignore[no]'\n    endpointType");
    assert_eq!(check("a.bicep", &bicep), ["7:AIO201"]);
    let text = "var text = '''\n// aiolint: ignore[no]\n#disable-diagnostics AIO201\n'''\n";
    assert_eq!(check("a.bicep", &(text.to_owned() + &self::bicep(""))), ["10:AIO201"]);
}

#[test]
fn a_value_over_several_lines_belongs_to_the_line_that_it_starts_in() {
    let block = |over: &str, behind: &str| {
        yaml("", over, "").replace(": broker.example.com", &format!(": |{behind}\n      broker\n      two"))
    };
    assert_eq!(check("a.yaml", &block("", "")).len(), 1);
    assert_eq!(check("a.yaml", &block("    # aiolint: ignore[AIO201] x", "")), [""; 0]);
    assert_eq!(check("a.yaml", &block("", " # aiolint: ignore[AIO201] x")), [""; 0]);
    let multi = bicep("").replace("'broker'", "'''broker\n two'''");
    assert_eq!(check("a.bicep", &multi), ["6:AIO201"]);
    assert_eq!(check("a.bicep", &multi.replace("two'''", "two''' // aiolint: ignore[AIO201] x")), [""; 0]);
    assert_eq!(check("a.bicep", &multi.replace("host:", "// aiolint: ignore[AIO201] x\n      host:")), [""; 0]);
}

/// An endpoint whose host has no port in line 6, after what stands above.
fn bicep(above: &str) -> String {
    format!(
        "{above}resource e 'Microsoft.IoTOperations/instances/dataflowEndpoints@2025-10-01' = {{\n  name: 'aio/cloud'\n  \
         properties: {{\n    endpointType: 'Mqtt'\n    mqttSettings: {{\n      host: 'broker'\n    }}\n  }}\n}}\n"
    )
}

#[test]
fn bicep_comments_are_about_their_line_the_next_one_or_the_declaration() {
    let host = |text: &str| bicep("").replace("      host: 'broker'", text);
    assert_eq!(check("a.bicep", &bicep("")), ["6:AIO201"]);
    assert_eq!(check("a.bicep", &host("host: 'broker' // aiolint: ignore[AIO201] x")), [""; 0]);
    assert_eq!(check("a.bicep", &host("/* aiolint: ignore[AIO201] x */ host: 'broker'")), [""; 0]);
    assert_eq!(check("a.bicep", &host("// aiolint: ignore[AIO201] x\n  // words\n  host: 'broker'")), [""; 0]);
    assert_eq!(check("a.bicep", &host("/* aiolint: ignore[AIO201]\n x */\n  host: 'broker'")), [""; 0]);
    assert_eq!(check("a.bicep", &host("// aiolint: ignore[AIO201]\n\n  host: 'broker'")), ["6:AIO005", "8:AIO201"]);
    assert_eq!(check("a.bicep", &bicep("// aiolint: ignore[AIO201] x\n")), [""; 0]);
    assert_eq!(check("a.bicep", &bicep("// aiolint: ignore[AIO201] x\n@description('''\ny\n''')\n")), [""; 0]);
    assert_eq!(check("a.bicep", &bicep("@description('y')\n// aiolint: ignore[AIO201] x\n")), [""; 0]);
    let two = format!("// aiolint: ignore[AIO201] x\n{}{}", bicep(""), bicep("").replace("resource e", "resource f"));
    assert_eq!(check("a.bicep", &two), ["16:AIO201"]);
}

#[test]
fn a_comment_at_another_place_of_a_finding_counts() {
    let text = bicep("param host string = 'broker' // aiolint: ignore[AIO201] a proxy adds the port\n");
    assert_eq!(check("a.bicep", &text.replace("host: 'broker'", "host: host")), [""; 0]);
}

#[test]
fn a_finding_in_a_module_can_be_suppressed_at_a_call() {
    let call = |name: &str, comment: &str| format!("{comment}module {name} 'm.bicep' = {{\n  name: '{name}'\n}}\n");
    let run = |main: String| {
        let folder = Folder::with("main.bicep", main).and("m.bicep", bicep(""));
        found(&folder.run(&["check", "--quiet", "--format", "concise", "--select", "AIO201"]))
    };
    let comment = "// aiolint: ignore[AIO201] x\n";
    assert_eq!(run(call("a", "")), ["6:AIO201"]);
    assert_eq!(run(call("a", comment)), [""; 0]);
    // The other call is none that anybody looked at.
    assert_eq!(run(call("a", comment) + &call("b", "")), ["6:AIO201"]);
    assert_eq!(run(call("a", comment) + &call("b", comment)), [""; 0]);
}

#[test]
fn a_suppression_that_one_of_several_deployments_needs_is_used() {
    let module = bicep("param host string\n").replace("host: 'broker'", "// aiolint: ignore[AIO201] x\n host: host");
    let call = |host: &str| format!("module m 'm.bicep' = {{\n  name: 'm'\n  params: {{ host: '{host}' }}\n}}\n");
    let run = |one: &str, other: &str, more: &[&str]| {
        let folder = Folder::with("m.bicep", &module).and("a.bicep", call(one)).and("b.bicep", call(other));
        found(&folder.run(&[&["check", "--quiet", "--format", "concise", "--select", "AIO201"], more].concat()))
    };
    assert_eq!(run("x", "y:1", &[]), [""; 0]);
    assert_eq!(run("x:1", "y", &[]), [""; 0]);
    assert_eq!(run("x:1", "y:1", &[]), ["7:AIO005"]);
    // The files that are reported on are others.
    assert_eq!(run("x:1", "y:1", &["a.bicep"]), [""; 0]);
    // The rest is not known.
    assert_eq!(run("x:1", "y:1", &["m.bicep", "--isolated"]), [""; 0]);
}

#[test]
fn what_was_not_looked_at_is_not_unused() {
    let unused = yaml("", "", ":8883 # aiolint: ignore[AIO201] x");
    assert_eq!(check("a.yaml", &unused), ["9:AIO005"]);
    assert_eq!(check_with("a.yaml", &unused, &["--ignore", "AIO201"]), [""; 0]);
    let other_rule = unused.replace("AIO201", "AIO203");
    assert_eq!(check("a.yaml", &other_rule), [""; 0]);
    // What is not known may become what the suppression is for.
    assert_eq!(check("a.yaml", &unused.replace("broker.example.com:8883", "${HOST}")), [""; 0]);
    // A document of the file can't be read.
    assert_eq!(check("a.yaml", &format!("{unused}---\na: [\n")), ["12:AIO001"]);
    // It is not deployed.
    let comment = bicep("").replace("host: 'broker'", "host: 'broker:1' // aiolint: ignore[AIO201] x");
    assert_eq!(check("a.bicep", &comment), ["6:AIO005"]);
    assert_eq!(check("a.bicep", &comment.replace("= {\n  name", "= if (false) {\n  name")), [""; 0]);
}

#[test]
fn what_can_not_work_is_a_finding() {
    let behind = |comment: &str| check("a.yaml", &yaml("", "", &format!(" {comment}")));
    assert_eq!(behind("# aiolint: ignore[host-port-invalud] x"), ["9:AIO201", "9:AIO007"]);
    assert_eq!(behind("# aiolint: ignore[AIO201, AIO999]"), ["9:AIO007"]);
    assert_eq!(behind("# aiolint: ignore AIO201"), ["9:AIO201", "9:AIO007"]);
    assert_eq!(behind("# aiolint: ignore[] x"), ["9:AIO201", "9:AIO007"]);
    assert_eq!(behind("# aiolint: disable[AIO201]"), ["9:AIO201", "9:AIO007"]);
    assert_eq!(behind("#aiolint:ignore [ aio201 ]: x"), [""; 0]);
    assert_eq!(behind("# not aiolint: ignore[AIO201]"), ["9:AIO201"]);
    // Not even by itself.
    let both = "# aiolint: ignore[AIO007, AIO999] x";
    assert_eq!(behind(both), ["9:AIO201", "9:AIO007", "9:AIO007"]);
    // What can't be read can't be suppressed.
    assert_eq!(
        check("a.yaml", &format!("# aiolint: ignore[AIO001] x\n{}---\na: [\n", yaml("", "", "")))[0],
        "1:AIO007"
    );
}

#[test]
fn reasons_can_be_asked_for() {
    let bare = yaml("", "", " # aiolint: ignore[AIO201]");
    assert_eq!(check("a.yaml", &bare), [""; 0]);
    let reasons = |text: &str| {
        let file = if text.contains("resource") { "a.bicep" } else { "a.yaml" };
        let run = Folder::with(file, text).run(&["check", "-q", "--format", "concise", "--select", "AIO201,AIO008"]);
        found(&run)
    };
    assert_eq!(reasons(&bare), ["9:AIO008"]);
    assert_eq!(reasons(&bare.replace("AIO201]", "AIO201]: because")), [""; 0]);
    let pragma = bicep("").replace("host:", "\n#disable-next-line AIO201\nhost:");
    assert_eq!(reasons(&pragma), ["7:AIO008"]);
    assert_eq!(reasons(&pragma.replace("AIO201", "AIO201 // because")), [""; 0]);
}

#[test]
fn suppressed_findings_are_counted_apart_and_kept_in_sarif() {
    let folder = Folder::with("a.yaml", yaml("", "", " # aiolint: ignore[AIO201] a proxy adds the port"));
    let sarif = folder.run(&["check", "--select", "AIO201", "--format", "sarif"]).code(0);
    let log: serde_json::Value = serde_json::from_str(&sarif.stdout).expect("it is JSON");
    let results = log["runs"][0]["results"].as_array().expect("there are results");
    assert_eq!(results.len(), 1);
    let suppression = &results[0]["suppressions"][0];
    assert_eq!(
        (&suppression["kind"], &suppression["justification"]),
        (&"inSource".into(), &"a proxy adds the port".into())
    );
    assert_eq!(suppression["location"]["physicalLocation"]["region"]["startLine"], 9);
    folder
        .run(&["check", "--select", "AIO201", "--fail-on", "note"])
        .code(0)
        .says("0 notes in 1 resource of 1 file; 1 suppressed");
    for format in ["json", "concise", "github", "gitlab", "azure", "junit", "markdown", "full"] {
        let run = folder.run(&["check", "--select", "AIO201", "--format", format]).code(0);
        assert!(!run.stdout.contains("AIO201") && !run.stdout.contains("host-port-invalid"), "{format}: {run:#?}");
    }
}
