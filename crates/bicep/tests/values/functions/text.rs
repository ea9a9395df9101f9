//! Functions that compare, join, replace and split texts.

use crate::check;

/// What is said of a call whose result is not documented.
fn not(name: &str) -> String {
    format!("?(what `{name}` gives for it is not known)")
}

const P: &str = "?(parameter `p` has no value)";

#[test]
fn finding() {
    check(
        "",
        &[
            ("contains('Kiln 7', 'Kiln')", "true"),
            ("contains('Kiln 7', 'kiln')", "false"),
            ("contains('Kiln 7', '')", &not("contains")),
            ("contains('Kiln 7', 7)", &not("contains")),
            ("contains('${p}-kiln', 'kiln')", "true"),
            ("contains('${p}-kiln', 'mill')", P),
            ("startsWith('Kiln 7', 'kILN')", "true"),
            ("startsWith('Kiln 7', '7')", "false"),
            ("startsWith('', '7')", "false"),
            ("startsWith('Kiln', '')", &not("startsWith")),
            ("startsWith('Öfen', 'ö')", &not("startsWith")),
            ("startsWith('kiln-${p}', 'kiln-')", "true"),
            ("startsWith('kiln-${p}', 'kiln-7')", P),
            ("startsWith('kiln-${p}', 'mill-7')", "false"),
            ("endsWith('${p}-kiln', 'KILN')", "true"),
            ("endsWith('kiln-${p}', 'kiln')", P),
            ("endsWith('Kiln 7', '8')", "false"),
            ("indexOf('Kiln in a kiln', 'KILN')", "0"),
            ("lastIndexOf('Kiln in a kiln', 'KILN')", "10"),
            ("indexOf('kiln', 'x')", "-1"),
            ("lastIndexOf('', 'x')", "-1"),
            ("indexOf('kiln', '')", &not("indexOf")),
            ("indexOf('öfen', 'f')", &not("indexOf")),
            ("indexOf('kiln-${p}', 'ln')", "2"),
            ("indexOf('kiln-${p}', 'x')", P),
            ("indexOf('${p}-kiln', 'kiln')", P),
            ("lastIndexOf('kiln-${p}', 'kiln')", P),
            ("like('Kiln 7', 'k*7')", "true"),
            ("like('kiln', 'KILN')", "true"),
            ("like('kiln', '*x*')", "false"),
            ("like('', '**')", "true"),
            // These would be true if the pattern may fit a part.
            ("like('kilns', 'kiln')", &not("like")),
            ("like('kiln 7', 'k*n')", &not("like")),
            ("like('kiln', 'kil?')", &not("like")),
            ("like(p, 'k*')", P),
            ("empty('')", "true"),
            ("empty(' ')", "false"),
            ("empty('${p}-')", "false"),
            ("empty(5)", &not("empty")),
        ],
    );
}

#[test]
fn joining() {
    check(
        "",
        &[
            ("concat('a', 2, 'b')", "'a2b'"),
            ("concat(1, 2)", "'12'"),
            ("concat('a', [1])", &not("concat")),
            ("concat('a', p)", "'a…'"),
            ("concat('a', list)", "'a…'"),
            ("join(['a', 2, true], '/')", "'a/2/True'"),
            ("join(['a'], '/')", "'a'"),
            ("join(['a', 'b'], p)", P),
            ("join(['a', 'b'], '-${p}-')", "'a-${p}-b'"),
            ("join(['a', { b: 1 }], '/')", "'a/…'"),
            ("join([1, ...list], '/')", "?(parameter `list` has no value)"),
            ("join('a', '/')", &not("join")),
            ("format('{1}, {0}{1}', 'a', true)", "'True, aTrue'"),
            ("format('{{{0}', 'a')", "'{a'"),
            ("format('{0}}}', 'a')", "'a}'"),
            // To whoever fills in templates this is a placeholder.
            ("format('{{0}}', 'a')", "?(`{{0}}` is filled in later)"),
            ("format('none')", "'none'"),
            ("format('{0}', p)", "'{0}'"),
            ("format('{0} {1}', 'a')", &not("format")),
            ("format('{0', 'a')", &not("format")),
            ("format('0}', 'a')", &not("format")),
            ("format('{0,5}', 'a')", &not("format")),
            ("format('{+0}', 'a')", &not("format")),
            ("format(p, 'a')", P),
        ],
    );
}

#[test]
fn replacing() {
    check(
        "",
        &[
            ("replace('a.b.c', '.', '-')", "'a-b-c'"),
            ("replace('a.b.c', '.', '')", "'abc'"),
            ("replace('aaa', 'aa', 'b')", "'ba'"),
            ("replace('abc', 'x', 'y')", "'abc'"),
            ("replace('abc', '', 'y')", &not("replace")),
            ("replace('abc', 'b', null)", &not("replace")),
            ("replace('a.b', '.', p)", P),
            ("replace('a.b', '.', '-${p}-')", "'a-${p}-b'"),
            ("replace('a.b', p, '-')", P),
            ("replace('a-${p}-b', '-', '_')", "'a_${p}_b'"),
            ("replace('line-${p}-line', 'x-l', '')", P),
            ("replace('line ${p} line', 'line', 'mill')", "'mill ${p} mill'"),
            // The hole could begin with what is missing.
            ("replace('li${p}', 'line', 'mill')", P),
            ("replace('${p}ne', 'line', 'mill')", P),
            ("replace('${p}in${q}', 'line', 'mill')", P),
            ("toLower(replace('A-${p}', '-', ''))", "'a${p}'"),
            ("toLower('ÄB')", &not("toLower")),
            ("toLower('A–B…')", "'a–b…'"),
            ("toUpper('')", "''"),
            ("toUpper(5)", &not("toUpper")),
        ],
    );
}

#[test]
fn splitting() {
    check(
        "",
        &[
            ("split('/a/b/', '/')", "['', 'a', 'b', '']"),
            ("split('', '/')", "['']"),
            ("split('a--b', '--')", "['a', 'b']"),
            ("split('a---b', '--')", "['a', '-b']"),
            ("split('a;b,c', [';', ','])", "['a', 'b', 'c']"),
            ("split('ä;ö', ';')", "['ä', 'ö']"),
            ("split('abc', [])", &not("split")),
            ("split('abc', ['b', 'bc'])", &not("split")),
            ("split('abc', ['b', p])", &not("split")),
            ("split('abc', 5)", &not("split")),
            ("split('a,b', p)", P),
            // What fills the hole may hold a comma.
            ("split('a,${p}', ',')", P),
            ("split(flag ? 'a,b' : 'c', ',')", "<['a', 'b'] | ['c']>"),
            ("last(split('mill/kiln', '/'))", "'kiln'"),
        ],
    );
}

#[test]
fn unique_strings() {
    check(
        "",
        &[
            (
                "uniqueString('/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/myRg')",
                "'js26ofeqkqeve'",
            ),
            ("uniqueString('mill', 'kiln', '7')", "'yfpf7ylypt44k'"),
            ("uniqueString('')", "'aaaaaaaaaaaaa'"),
            ("uniqueString('abcd')", "'2vkzoblxv4fya'"),
            ("uniqueString('abcdefghijk')", "'zpyeg3yeec2n4'"),
            ("uniqueString('abcdefgh')", "'q7ncvd5x2rx4e'"),
            ("uniqueString(p)", P),
            ("uniqueString('a', p)", P),
            ("uniqueString(5)", &not("uniqueString")),
            ("uniqueString('Öfen')", &not("uniqueString")),
        ],
    );
}
