//! The pragmas of Bicep, as its compiler takes them: one test for each thing that it does
//! (`DisabledDiagnosticsCache` and `Lexer` of Azure/bicep).

mod support;

use support::Folder;

/// Two endpoints without a port, in the places `host: A` and `host: B`; the lines of what is found.
fn lines(text: &str) -> Vec<usize> {
    let run = Folder::with("a.bicep", text).run(&["check", "-q", "--format", "concise", "--select", "AIO201"]);
    assert!(run.stderr.is_empty(), "{run:#?}");
    let line = |line: &str| {
        assert!(line.contains("AIO201"), "{line}");
        line.split(':').nth(1)?.parse().ok()
    };
    run.stdout.lines().filter_map(line).collect()
}

/// A file with what stands above all, above the first host (line 7), between the two, and above the second host
/// (line 17), each in a line of its own.
fn file(top: &str, first: &str, between: &str, second: &str) -> String {
    let resource = |name: &str, above: &str| {
        format!(
            "resource {name} 'Microsoft.IoTOperations/instances/dataflowEndpoints@2025-10-01' = {{\n  name: 'aio/{name}'\n  \
             properties: {{\n    endpointType: 'Mqtt'\n    mqttSettings: {{\n{above}\n      host: 'broker'\n    }}\n  }}\n}}\n"
        )
    };
    format!("{top}\n{}{between}\n{}", resource("a", first), resource("b", second))
}

const A: usize = 8;
const B: usize = 19;
const NONE: [usize; 0] = [];

#[test]
fn next_line_reaches_to_the_end_of_the_line_after_it() {
    assert_eq!(lines(&file("", "", "", "")), [A, B]);
    assert_eq!(lines(&file("", "#disable-next-line AIO201", "", "")), [B]);
    assert_eq!(lines(&file("", "  #disable-next-line AIO201", "", "")), [B]);
    assert_eq!(lines(&file("", "#disable-next-line AIO201\n", "", "")), [A + 1, B + 1], "a blank line is a line");
    assert_eq!(lines(&file("", "#disable-next-line AIO201\n// c", "", "")), [A + 1, B + 1], "so is a comment");
    let crlf = file("", "#disable-next-line AIO201", "", "").replace('\n', "\r\n");
    assert_eq!(lines(&crlf), [B]);
}

#[test]
fn only_where_a_finding_starts_counts() {
    // The finding starts a line before the one that is disabled, and goes on in it.
    let long = |text: &str| file("", "", "", "").replacen("'broker'", text, 1);
    assert_eq!(lines(&long("'''x\n'''")), [A, B + 1]);
    let over = "'Mqtt'\n#disable-next-line AIO201\n    mqtt";
    assert_eq!(lines(&long("'''x\n'''").replacen("'Mqtt'\n    mqtt", over, 1)), [A + 1, B + 2]);
    // Other places of a finding do not count: the default stands in the line that is disabled.
    let default = file("#disable-next-line AIO201\nparam host string = 'broker'", "", "", "").replacen(
        "host: 'broker'",
        "host: host",
        1,
    );
    assert_eq!(lines(&default), [A + 1, B + 1]);
}

#[test]
fn pragmas_one_above_the_other_reach_no_further() {
    assert_eq!(lines(&file("", "#disable-next-line AIO201\n#disable-next-line AIO999x", "", "")), [A + 1, B + 1]);
    assert_eq!(lines(&file("", "#disable-next-line other\n#disable-next-line AIO201", "", "")), [B + 1]);
}

#[test]
fn disable_reaches_to_the_end_of_the_file() {
    assert_eq!(lines(&file("#disable-diagnostics AIO201", "", "", "")), NONE);
    assert_eq!(lines(&file("", "", "#disable-diagnostics AIO201", "")), [A]);
    assert_eq!(lines(&file("", "", "", "#disable-diagnostics AIO201")), [A]);
}

#[test]
fn restore_ends_what_was_disabled() {
    assert_eq!(lines(&file("#disable-diagnostics AIO201", "", "#restore-diagnostics AIO201", "")), [B]);
    assert_eq!(lines(&file("#disable-diagnostics AIO201", "", "#restore-diagnostics other", "")), NONE);
    assert_eq!(lines(&file("#disable-diagnostics AIO201 other", "", "#restore-diagnostics AIO201", "")), [B]);
    let again = file("#disable-diagnostics AIO201", "#restore-diagnostics AIO201", "#disable-diagnostics AIO201", "");
    assert_eq!(lines(&again), [A]);
}

#[test]
fn restore_without_disable_does_nothing() {
    assert_eq!(lines(&file("#restore-diagnostics AIO201", "", "", "")), [A, B]);
    assert_eq!(lines(&file("#restore-diagnostics AIO201\n#disable-diagnostics AIO201", "", "", "")), NONE);
}

#[test]
fn disabled_again_is_disabled_from_the_first_one_on() {
    let twice = "#disable-diagnostics AIO201\n#disable-diagnostics AIO201";
    assert_eq!(lines(&file(twice, "", "", "")), NONE);
    assert_eq!(lines(&file(twice, "", "#restore-diagnostics AIO201", "")), [B + 1], "one restore ends both");
}

#[test]
fn restore_does_not_end_a_next_line() {
    let text = "#disable-diagnostics AIO201\n#restore-diagnostics AIO201\n#disable-next-line AIO201";
    assert_eq!(lines(&file("", text, "", "")), [B + 2]);
}

#[test]
fn codes_are_taken_letter_by_letter() {
    assert_eq!(lines(&file("", "#disable-next-line host-port-invalid", "", "")), [B], "a name is a code too");
    assert_eq!(lines(&file("", "#disable-next-line Host-Port-Invalid", "", "")), [A, B]);
    let run =
        Folder::with("a.bicep", file("", "#disable-next-line aio201", "", "")).run(&["check", "--select", "AIO201"]);
    run.code(1).says("pragmas distinguish capital letters: `aio201` is no rule").says("2 errors, 1 warning");
}

#[test]
fn codes_stand_between_blanks_and_tabs_up_to_any_other_character() {
    assert_eq!(lines(&file("", "#disable-next-line other AIO201", "", "")), [B]);
    assert_eq!(lines(&file("", "#disable-next-line\tother\tAIO201  ", "", "")), [B]);
    assert_eq!(lines(&file("", "#disable-next-line AIO201 // why", "", "")), [B]);
    assert_eq!(lines(&file("", "#disable-next-line other // AIO201", "", "")), [A, B]);
    assert_eq!(lines(&file("", "#disable-next-lineAIO201", "", "")), [B], "the keyword is a prefix");
    assert_eq!(lines(&file("#disable-diagnosticsAIO201", "", "", "")), NONE);
}

#[test]
fn pragmas_stand_wherever_a_line_can_start() {
    let first = file("", "", "", "").trim_start().to_owned();
    assert_eq!(lines(&format!("#disable-diagnostics AIO201\n{first}")), NONE);
    let list = "var list = [\n#disable-diagnostics AIO201\n  1\n]";
    assert_eq!(lines(&file(list, "", "", "")), NONE);
    let decorators = "@description('x')\n#disable-diagnostics AIO201\n@minLength(1)\nparam p string = 'y'";
    assert_eq!(lines(&file(decorators, "", "", "")), NONE);
    let arguments = "var joined = concat(\n#disable-diagnostics AIO201\n  'a', 'b')";
    assert_eq!(lines(&file(arguments, "", "", "")), NONE);
}

#[test]
fn behind_something_or_in_a_string_is_no_pragma() {
    assert_eq!(lines(&file("// #disable-diagnostics AIO201", "", "", "")), [A, B]);
    assert_eq!(lines(&file("/*\n#disable-diagnostics AIO201\n*/", "", "", "")), [A + 2, B + 2]);
    assert_eq!(lines(&file("var x = '''\n#disable-diagnostics AIO201\n'''", "", "", "")), [A + 2, B + 2]);
    let behind = Folder::with("a.bicep", file("var x = 1 #disable-diagnostics AIO201", "", "", ""));
    behind.run(&["check", "--format", "concise", "--select", "AIO201"]).code(1).says("AIO001").says("3 errors");
}

#[test]
fn a_pragma_without_a_code_is_an_error() {
    let run = Folder::with("a.bicep", file("", "#disable-next-line", "", "")).run(&["check", "--select", "AIO201"]);
    run.code(1).says("AIO001");
}

#[test]
fn errors_of_the_language_itself_can_not_be_disabled() {
    let text = "#disable-diagnostics AIO001 AIO011\nvar x = y\nvar z = \n";
    let run =
        Folder::with("a.bicep", file(text, "", "", "")).run(&["check", "--format", "concise", "--select", "AIO201"]);
    run.code(1).says("AIO001").says("AIO011").says("`syntax-error` can't be suppressed in a file");
}

#[test]
fn pragmas_that_disable_nothing_are_not_reported() {
    let right = file("#disable-diagnostics AIO201", "", "", "").replace("'broker'", "'broker:1'");
    assert_eq!(lines(&right), NONE);
    // Most are meant for the compiler.
    assert_eq!(lines(&file("#disable-diagnostics no-unused-vars BCP081", "", "", "")), [A, B]);
}
