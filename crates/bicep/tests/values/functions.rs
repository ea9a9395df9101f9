//! The language's own functions: here of arrays and numbers, and those that take a function.

#[path = "functions/addresses.rs"]
mod addresses;
#[path = "functions/convert.rs"]
mod convert;
#[path = "functions/cut.rs"]
mod cut;
#[path = "functions/fills.rs"]
mod fills;
#[path = "functions/ids.rs"]
mod ids;
#[path = "functions/limits.rs"]
mod limits;
#[path = "functions/objects.rs"]
mod objects;
#[path = "functions/text.rs"]
mod text;

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
            ("first([])", "null"),
            ("last([])", "null"),
            ("first(list)", "?(parameter `list` has no value)"),
            ("first([1, ...list])", "?(parameter `list` has no value)"),
            ("last(['a', p])", "?(parameter `p` has no value)"),
            ("flatten([[0, 1], [2]])", "[0, 1, 2]"),
            ("flatten([[0], list])", "[0, …]"),
            ("flatten([])", "[]"),
            ("indexOf(['FOO', 'BAR'], 'BAR')", "1"),
            ("indexOf(['FOO', 'BAR'], 'bar')", "-1"),
            ("indexOf(['FOO', p], 'FOO')", "0"),
            ("indexOf([p, 'FOO'], 'FOO')", "?(what `indexOf` gives for it is not known)"),
            ("indexOf(['FOO', 5], '5')", "-1"),
            ("indexOf([[1], { a: 2 }], { a: 2 })", "1"),
            ("lastIndexOf([7, 8, 7], 7)", "2"),
            ("lastIndexOf([7, 8, 7], 9)", "-1"),
            ("lastIndexOf([p, 7], 7)", "1"),
            ("lastIndexOf([7, p], 7)", "?(what `lastIndexOf` gives for it is not known)"),
            ("lastIndexOf([7, ...list], 7)", "?(parameter `list` has no value)"),
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
            ("length(range(0, 10000))", "10000"),
            ("range(0, 10001)", "?(the list has too many items)"),
            ("range(0, n)", "?(parameter `n` has no value)"),
            (
                "range(2147483640, 7)",
                "[2147483640, 2147483641, 2147483642, 2147483643, 2147483644, 2147483645, 2147483646]",
            ),
            ("range(2147483640, 8)", "?(what `range` gives for it is not known)"),
            ("range(-2, 3)", "[-2, -1, 0]"),
            ("max([])", "?(what `max` gives for it is not known)"),
            ("min('a', 1)", "?(what `min` gives for it is not known)"),
            ("min(-3)", "-3"),
            ("max([4, ...list])", "?(parameter `list` has no value)"),
            ("coalesce(null, null, 1)", "1"),
            ("coalesce(null, p, 1)", "?(parameter `p` has no value)"),
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
            // What is not known may have more of them.
            ("union(object, { a: { x: 1 } }, { a: { y: 2 } })", "{a: {x: 1, y: 2, …}, …}"),
            ("union({ ...object }, { a: { x: { y: 1 } }, b: [] })", "{a: {x: {y: 1, …}, …}, b: [], …}"),
            ("union(object, { a: flag ? { x: 1 } : {} })", "{a: ?(it is not known what is merged), …}"),
            ("union(object, { a: flag ? 1 : 2 })", "{a: <1 | 2>, …}"),
            ("union(object, { a: null })", "{a: ?(it is not known what is merged), …}"),
            ("shallowMerge([object, { a: { x: 1 } }])", "{a: {x: 1}, …}"),
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
                "?(what `sort` gives is not known)",
            ),
            ("sort([{ k: 2 }, { k: 1 }, { k: 3, v: 'b' }], (x, y) => x.k < y.k)", "[{k: 1}, {k: 2}, {k: 3, v: 'b'}]"),
            ("sort([2, 1, 2], (x, y) => x < y)", "[1, 2, 2]"),
            ("sort([2, 1, 2], (x, y) => x <= y)", "[1, 2, 2]"),
            ("sort([2, 1], (x, y) => true)", "?(what `sort` gives is not known)"),
            ("sort([], (x, y) => x < y)", "[]"),
            ("sort([1], (x, y) => n)", "[1]"),
            ("mapValues({ a: 12, b: 'x' }, v => '<${v}>')", "{a: '<12>', b: '<x>'}"),
            ("mapValues({}, v => 1)", "{}"),
            ("groupBy(['ash', 'beech', 'alder'], t => first(t))", "{a: ['ash', 'alder'], b: ['beech']}"),
            ("groupBy(['ash', 'beech', 'alder'], t => first(t), t => length(t))", "{a: [3, 5], b: [5]}"),
            ("groupBy([], t => t)", "{}"),
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
            ("groupBy([p], x => 'a')", "{a: [?(parameter `p` has no value)]}"),
            ("groupBy([p], x => x)", &what("groupBy")),
            ("groupBy(['a', 'A'], x => x)", &what("groupBy")),
            ("groupBy(['a', ...list], x => x)", "{a: ['a', …], …}"),
            ("groupBy(list, x => x)", "?(parameter `list` has no value)"),
            ("groupBy({ a: 1 }, x => 'a')", &what("groupBy")),
            ("mapValues(object, x => 1)", "?(parameter `object` has no value)"),
            ("mapValues({ a: p, ...object }, x => x)", "{a: ?(parameter `object` has no value), …}"),
            ("mapValues({ a: p }, x => '-${x}')", "{a: '-${x}'}"),
            ("mapValues([1], x => x)", &what("mapValues")),
            ("map({ a: 1 }, x => x)", &what("map")),
        ],
    );
}
