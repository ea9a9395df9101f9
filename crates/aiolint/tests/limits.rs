//! What would cost too much to follow: each limit ends as a finding where it is met, and what lies below it has none.

mod support;

use std::fmt::Write as _;

use support::Folder;

const ENDPOINT: &str = "resource endpoint 'Microsoft.IoTOperations/instances/dataflowEndpoints@2025-10-01' = {
  name: 'plant/cloud'
  properties: { endpointType: 'Mqtt', mqttSettings: { host: HOST } }
}
";

/// What is found in an endpoint with this host after these declarations: the place and words of AIO016.
#[track_caller]
fn found(declarations: &str, host: &str) -> Vec<String> {
    let folder = Folder::with("main.bicep", format!("{declarations}{}", ENDPOINT.replace("HOST", host)));
    let run = folder.run(&["check", "--format", "concise"]);
    run.stdout.lines().filter(|line| line.contains("AIO016")).map(str::to_owned).collect()
}

#[track_caller]
fn at_limit(declarations: &str, host: &str, expected: &str) {
    let lines = found(declarations, host);
    assert!(lines.iter().any(|line| line.starts_with(expected)), "{expected} is missing: {lines:#?}");
}

#[track_caller]
fn below(declarations: &str, host: &str) {
    assert_eq!(found(declarations, host), [""; 0], "{declarations:.60}");
}

/// `var v0 = first`, and so many more, each made of the one before it, which is `@` in `next`.
fn chain(first: &str, next: &str, times: usize) -> String {
    let mut text = format!("var v0 = {first}\n");
    for number in 1..=times {
        let _ = writeln!(text, "var v{number} = {}", next.replace('@', &format!("v{}", number - 1)));
    }
    text
}

#[test]
fn a_list_of_numbers() {
    at_limit(
        "",
        "range(0, 1000000)[0]",
        "main.bicep:3:61: warning[AIO016] this can't be followed: the list has too many",
    );
    below("", "'${range(0, 10000)[9999]}'");
}

#[test]
fn loops_in_loops() {
    let nested = "[for a in range(0, 200): [for b in range(0, 200): [for c in range(0, 200): a * b * c]]]";
    at_limit(&format!("var many = {nested}\n"), "'${many[0][0][0]}'", "main.bicep:1:");
    let few = nested.replace("200", "20");
    below(&format!("var few = {few}\n"), "'${few[0][0][0]}'");
}

#[test]
fn turns_of_a_loop() {
    let turns = |count: usize| format!("var all = [for a in range(0, {count}): a]\n");
    at_limit(
        &turns(257),
        "'${all[0]}'",
        "main.bicep:1:11: warning[AIO016] this can't be followed: the loop has too many",
    );
    below(&turns(256), "'${all[0]}'");
    let resources = |count: usize| {
        format!(
            "resource each 'Contoso.Mill/mills@2024-01-01' = [for a in range(0, {count}): {{ name: 'm-${{a}}' }}]\n"
        )
    };
    at_limit(&resources(257), "'a'", "main.bicep:1:59: warning[AIO016] this can't be followed: the loop has too many");
    below(&resources(256), "'a'");
}

#[test]
fn the_length_of_a_text() {
    at_limit("", "padLeft('x', 2000000000)", "main.bicep:3:61: warning[AIO016] this can't be followed: it is too long");
    let doubled = |times| chain("'ab'", "'${@}${@}'", times);
    at_limit(&doubled(30), "v30", "main.bicep:");
    below(&doubled(15), "v15");
}

#[test]
fn the_depth_of_values_and_of_calls() {
    at_limit(&chain("[1]", "[@]", 120), "'${v120}'", "main.bicep:");
    below(&chain("[1]", "[@]", 60), "'${v60}'");
    let calls = "func f(x int) int => g(x)\nfunc g(x int) int => f(x)\n";
    at_limit(calls, "'${f(1)}'", "main.bicep:");
}

#[test]
fn modules_below_modules() {
    let folder = |depth: usize| {
        let module = |number: usize| match number == depth {
            true => "output host string = 'a'\n".to_owned(),
            false => format!("module m 'm{}.bicep' = {{\n  name: 'm'\n}}\n", number + 1),
        };
        (0..=depth).fold(Folder::new(), |folder, number| folder.and(&format!("m{number}.bicep"), module(number)))
    };
    folder(45).run(&["check", "--fail-on", "warning"]).code(1).says("AIO016").says("modules call each other too deep");
    folder(30).run(&["check", "--fail-on", "warning"]).code(0);
}
