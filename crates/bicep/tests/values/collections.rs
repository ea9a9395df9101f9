//! Objects, arrays, spreads and loops.

use crate::check;

#[test]
fn spreads_in_objects() {
    check(
        "var base = { a: 1, b: 2 }\n",
        &[
            ("{ ...base, b: 3 }", "{a: 1, b: 3}"),
            ("{ b: 3, ...base }", "{b: 2, a: 1}"),
            ("{ ...base, ...(flag ? { c: 3 } : {}) }", "<{a: 1, b: 2, c: 3} | {a: 1, b: 2}>"),
            (
                "{ ...base, ...object }",
                "{a: ?(parameter `object` has no value), b: ?(parameter `object` has no value), …}",
            ),
            ("{ ...object, ...base }", "{a: 1, b: 2, …}"),
            ("{ '${p}': 1, a: 2 }", "{a: 2, …}"),
            ("{ '${'x'}y': 1 }", "{xy: 1}"),
        ],
    );
}

#[test]
fn spreads_in_arrays() {
    check(
        "var base = [1, 2]\n",
        &[
            ("[0, ...base]", "[0, 1, 2]"),
            ("[...base, ...(flag ? [3] : [])]", "<[1, 2, 3] | [1, 2]>"),
            ("[0, ...list]", "[0, …]"),
            ("[...list]", "[…]"),
        ],
    );
}

#[test]
fn loops() {
    check(
        "var names = ['a', 'b']\nvar both = flag ? ['a'] : ['b', 'c']\n",
        &[
            ("[for name in names: '${name}!']", "['a!', 'b!']"),
            ("[for (name, i) in names: { '${name}': i }]", "[{a: 0}, {b: 1}]"),
            ("[for i in range(3, 2): i * 2]", "[6, 8]"),
            ("[for name in names: '${name}${p}']", "['a${p}', 'b${p}']"),
            ("[for name in both: name]", "<['a'] | ['b', 'c']>"),
            ("[for name in []: name]", "[]"),
            ("[for name in list: name]", "?(parameter `list` has no value)"),
            ("[for name in [...list, 'z']: name]", "['z', …]"),
            ("[for name in 'a': name]", "?(what the loop goes through is not known)"),
            ("[for i in range(0, 257): i]", "?(the loop has too many turns)"),
            ("[for item in items({ b: 1, a: 2 }): '${item.key}=${item.value}']", "['a=2', 'b=1']"),
        ],
    );
}
