//! Functions that take a function, and functions of the file.

use crate::{check_main, check_with};

const WOODS: &str = "param woods array\nparam numbers array\n";
const GIVEN: &str = "param woods = [\n  'Ash'\n  'Beech'\n  'Elm'\n  'Oak'\n]\nparam numbers = [0, 1, 2, 3]\n";

/// Making lists from lists: `map`, `filter`, `flatten`, `sort`, `reduce`, `toObject`, in each other.
#[test]
fn lists_from_lists() {
    check_with(
        &format!("{WOODS}var even = filter(numbers, n => 0 == n % 2)\n"),
        GIVEN,
        &[
            ("map(woods, w => 'Burn ${w}!')", "['Burn Ash!', 'Burn Beech!', 'Burn Elm!', 'Burn Oak!']"),
            ("even", "[0, 2]"),
            (
                "map(filter(numbers, n => contains(filter(numbers, m => 0 == m % 2), n)), x => woods[x])",
                "['Ash', 'Elm']",
            ),
            ("flatten([[5, 6], [7, 8], [9]])", "[5, 6, 7, 8, 9]"),
            ("flatten([])", "[]"),
            ("map(['x', 'y'], w => 'Cut ${w}!')", "['Cut x!', 'Cut y!']"),
            ("map([], w => 'Cut ${w}!')", "[]"),
            (
                "map(range(0, length(woods)), n => { n: n, wood: woods[n], text: '${woods[n]}, dry' })",
                "[{n: 0, wood: 'Ash', text: 'Ash, dry'}, {n: 1, wood: 'Beech', text: 'Beech, dry'}, {n: 2, wood: 'Elm', text: 'Elm, dry'}, {n: 3, wood: 'Oak', text: 'Oak, dry'}]",
            ),
            ("flatten(map(range(1, 3), n => [n * 2, (n * 2) + 1]))", "[2, 3, 4, 5, 6, 7]"),
            (
                "flatten(map(range(1, 3), n => [\n  n * 3\n  (n * 3) + 1\n  (n * 3) + 2\n]))",
                "[3, 4, 5, 6, 7, 8, 9, 10, 11]",
            ),
            ("filter(['x', 'y', 'z'], w => 'y' == w)", "['y']"),
            ("filter([], w => 'y' == w)", "[]"),
        ],
    );
}

/// The same test goes on: sorting, reducing, objects.
#[test]
fn lists_that_are_sorted_or_summed_up() {
    check_with(
        &format!(
            "{WOODS}var loads = sort([
  {{ t: 310, n: 'B' }}
  {{ t: 402, n: 'C' }}
  {{ t: 27, n: 'A' }}
  {{ t: 1551, n: 'D' }}
], (x, y) => int(x.t) < int(y.t))\n"
        ),
        GIVEN,
        &[
            ("sort([7, 2, 40, -9, 5], (x, y) => x < y)", "[-9, 2, 5, 7, 40]"),
            ("sort(['oak', 'ash', 'elm'], (x, y) => x < y)", "['ash', 'elm', 'oak']"),
            ("sort(['oak', 'ash', 'elm'], (x, y) => x > y)", "['oak', 'elm', 'ash']"),
            ("loads", "[{t: 27, n: 'A'}, {t: 310, n: 'B'}, {t: 402, n: 'C'}, {t: 1551, n: 'D'}]"),
            ("sort([], (x, y) => int(x) < int(y))", "[]"),
            ("reduce(['ash', 'elm', 'oak'], '', (all, next) => concat(all, next))", "'ashelmoak'"),
            ("reduce(range(1, 6), 1, (all, next) => all * next)", "720"),
            ("reduce([{ a: 31 }, { b: 77 }, { c: 5 }], {}, (all, next) => union(all, next))", "{a: 31, b: 77, c: 5}"),
            ("reduce([], 0, (all, next) => all)", "0"),
            ("toObject([210, 340, 999], n => '${n / 100}')", "{2: 210, 3: 340, 9: 999}"),
            (
                "toObject(numbers, n => '${n}', n => { even: (n % 2) == 0, many: (n > 2) })",
                "{0: {even: true, many: false}, 1: {even: false, many: false}, 2: {even: true, many: false}, 3: {even: false, many: true}}",
            ),
            (
                "toObject(loads, x => x.n)",
                "{A: {t: 27, n: 'A'}, B: {t: 310, n: 'B'}, C: {t: 402, n: 'C'}, D: {t: 1551, n: 'D'}}",
            ),
        ],
    );
}

/// Issue 8782: a choice in a choice in a lambda, and the same in a loop.
#[test]
fn choices_in_choices() {
    let main = "var firings = [
  { stage: 'raw', heat: 1 }
  { stage: 'glaze', heat: 2 }
  { stage: 'raw', heat: 0 }
  { stage: 'gold', heat: 1 }
  { stage: 'gold', heat: 0 }
  { stage: 'glaze', heat: 0 }
]
var mapped = map(firings, f => { is: f.heat > 0 ? f.stage : f.stage =~ 'RAW' ? 'cold' : 'none' })
var looped = [for f in firings: { is: f.heat > 0 ? f.stage : f.stage =~ 'RAW' ? 'cold' : 'none' }]
";
    let expected = "[{is: 'raw'}, {is: 'glaze'}, {is: 'cold'}, {is: 'gold'}, {is: 'none'}, {is: 'none'}]";
    check_main(main, &[("mapped", expected), ("looped", expected)]);
}

/// Issue 8782 again: a lambda that chooses between arrays.
#[test]
fn a_choice_of_arrays() {
    check_with(
        "param kilns object\n",
        "param kilns = {\n  a: true\n  b: false\n}\n",
        &[
            ("map(items(kilns), k => 3 == 4 ? ['on'] : ['off'])", "[['off'], ['off']]"),
            ("map(items(kilns), k => k.key == 'a' ? ['on'] : ['off'])", "[['on'], ['off']]"),
        ],
    );
}

/// Issue 8798: `contains` in a lambda heeds the case.
#[test]
fn a_filter_by_letters() {
    let main = "var woods = [
  { name: 'Ash', years: 5, uses: ['bows', 'oars'] }
  { name: 'Beech', years: 3, uses: ['bats'] }
  { name: 'elm', years: 2, uses: [] }
  { name: 'Oak', years: 8, uses: ['casks'] }
]
";
    check_main(
        main,
        &[(
            "filter(woods, w => (contains(w.name, 'B') || contains(w.name, 'a')))",
            "[{name: 'Beech', years: 3, uses: ['bats']}, {name: 'Oak', years: 8, uses: ['casks']}]",
        )],
    );
}

/// Functions of the file that call each other, and lambdas in them.
#[test]
fn functions_of_the_file() {
    let main = "func spaced(words string[]) string => join(words, ' ')
func ask(names string[]) string => 'Is ${spaced(names)} dry?'
func filled(text string, by object) string => reduce(
  map(items(by), i => { key: i.key, value: i.value, filled: '' }),
  { filled: text },
  (all, next) => { filled: replace(all.filled, next.key, next.value) }).filled
";
    check_main(
        main,
        &[
            ("ask(['red', 'oak'])", "'Is red oak dry?'"),
            ("filled('Is %hue %tree dry?', { '%hue': 'red', '%tree': 'oak' })", "'Is red oak dry?'"),
        ],
    );
}

/// Newer functions: those that are told the number of the item, and those of objects.
#[test]
fn newer_functions() {
    let main = "func odd(n int) bool => n % 2 == 1
var piles = [
  { wood: 'a', size: 31 }
  { wood: 'b', size: 77 }
  { wood: 'a', size: 95 }
]
";
    check_main(
        main,
        &[
            (
                "map(['Ash', 'Elm', 'Oak'], (w, n) => '${odd(n) ? 'Cut' : 'Dry'} ${w}!')",
                "['Dry Ash!', 'Cut Elm!', 'Dry Oak!']",
            ),
            ("filter(['a', 'b', 'c', 'd'], (w, n) => odd(n))", "['b', 'd']"),
            ("reduce(['ash', 'elm', 'oak'], '', (all, next, n) => odd(n) ? all : concat(all, next))", "'ashoak'"),
            ("mapValues({ a: 31, b: 77 }, n => n * 2)", "{a: 62, b: 154}"),
            ("objectKeys({ a: 31, b: 77 })", "['a', 'b']"),
            ("shallowMerge([{ a: 31 }, { b: 77 }])", "{a: 31, b: 77}"),
            (
                "groupBy(piles, p => p.wood)",
                "{a: [{wood: 'a', size: 31}, {wood: 'a', size: 95}], b: [{wood: 'b', size: 77}]}",
            ),
            ("groupBy(piles, p => p.wood, p => p.size)", "{a: [31, 95], b: [77]}"),
        ],
    );
}
