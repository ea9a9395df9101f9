//! The language's own functions of collections and numbers, and those that take a function.

use crate::check;

#[test]
fn functions_of_arrays() {
    check(
        "",
        &[
            ("array('x')", "['x']"),
            ("array(['x'])", "['x']"),
            ("array('x${p}')", "['x${p}']"),
            ("array(p)", "?(parameter `p` has no value)"),
            ("array(flag ? 'a' : ['b'])", "<['a'] | ['b']>"),
            ("createArray(1, p)", "[1, ?(parameter `p` has no value)]"),
            ("concat([1], [2, 3])", "[1, 2, 3]"),
            ("concat([1], list)", "[1, …]"),
            ("concat(list, [1])", "[1, …]"),
            ("contains(['FOO', 'BAR'], 'foo')", "false"),
            ("contains(['FOO', 'BAR'], 'BAR')", "true"),
            ("contains(['FOO', p], 'FOO')", "true"),
            ("contains(['FOO', p], 'BAR')", "?(what `contains` gives for it is not known)"),
            ("contains([1], '1')", "false"),
            ("contains(list, 1)", "?(parameter `list` has no value)"),
            ("distinct([1, 2, 1])", "[1, 2]"),
            ("empty([])", "true"),
            ("empty([p])", "false"),
            ("empty(list)", "?(parameter `list` has no value)"),
            ("empty(null)", "true"),
            ("first(['a', 'b'])", "'a'"),
            ("first([])", "?(what `first` gives for it is not known)"),
            ("last(['a', p])", "?(parameter `p` has no value)"),
            ("flatten([[0, 1], [2]])", "[0, 1, 2]"),
            ("flatten([[0], list])", "[0, …]"),
            ("flatten([])", "[]"),
            ("indexOf(['FOO', 'BAR'], 'BAR')", "1"),
            ("indexOf(['FOO', 'BAR'], 'bar')", "-1"),
            ("indexOf(['FOO', p], 'BAR')", "?(what `indexOf` gives for it is not known)"),
            ("intersection([1, 2, 3], [2, 3, 4])", "[2, 3]"),
            ("intersection([1], [p])", "?(what `intersection` gives for it is not known)"),
            ("length([1, p])", "2"),
            ("skip([1, 2, 3], 2)", "[3]"),
            ("take([1, 2, 3], 2)", "[1, 2]"),
            ("take([1, 2], n)", "?(parameter `n` has no value)"),
            ("union([1, 2], [2, 3])", "[1, 2, 3]"),
            ("union([1], [p])", "?(what `union` gives for it is not known)"),
        ],
    );
}

#[test]
fn functions_of_numbers() {
    check(
        "",
        &[
            ("max(1, 5, 3)", "5"),
            ("min([4, 2])", "2"),
            ("max(1, n)", "?(parameter `n` has no value)"),
            ("range(2, 3)", "[2, 3, 4]"),
            ("range(2, 0)", "[]"),
            ("range(0, -1)", "?(what `range` gives for it is not known)"),
            ("range(0, 1001)", "?(what `range` gives for it is not known)"),
            ("range(0, n)", "?(parameter `n` has no value)"),
            ("int(3)", "3"),
            ("bool(0)", "false"),
            ("coalesce(null, null, 1)", "1"),
            ("coalesce(null, p, 1)", "?(parameter `p` has no value)"),
        ],
    );
}

#[test]
fn functions_of_objects() {
    check(
        "var it = { ghiKey: 1, defKey: 2, '123Key': 3, GHIKey: 4, DEFKey: 5 }\nvar open = { ...object, a: 1 }\n",
        &[
            ("map(items(it), x => x.key)", "['123Key', 'defKey', 'DEFKey', 'ghiKey', 'GHIKey']"),
            ("map(items(it), x => x.value)", "[3, 2, 5, 1, 4]"),
            ("items(open)", "?(what `items` gives for it is not known)"),
            ("contains({ a: 1 }, 'A')", "true"),
            ("contains({ a: 1 }, 'b')", "false"),
            ("contains({ a: null }, 'a')", "?(what `contains` gives for it is not known)"),
            ("contains(open, 'b')", "?(what `contains` gives for it is not known)"),
            ("empty({})", "true"),
            ("empty(open)", "false"),
            ("empty(object)", "?(parameter `object` has no value)"),
            ("length({ a: 1, b: p })", "2"),
            ("length(open)", "?(what `length` gives for it is not known)"),
            ("objectKeys({ a: 123, b: 456 })", "['a', 'b']"),
            ("objectKeys({ b: 123, a: 456 })", "?(what `objectKeys` gives for it is not known)"),
            ("shallowMerge([{ a: { x: 1 } }, { a: { y: 2 }, b: 3 }])", "{a: {y: 2}, b: 3}"),
            ("shallowMerge(list)", "?(parameter `list` has no value)"),
        ],
    );
}

#[test]
fn union_of_objects_merges_what_is_in_them() {
    check(
        "",
        &[
            ("union({ a: 1, b: 1 }, { b: 2, c: 3 })", "{a: 1, b: 2, c: 3}"),
            ("union({ a: { x: 1 } }, { a: { y: 2 } })", "{a: {x: 1, y: 2}}"),
            ("union({ a: [1] }, { a: [2] })", "{a: [2]}"),
            ("union({ a: 1 }, flag ? { b: 2 } : {})", "<{a: 1, b: 2} | {a: 1}>"),
            ("union({ a: 1 }, object)", "{a: ?(parameter `object` has no value), …}"),
            ("union(object, { a: 1 })", "{a: 1, …}"),
            ("union(object, { a: { x: 1 } }, { a: { y: 2 } })", "{a: {x: 1, y: 2}, …}"),
            ("union({ a: { x: 1 } }, { a: p })", "{a: ?(it is not known what is merged)}"),
            ("union({ a: 1 }, { a: p })", "{a: ?(parameter `p` has no value)}"),
            ("union({ a: { x: 1 } }, { a: flag ? { y: 2 } : { z: 3 } })", "{a: ?(it is not known what is merged)}"),
            ("union({ a: flag ? { y: 2 } : {} }, { a: { x: 1 } })", "{a: ?(it is not known what is merged)}"),
            ("union({ a: 1 }, { a: null })", "{a: ?(it is not known what is merged)}"),
            ("union({ a: 1 }, { A: 2 })", "{a: ?(it is not known what is merged)}"),
            ("union({ a: { x: 1 } }, { a: 'x${p}' })", "{a: 'x${p}'}"),
            ("union({ a: 1 }, null)", "?(what `union` gives for it is not known)"),
        ],
    );
}

#[test]
fn functions_that_take_a_function() {
    check(
        "var dogs = ['Evie', 'Casper', 'Indy', 'Kira']\nvar numbers = range(0, 4)\nfunc isEven(i int) bool => i % 2 == 0\n",
        &[
            ("map(dogs, i => 'Hello ${i}!')", "['Hello Evie!', 'Hello Casper!', 'Hello Indy!', 'Hello Kira!']"),
            ("filter(numbers, i => 0 == i % 2)", "[0, 2]"),
            (
                "map(filter(numbers, i => contains(filter(numbers, j => 0 == j % 2), i)), x => dogs[x])",
                "['Evie', 'Indy']",
            ),
            ("flatten(map(range(1, 3), i => [i * 2, (i * 2) + 1]))", "[2, 3, 4, 5, 6, 7]"),
            ("map(dogs, (dog, i) => isEven(i) ? dog : '-')", "['Evie', '-', 'Indy', '-']"),
            ("filter(dogs, (dog, i) => isEven(i))", "['Evie', 'Indy']"),
            ("sort([8, 3, 10, -13, 5], (x, y) => x < y)", "[-13, 3, 5, 8, 10]"),
            ("sort(['ghi', 'abc', 'def'], (x, y) => x > y)", "['ghi', 'def', 'abc']"),
            (
                "sort([{ k: 2, v: 'a' }, { k: 1 }, { k: 2, v: 'b' }], (x, y) => x.k < y.k)",
                "[{k: 1}, {k: 2, v: 'a'}, {k: 2, v: 'b'}]",
            ),
            ("reduce(['abc', 'def', 'ghi'], '', (cur, next) => concat(cur, next))", "'abcdefghi'"),
            ("reduce(range(1, 5), 1, (cur, next) => cur * next)", "120"),
            ("reduce([{ a: 1 }, { b: 2 }], {}, (cur, next) => union(cur, next))", "{a: 1, b: 2}"),
            ("reduce(['abc', 'def', 'ghi'], '', (cur, next, i) => isEven(i) ? concat(cur, next) : cur)", "'abcghi'"),
            ("reduce([], 0, (cur, next) => cur)", "0"),
            ("toObject([123, 456, 789], i => '${i / 100}')", "{1: 123, 4: 456, 7: 789}"),
            ("toObject([0, 1], i => '${i}', i => { even: isEven(i) })", "{0: {even: true}, 1: {even: false}}"),
        ],
    );
}

#[test]
fn functions_that_take_a_function_where_not_all_is_known() {
    let what = |name: &str| format!("?(what `{name}` gives is not known)");
    check(
        "",
        &[
            ("map(list, x => x)", "?(parameter `list` has no value)"),
            ("map([1, p], x => 'a${x}')", "['a1', 'a${x}']"),
            ("map([1, ...list], x => x)", "[1, …]"),
            ("map(flag ? [1] : [2, 3], x => x + 1)", "<[2] | [3, 4]>"),
            ("filter([1, n], x => x > 0)", &what("filter")),
            ("filter([1, ...list], x => x > 0)", "[1, …]"),
            ("sort([1, n], (x, y) => x < y)", &what("sort")),
            ("reduce([1, n], 0, (x, y) => x + y)", "?(parameter `n` has no value)"),
            ("reduce([1, ...list], 0, (x, y) => x + y)", &what("reduce")),
            ("toObject(['a', p], x => x)", &what("toObject")),
            // Which of them wins is not documented.
            ("toObject([1, 2], x => 'a')", &what("toObject")),
            ("toObject(['a', ...list], x => x)", "{a: 'a', …}"),
            ("groupBy([1], x => 'a')", &what("groupBy")),
        ],
    );
}
