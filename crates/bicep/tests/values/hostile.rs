//! Files made to cost time or memory: each ends quickly, and what was not found out is unknown.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use aiolint_core::Data;

use crate::{resources_of, shown, source};

/// A debug build on a busy machine takes some seconds; without a limit these would take years.
const LONGEST: Duration = Duration::from_secs(60);

const IT: &str = "resource it 'Contoso.Mill/kilns@2024-01-01' = {\n  name: 'it'\n  properties: { v: end }\n}\n";

/// What `end` is in a file with these declarations, in the first characters of it.
#[track_caller]
fn end(declarations: &str) -> String {
    let begin = Instant::now();
    let source = source(&format!("{declarations}\n{IT}"));
    let resources = resources_of(&source);
    assert!(begin.elapsed() < LONGEST, "{:?} for {:.60}", begin.elapsed(), declarations);
    let it = resources.iter().find(|resource| resource.name.known_text() == Some("it")).unwrap();
    let value = it.spec.get("v").unwrap_or(&it.spec);
    match &value.data {
        Data::List(list) => format!("[{} items]", list.items.len()),
        Data::Map(map) => format!("{{{} members}}", map.entries().len()),
        Data::OneOf(choices) => format!("<{} choices>", choices.len()),
        _ => shown(value).chars().take(60).collect(),
    }
}

/// `var v0 = first`, and sixty more, each made of the one before it, which is `@` in `next`.
fn doubled(first: &str, next: &str) -> String {
    let mut text = format!("param p string\nparam flag bool\nvar v0 = {first}\n");
    for number in 1..=60 {
        let _ = writeln!(text, "var v{number} = {}", next.replace('@', &format!("v{}", number - 1)));
    }
    text
}

const TOO_MANY_STEPS: &str = "?(it takes too many steps to find out)";

#[test]
fn doubled_sixty_times() {
    for (first, next, expected) in [
        ("'ab'", "'${@}${@}'", "'…'"),
        ("'a${p}'", "'${@}${@}'", "'……'"),
        ("'ab'", "concat(@, @)", "'…'"),
        ("p", "concat('a', @, @)", "'…'"),
        ("'ab'", "format('{0}{0}', @)", "'…'"),
        ("'ab'", "replace(@, 'a', 'abab')", "?(what `replace` gives for it is not known)"),
        ("'ab'", "join([@, @], ',')", "'…,…'"),
        ("[1]", "concat(@, @)", TOO_MANY_STEPS),
        ("[1]", "[...@, ...@]", "[0 items]"),
        ("[1]", "flatten([@, @])", TOO_MANY_STEPS),
        // What is shared stays small.
        ("[1]", "[@, @]", "[2 items]"),
        ("{ a: 1 }", "{ a: @, b: @ }", "{2 members}"),
        ("{ a: 1 }", "union(@, { a: @, b: @ })", "{2 members}"),
        ("{ a: 1 }", "map([@, @], x => { a: x, b: x })", "[2 items]"),
        // Never more than sixteen.
        ("1", "flag ? @ : [@]", "<13 choices>"),
    ] {
        let found = end(&format!("{}var end = v60\n", doubled(first, next)));
        assert_eq!(found, expected, "{next}");
    }
}

#[test]
fn what_is_shared_is_compared_within_limits() {
    for (first, next) in [("[1]", "[@, @]"), ("{ a: 1 }", "{ a: @, b: @ }")] {
        let pair = doubled(first, next)
            + &doubled(first, next)
                .replace("param p string\nparam flag bool\n", "")
                .replace("v", "w")
                .replace("war ", "var ");
        for (expression, expected) in [
            ("v60 == w60", "?(the operation does not fit the values)"),
            ("contains([v60], w60)", "?(what `contains` gives for it is not known)"),
            ("length(union([v60], [v59], [w60]))", "?(what `union` gives for it is not known)"),
        ] {
            assert_eq!(end(&format!("{pair}var end = {expression}\n")), expected, "{next}");
        }
        assert_eq!(end(&format!("{pair}var end = flag ? v60 : w60\n")), "<2 choices>");
    }
}

#[test]
fn loops_in_loops_end() {
    let all = "range(0, 1000)";
    for (expression, expected) in [
        ("[for a in range(0, 256): [for b in range(0, 256): [for c in range(0, 256): a]]]", "[256 items]"),
        ("map(range(0, 1000), a => map(range(0, 1000), b => map(range(0, 1000), c => a)))", "[1000 items]"),
        (
            "length(filter(ALL, a => length(filter(ALL, b => length(filter(ALL, c => c > b)) > 0)) > 0))",
            "?(what `filter` gives is not known)",
        ),
        ("reduce(ALL, [], (x, y) => concat(x, [y]))", TOO_MANY_STEPS),
        ("reduce(ALL, [], (x, y) => [x])", "[1 items]"),
        ("reduce(ALL, {}, (x, y) => { a: x })", "{1 members}"),
        ("length(reduce(ALL, 'a', (x, y) => '${x}${x}'))", "?(it is too long)"),
        ("reduce(ALL, {}, (x, y) => union(x, { '${y}': x }))", TOO_MANY_STEPS),
        ("length(toObject(ALL, x => '${x}'))", "1000"),
        ("sort(ALL, (x, y) => x > y)", "?(what `sort` gives is not known)"),
        ("length(union(ALL, ALL))", "?(what `union` gives for it is not known)"),
        ("[for a in range(0, 256): [for b in range(0, 256): contains(ALL, -1)]]", "[256 items]"),
        ("[for a in range(0, 256): [for b in range(0, 256): padLeft('a', 200, '${b}')]]", "[256 items]"),
    ] {
        let found = end(&format!("var end = {}\n", expression.replace("ALL", all)));
        assert_eq!(found, expected, "{expression}");
    }
}

#[test]
fn functions_that_call_each_other_end() {
    let mut text = String::from("func f0(x int) int => x\n");
    for number in 1..=60 {
        let inner = number - 1;
        let _ = writeln!(text, "func f{number}(x int) int => f{inner}(x) + f{inner}(x + 1)");
    }
    assert_eq!(end(&format!("{text}var end = f60(1)\n")), TOO_MANY_STEPS);
    assert_eq!(end("func f(x int) int => x > 0 ? f(x - 1) + f(x - 2) : 1\nvar end = f(50)\n"), TOO_MANY_STEPS);
    let many: Vec<String> = (0..20_000).map(|number| format!("a{number} int")).collect();
    assert_eq!(
        end(&format!("func f({}) int => a19999\nvar end = f(1)\n", many.join(", "))),
        "?(`a19999` is not given)"
    );
}

#[test]
fn long_chains_end() {
    let mut chain = String::from("var v0 = 'a'\n");
    for number in 1..10_000 {
        let _ = writeln!(chain, "var v{number} = v{}", number - 1);
    }
    assert_eq!(end(&format!("{chain}var end = v9999\n")), TOO_MANY_STEPS);
    assert_eq!(end(&format!("{chain}var end = v150\n")), "'a'");
    let nested = chain.replace("= v", "= [v").replace('\n', "]\n").replace("'a']", "'a'");
    let mut ladder = nested;
    // Each of these asks for the next hundred, so that the depth of the evaluation is no limit.
    for number in (0..10_000).step_by(100) {
        let _ = writeln!(
            ladder,
            "resource r{number} 'Contoso.Mill/its@2024-01-01' = {{\n  name: 'r'\n  tags: v{number}\n}}"
        );
    }
    // The last stands behind all of them.
    assert_eq!(end(&format!("{ladder}var end = v9900\n")), "?(it is nested too deep)");
    let ternaries: String =
        (0..5_000).map(|number| format!("var t{number} = flag ? {number} : 'x{number}'\n")).collect();
    let sum: Vec<String> = (0..5_000).map(|number| format!("t{number}")).collect();
    let all = format!("param flag bool\n{ternaries}var end = '${{{}}}'\n", sum.join("}${"));
    assert_eq!(end(&all), "'…'");
}

#[test]
fn twenty_thousand_resources() {
    let one = |number: usize| {
        format!("resource r{number} 'Contoso.Mill/its@2024-01-01' = {{\n  name: 'r${{x}}{number}'\n}}\n")
    };
    let many: String = (0..20_000).map(one).collect();
    let source = source(&format!("var x = 'y'\n{many}"));
    let begin = Instant::now();
    let resources = resources_of(&source);
    assert!(begin.elapsed() < LONGEST, "{:?}", begin.elapsed());
    assert_eq!(resources.len(), 20_000, "what it is named may be unknown, but that it is there is known");
    assert_eq!(shown(&resources[0].name), "'ry0'");
}

#[test]
fn resources_in_resources_and_in_loops() {
    let mut nested = String::new();
    for number in 0..1_000 {
        let _ =
            writeln!(nested, "  resource n{number} 'ns' = {{\n    name: 'n${{n{}.name}}'\n  }}", (number + 1) % 1_000);
    }
    let text = format!("resource outer 'Contoso.Mill/its@2024-01-01' = {{\n  name: 'o'\n{nested}}}\nvar end = 1\n");
    assert_eq!(end(&text), "1");
    let looped: String = (0..200)
        .map(|number| {
            format!("resource l{number} 'Contoso.Mill/its@2024-01-01' = [for i in range(0, 256): {{\n  name: 'l${{i}}'\n  tags: {{ a: [for j in range(0, 256): j] }}\n}}]\n")
        })
        .collect();
    end(&format!("var end = 1\n{IT}{looped}").replacen(IT, "", 1));
}
