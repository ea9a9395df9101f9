//! Functions of objects.

use crate::check;

#[test]
fn members_in_order() {
    let unordered = |name: &str| format!("?(what `{name}` gives for it is not known)");
    check(
        "var it = { pump: 1, fan: 2, '7th': 3, PUMP: 4 }\nvar open = { ...object, a: 1 }\n",
        &[
            ("map(items(it), x => x.key)", "['7th', 'fan', 'pump', 'PUMP']"),
            ("map(items(it), x => x.value)", "[3, 2, 1, 4]"),
            ("items({ b: p, a: 1 })", "[{key: 'a', value: 1}, {key: 'b', value: ?(parameter `p` has no value)}]"),
            ("items({})", "[]"),
            ("items(open)", "?(parameter `object` has no value)"),
            ("items(object)", "?(parameter `object` has no value)"),
            ("items([1])", &unordered("items")),
            ("objectKeys({ b: 123, A: 456 })", "['A', 'b']"),
            ("objectKeys({ 'line-2': 1, 'line-1': 2, line: 3 })", "['line', 'line-1', 'line-2']"),
            ("objectKeys({})", "[]"),
            ("objectKeys(open)", "?(parameter `object` has no value)"),
            // How these are ordered depends on the culture.
            ("objectKeys({ 'a-b': 1, a_b: 2 })", &unordered("objectKeys")),
            ("objectKeys({ ab: 1, 'a-c': 2 })", &unordered("objectKeys")),
            ("objectKeys({ z: 1, 'ä': 2 })", &unordered("objectKeys")),
            ("objectKeys({ Fan: 1, fan: 2 })", &unordered("objectKeys")),
            ("items({ Fan: 1, fan: 2 })", &unordered("items")),
        ],
    );
}

#[test]
fn what_is_in_an_object() {
    let not = |name: &str| format!("?(what `{name}` gives for it is not known)");
    check(
        "var open = { ...object, a: 1 }\n",
        &[
            ("contains({ a: 1 }, 'A')", "true"),
            ("contains({ a: 1 }, 'b')", "false"),
            ("contains({ a: null }, 'a')", &not("contains")),
            ("contains({ a: p }, 'a')", &not("contains")),
            ("contains({ a: 1 }, p)", "?(parameter `p` has no value)"),
            ("contains({ 'ä': 1 }, 'Ä')", &not("contains")),
            ("contains(open, 'a')", "true"),
            ("contains(open, 'b')", "?(parameter `object` has no value)"),
            ("empty({})", "true"),
            ("empty({ a: null })", "false"),
            ("empty(open)", "false"),
            ("empty(object)", "?(parameter `object` has no value)"),
            ("empty(flag ? {} : { a: 1 })", "<true | false>"),
            ("length({ a: 1, b: p })", "2"),
            ("length({})", "0"),
            ("length(open)", "?(parameter `object` has no value)"),
        ],
    );
}

#[test]
fn objects_together() {
    let not = |name: &str| format!("?(what `{name}` gives for it is not known)");
    check(
        "",
        &[
            ("intersection({ a: 1, b: 2, c: 3 }, { a: 1, b: 0, d: 4 })", "{a: 1}"),
            ("intersection({ a: { x: [1] } }, { a: { x: [1] } }, { b: 1, a: { x: [1] } })", "{a: {x: [1]}}"),
            ("intersection({ a: 1 }, {})", "{}"),
            ("intersection({ a: p }, { a: 1 })", &not("intersection")),
            ("intersection({ a: p }, { b: 1 })", "{}"),
            ("intersection({ a: 1 }, { A: 1 })", &not("intersection")),
            ("intersection({ a: null }, { a: null })", &not("intersection")),
            ("intersection({ a: 1 }, object)", "?(parameter `object` has no value)"),
            ("intersection({ a: 1 }, [1])", &not("intersection")),
            ("shallowMerge([{ a: { x: 1 } }, { a: { y: 2 }, b: 3 }])", "{a: {y: 2}, b: 3}"),
            ("shallowMerge([])", "{}"),
            ("shallowMerge(list)", "?(parameter `list` has no value)"),
        ],
    );
}
