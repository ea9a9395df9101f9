//! Members and items.

use crate::check;

const DECLARED: &str = "var it = {
  foo: [{ bar: 'baz' }, 'last']
  Named: { a: 1 }
  none: null
}
var open = { a: 1, ...object }
var tail = [1, ...list]
var either = flag ? { a: 1 } : { a: 2, b: 3 }
";

#[test]
fn members_and_items() {
    check(
        DECLARED,
        &[
            ("it.foo[0].bar", "'baz'"),
            ("it['foo'][1]", "'last'"),
            ("it.foo[^1]", "'last'"),
            ("it.foo[^2].bar", "'baz'"),
            ("it.fizz", "?(there is no member `fizz`)"),
            ("it.foo[7]", "?(there is no such item)"),
            ("it.foo[-1]", "?(there is no such item)"),
            ("it.foo[^0]", "?(there is no such item)"),
            ("it.foo['a']", "?(there is no such item)"),
            ("it.none.a", "?(there is no member `a`)"),
            ("it[p]", "?(parameter `p` has no value)"),
            ("it.foo[n]", "?(parameter `n` has no value)"),
            ("object.a", "?(parameter `object` has no value)"),
            ("either.a", "<1 | 2>"),
            ("either.b", "<?(there is no member `b`) | 3>"),
            ("it!.foo![0].bar", "'baz'"),
            ("any(it).Named.a", "1"),
        ],
    );
}

#[test]
fn safe_access() {
    check(
        DECLARED,
        &[
            ("it.?foo[0].bar", "'baz'"),
            ("it.?fizz", "null"),
            // The rest is skipped.
            ("it.?fizz[0].bar", "null"),
            ("it.?fizz.a.b ?? 'd'", "'d'"),
            ("it.foo[?0].bar", "'baz'"),
            ("it.foo[?10].bar", "null"),
            ("it.foo[?^3]", "null"),
            ("it.foo[?-1]", "?(there is no such item)"),
            ("it.none.?a", "null"),
            ("it.?none.a", "null"),
            ("it.?Named.b", "?(there is no member `b`)"),
            ("it.?named", "?(`named` is spelled otherwise)"),
            ("object.?a", "<null | ?(parameter `object` has no value)>"),
            ("object.?a ?? 'd'", "<'d' | ?(parameter `object` has no value)>"),
            ("either.?b", "<null | 3>"),
            ("either.?b ?? 4", "<4 | 3>"),
        ],
    );
}

#[test]
fn of_an_open_value_only_what_is_sure_is_known() {
    check(
        &format!("{DECLARED}var after = {{ ...object, b: 2 }}\nvar last = [...list, 9]\n"),
        &[
            // What is spread later may replace it.
            ("open.a", "?(parameter `object` has no value)"),
            ("open.?b", "<null | ?(parameter `object` has no value)>"),
            ("after.b", "2"),
            ("after.?c", "<null | ?(parameter `object` has no value)>"),
            // What is spread earlier moves it.
            ("last[0]", "?(parameter `list` has no value)"),
            ("last[?0]", "<null | ?(parameter `list` has no value)>"),
            ("last[^1]", "?(parameter `list` has no value)"),
            ("first(last)", "?(parameter `list` has no value)"),
            ("length(tail)", "?(parameter `list` has no value)"),
            ("contains(last, 9)", "true"),
            ("contains(last, 8)", "?(parameter `list` has no value)"),
            ("empty(last)", "false"),
            ("[for (x, i) in last: { v: x, i: i }]", "[{v: 9, i: ?(parameter `list` has no value)}, …]"),
            ("map(last, (x, i) => i)", "[?(parameter `list` has no value), …]"),
        ],
    );
}

#[test]
fn a_choice_of_resources_leads_to_the_one_that_is_chosen() {
    check(
        "resource one 'Contoso.Mill/kilns@2024-01-01' = {\n  name: 'k1'\n  properties: { heat: 1 }\n}
resource two 'Contoso.Mill/kilns@2024-01-01' = [for i in range(0, 2): {\n  name: 'k2-${i}'\n  properties: { heat: i }\n}]
var chosen = 1 > 2 ? one : two[1]
var open = flag ? one : one
var around = true ? around : one
var far = chosen
",
        &[
            ("(1 < 2 ? one : two[0]).name", "'k1'"),
            ("chosen.name", "'k2-1'"),
            ("chosen.properties.heat", "1"),
            ("far.name", "'k2-1'"),
            ("(1 < 2 ? two[0] : two[1]).name", "'k2-0'"),
            ("open.name", "?(`one` is a resource, whose content is known when it is deployed)"),
            ("around.name", "?(`around` refers to itself)"),
        ],
    );
}
