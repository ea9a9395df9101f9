//! Bicep that is broken, hostile or no text: what is wrong is said where it is, and what is around it is judged.

use serde_json::Value;

use crate::support::{Folder, Run};

/// A data flow endpoint with one mistake, in its sixth line: the host has a scheme and no port.
const ENDPOINT: &str = "\
resource remote 'Microsoft.IoTOperations/instances/dataflowEndpoints@2025-10-01' = {
  name: 'aio/remote'
  properties: {
    endpointType: 'Mqtt'
    mqttSettings: {
      host: 'https://mqtt.contoso.com'
      authentication: { method: 'Anonymous' }
    }
  }
}
";

/// The lines of an endpoint.
const LINES: usize = 10;

/// Checks this text between two endpoints, which are judged whatever it is. What is said of it, one line for each
/// finding, without the name of the file; lines are counted from its own first one.
#[track_caller]
fn between(text: &str) -> Vec<String> {
    let second = ENDPOINT.replace("remote", "second");
    let folder = Folder::with("a.bicep", format!("{ENDPOINT}{text}\n{second}"));
    let run = folder.run(&["check", "--format", "concise"]).code(1).says("in 2 resources of 1 file");
    let lines = text.split('\n').count();
    let host = "13: error[AIO201]";
    run.says(&format!("a.bicep:6:{host}")).says(&format!("a.bicep:{}:{host}", LINES + lines + 6)).own_lines()
}

impl Run {
    /// The findings of [`between`] that are not those of the two endpoints.
    fn own_lines(&self) -> Vec<String> {
        let finding = |line: &str| {
            let rest = line.strip_prefix("a.bicep:")?;
            let (number, rest) = rest.split_once(':')?;
            let number = number.parse::<usize>().ok()?.checked_sub(LINES)?;
            (!rest.starts_with("13: error[AIO201]")).then(|| format!("{number}:{rest}"))
        };
        self.stdout.lines().filter_map(finding).collect()
    }
}

const N: usize = 100_000;

/// Of nesting without end only one thing is said, where it gets too deep.
#[test]
fn deep_nesting_is_not_read_and_harms_nothing() {
    let deep = "this is nested more than 300 levels deep, and is not read (syntax-error)";
    for (open, inner, close, column) in [
        ("(", "1", ")", 312),
        ("[", "", "]", 312),
        ("{a:", "1", "}", 912),
        ("f(", "1", ")", 612),
        ("true ? ", "1", " : 2", 2_105),
        ("true ? 1 : ", "2", "", 3_301),
        ("1 + ", "1", "", 12),
        ("", "a", ".b", 12),
        ("a => ", "1", "", 1_512),
    ] {
        let text = format!("var more = {}{inner}{}", open.repeat(N), close.repeat(N));
        let found = between(&text);
        assert_eq!(found, [format!("1:{column}: error[AIO001] {deep}")], "{open}{inner}{close}");
    }
}

#[test]
fn brackets_that_are_never_closed_are_wrong_where_the_line_ends() {
    for (open, closing, deep) in [("(", ")", None), ("[", "]", Some(312)), ("{a:", "}", Some(912))] {
        let found = between(&format!("var more = {}", open.repeat(N)));
        let end = 12 + open.len() * N;
        let bracket = open.chars().next().unwrap();
        let unclosed = format!(
            "1:{end}: error[AIO001] expected `{closing}`: the `{bracket}` before it is never closed (syntax-error)"
        );
        assert_eq!(found.last(), Some(&unclosed), "{open}");
        let deep = deep.map(|column| {
            format!(
                "1:{column}: error[AIO001] this is nested more than 300 levels deep, and is not read (syntax-error)"
            )
        });
        assert_eq!(found.first().filter(|_| found.len() == 2), deep.as_ref(), "{open}");
    }
}

#[test]
fn what_is_repeated_without_end_is_wrong_once() {
    for (text, expected) in [
        (")".repeat(N), "1:12: error[AIO001] expected a value, but found `)` (syntax-error)"),
        ("!".repeat(N) + "true", "1:13: error[AIO001] expected a value, but found `!` (syntax-error)"),
        ("-".repeat(N) + "1", "1:13: error[AIO001] expected a value, but found `-` (syntax-error)"),
        ("'${".repeat(N), "1:12: error[AIO001] this string never ends (syntax-error)"),
    ] {
        assert_eq!(between(&format!("var more = {text}")), [expected], "{text:.9}");
    }
}

#[test]
fn a_broken_list_of_ten_thousand_items_ends_in_time() {
    let text = format!("var more = [\n{}{}]", "  1\n".repeat(10_000), "  1 2\n".repeat(60));
    let found = between(&text);
    assert!(found.len() <= 50, "{} errors of one statement", found.len());
    assert_eq!(
        found[0],
        "10002:5: error[AIO001] expected `,`, `]` or the end of the line, but found `2` (syntax-error)"
    );
}

#[test]
fn a_string_of_ten_megabytes_is_a_string() {
    let long = "x".repeat(10 << 20);
    for text in [format!("var more = '{long}'"), format!("var more = '''{long}'''"), format!("// {long}")] {
        assert_eq!(between(&text), [""; 0], "{text:.20}");
    }
    let found = between(&format!("var more = '{}", "x".repeat(1 << 20)));
    assert_eq!(found, ["1:12: error[AIO001] this string never ends (syntax-error)"]);
    let found = between(&format!("var {} = 1", "x".repeat(10 << 20)));
    assert_eq!(found, ["1:5: error[AIO001] a name has at most 255 characters (syntax-error)"]);
}

#[test]
fn half_a_million_statements_are_read() {
    let many: String = (0..500_000).map(|number| format!("var a{number} = 0\n")).collect();
    let folder = Folder::with("a.bicep", format!("{many}{ENDPOINT}"));
    folder.run(&["check"]).code(1).says("a.bicep:500006:13").says("in 1 resource of 1 file").says("1 error");
}

#[test]
fn thousands_of_broken_statements_are_too_many_to_list() {
    let many: String = (0..10_000).map(|number| format!("var a{number} =\n")).collect();
    let folder = Folder::with("a.bicep", format!("{many}{ENDPOINT}"));
    let run = folder
        .run(&["check"])
        .code(1)
        .says("AIO001")
        .says("202 errors")
        .says("more errors than are listed")
        .says("in 1 resource of 1 file");
    assert!(run.stdout.matches("AIO001").count() <= 201 && run.stdout.len() < 60_000, "{}", run.stdout.len());
}

#[test]
fn what_never_ends_is_wrong_where_it_starts() {
    let string = "error[AIO001] this string never ends (syntax-error)";
    let comment = "error[AIO001] this comment never ends (syntax-error)";
    for (text, expected) in [
        ("var more = 'abc", format!("1:12: {string}")),
        ("var more = 'abc${", format!("1:12: {string}")),
        ("var more = '''abc", format!("1:12: {string}")),
        ("var more = '''", format!("1:12: {string}")),
        ("var more = $$'''a$${b", format!("1:12: {string}")),
        ("/* abc", format!("1:1: {comment}")),
        ("var more = 1 /* abc", format!("1:14: {comment}")),
        ("var more = {\n  a: 'b\n  c: 1\n}", format!("2:6: {string}")),
        ("var more = {\n  a: '''b\n  c: 1\n}", format!("2:6: {string}")),
        ("var more = {\n  a: 1 /* b\n  c: 1\n}", format!("2:8: {comment}")),
        ("var more = [\n  f('b)\n  1\n]", format!("2:5: {string}")),
    ] {
        assert_eq!(between(text), [expected], "{text}");
    }
}

#[test]
fn the_members_beside_a_string_that_never_ends_are_judged() {
    for quotes in ["'", "'''"] {
        let text = ENDPOINT.replace("'aio/remote'", &format!("{quotes}aio/remote"));
        let folder = Folder::with("a.bicep", text);
        let run = folder.run(&["check", "--format", "concise"]).code(1).says("2 errors").says("1 resource of 1 file");
        run.says("a.bicep:2:9: error[AIO001] this string never ends").says("a.bicep:6:13: error[AIO201]");
    }
}

/// What the program says of an endpoint with these settings.
fn settings(lines: &str) -> String {
    let text = ENDPOINT.replace("      host: 'https://mqtt.contoso.com'\n", lines);
    Folder::with("a.bicep", text).run(&["check", "--format", "concise"]).code(1).stdout
}

#[test]
fn members_without_braces_belong_to_their_key() {
    let missing = "a.bicep:6:7: error[AIO012] `tls` has no braces around its members (missing-braces)\n";
    for member in ["mode: 'Disabled'", "trustedCaCertificateConfigMapRef: 'https://mqtt.contoso.com'"] {
        let found = settings(&format!("      tls:\n        {member}\n      host: 'b:8883'\n"));
        assert_eq!(found, format!("{missing}1 error, 0 warnings, 0 notes in 1 resource of 1 file\n"), "{member}");
    }
    let text = ENDPOINT.replace("mqttSettings: {", "mqttSettings:").replacen("    }\n", "", 1);
    let run = Folder::with("a.bicep", text).run(&["check", "--format", "concise"]).code(1).says("2 errors");
    run.says("a.bicep:5:5: error[AIO012] `mqttSettings` has no braces").says("a.bicep:6:13: error[AIO201]");
}

/// The line and the column of the only finding in JSON, and the place that people are shown.
#[track_caller]
fn place(content: impl AsRef<[u8]>) -> (u64, u64, String) {
    let folder = Folder::with("a.bicep", content);
    let run = folder.run(&["check", "--format", "json"]).code(1);
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report["findings"].as_array().unwrap().len(), 1, "{report:#}");
    let start = &report["findings"][0]["range"]["start"];
    let run = folder.run(&["check", "--format", "concise"]).code(1);
    let shown = run.stdout.split(": ").next().unwrap().to_owned();
    (start["line"].as_u64().unwrap(), start["column"].as_u64().unwrap(), shown)
}

#[test]
fn what_stands_before_a_finding_moves_it_by_columns() {
    let endpoint = |old: &str, new: &str| ENDPOINT.replace(old, new);
    for (text, line, units, characters) in [
        (ENDPOINT.to_owned(), 6, 13, 13),
        (format!("\u{feff}{ENDPOINT}"), 6, 13, 13),
        (endpoint("\n", "\r\n"), 6, 13, 13),
        (endpoint("\n", "\r"), 6, 13, 13),
        (endpoint("      host: ", "\t\t\thost:\t"), 6, 10, 10),
        (endpoint("host: ", "'clientIdPrefix': '🏭🏭é', host: "), 6, 40, 38),
        (endpoint("host: ", "/* 🏭 */ host: "), 6, 22, 21),
        ("var a = '🏭' b\n".into(), 1, 14, 13),
        ("\u{feff}var a = b c\n".into(), 1, 11, 11),
        ("var a = {\r\n  b: 1\r\n\tc 'd'\r\n}\r\n".into(), 3, 4, 4),
    ] {
        assert_eq!(place(&text), (line, units, format!("a.bicep:{line}:{characters}")), "{text:?}");
    }
}

/// UTF-16 as Windows writes it.
fn utf16(text: &str) -> Vec<u8> {
    format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn what_is_no_text_is_an_error_that_says_why() {
    for (content, why) in [
        ([ENDPOINT.as_bytes(), b"// \xe9t\xe9\n"].concat(), "it is not UTF-8: the byte at offset 267 is invalid"),
        (utf16(ENDPOINT), "it is UTF-16, not UTF-8"),
        (utf16(ENDPOINT).chunks(2).flat_map(|unit| [unit[1], unit[0]]).collect(), "it is UTF-16, not UTF-8"),
        ([ENDPOINT.as_bytes(), b"var a = \0\n"].concat(), "it is binary"),
        (b"\0".to_vec(), "it is binary"),
    ] {
        for name in ["a.bicep", "a.bicepparam"] {
            let folder = Folder::with(name, &content).and("b.bicep", ENDPOINT);
            for arguments in [&["check"][..], &["check", "a.bicep", "a.bicepparam", "b.bicep"]] {
                let arguments: Vec<&str> =
                    arguments.iter().copied().filter(|path| !path.starts_with("a.") || *path == name).collect();
                let run = folder.run(&arguments).code(1).says(why).says(&format!("{name}:1:1")).says("AIO002");
                run.says("b.bicep:6:13").says("2 errors, 0 warnings, 0 notes in 1 resource of 2 files");
            }
        }
    }
}

#[test]
fn a_file_of_17_mib_is_not_read() {
    let folder = Folder::with("a.bicep", [ENDPOINT, &"// nothing\n".repeat((17 << 20) / 11)].concat());
    folder.run(&["check"]).code(1).says("a.bicep:1:1").says("more than a manifest may have").says("AIO002");
}

#[test]
fn a_file_that_declares_nothing_is_clean() {
    for content in ["", "\n\r\n", "\u{feff}", "// nothing\n", "/* a\n b */\n", "#disable-next-line a\n", " \t"] {
        for name in ["a.bicep", "a.bicepparam"] {
            let run = Folder::with(name, content).run(&["check"]).code(0);
            assert_eq!(run.stdout, "0 errors, 0 warnings, 0 notes in 0 resources of 1 file\n", "{name} {content:?}");
        }
    }
}

#[test]
fn errors_in_a_parameter_file_are_found_one_by_one() {
    let text = "\
using none
param a =
param b = 'x
resource c 'd' = {
}
param e = {
  f: 1
param g string
";
    let folder = Folder::with("a.bicepparam", text);
    let run = folder.run(&["check", "--format", "concise"]).code(1);
    let found: Vec<_> = run.stdout.lines().map(|line| line.trim_start_matches("a.bicepparam:")).collect();
    assert_eq!(
        found,
        [
            "2:10: error[AIO001] expected a value, but the line ends here (syntax-error)",
            "3:11: error[AIO001] this string never ends (syntax-error)",
            "4:1: error[AIO001] this can't be declared in a parameter file (syntax-error)",
            "7:7: error[AIO001] expected `}`: the `{` before it is never closed (syntax-error)",
            "8:9: error[AIO001] a parameter file gives values: its parameters have no types (syntax-error)",
            "5 errors, 0 warnings, 0 notes in 0 resources of 1 file",
        ]
    );
}
