//! Strings: escapes, interpolation, placeholders, and the functions of texts.

use crate::check;

#[test]
fn escapes_and_forms() {
    check(
        "var number = 12345\nvar lines = '''\nas\\n is\n'''\nvar filled = $'''\n>${number}<\n'''\nvar dollars = $$'''>${number}<>$${number}<'''\n",
        &[
            (r"'\r\n\t\\\''", "'\r\n\t\\''"),
            (r"'\u{1F3ED}'", "'\u{1F3ED}'"),
            ("lines", "'as\\n is\n'"),
            ("filled", "'>12345<\n'"),
            ("dollars", "'>${number}<>12345<'"),
        ],
    );
}

#[test]
fn interpolation_is_known_in_parts() {
    check(
        "var no = false\nvar number = 12948\nvar text = 'hello!'\nvar port = ':8883'\nvar items = [1]
var written = { b: [], a: { c: 'x${p}' } }\nvar choice = [flag ? 1 : 2]\nvar open = [...list]\nvar quoted = ['it\\'s']
var made = toObject(['b', 'a'], x => x)\n",
        &[
            ("'>${no}<>${number}<>${text}<'", "'>False<>12948<>hello!<'"),
            ("'${text}'", "'hello!'"),
            ("'${p}'", "'${p}'"),
            ("'a-${p}-${number}'", "'a-${p}-12948'"),
            ("'${p}${port}'", "'${p}:8883'"),
            ("'${'x${p}'}y'", "'x${p}y'"),
            ("'${flag ? 'a' : 'b'}-c'", "<'a-c' | 'b-c'>"),
            ("'${flag ? 'a' : 'b'}${n > 1 ? '1' : '2'}'", "<'a1' | 'b1' | 'a2' | 'b2'>"),
            ("'x${items}'", "'x[1]'"),
            ("'${written}'", "'{'b':[],'a':{'c':'x${p}'}}'"),
            ("format('{0}', { a: true })", "'{'a':true}'"),
            // How these are written is left to the deployment.
            ("'${choice}'", "'${choice}'"),
            ("'${open}'", "'${open}'"),
            ("'${quoted}'", "'${quoted}'"),
            ("'${made}'", "'${made}'"),
            ("'x${null}'", "'x${null}'"),
        ],
    );
}

#[test]
fn placeholders_are_holes_and_topic_variables_are_not() {
    check(
        "var suffix = 'x>'\n",
        &[
            (r"toUpper('<name>.a')", "'<name>.A'"),
            (r"length('\${inputTopic}')", "13"),
            (r"length('\${NAME}')", "?(`${NAME}` is filled in later)"),
            // It takes more than one piece to write it, so nobody replaces it.
            ("length('<${suffix}')", "3"),
        ],
    );
}

#[test]
fn functions_of_known_texts() {
    check(
        "",
        &[
            ("concat('a', 'b', 1)", "'ab1'"),
            ("contains('FOOBAR', 'foo')", "false"),
            ("contains('FOOBAR', 'FOO')", "true"),
            ("indexOf('FOOBAR', 'bar')", "3"),
            ("indexOf('FOOBAR', 'baz')", "-1"),
            ("lastIndexOf('abAB', 'ab')", "2"),
            ("startsWith('Hello', 'hE')", "true"),
            ("endsWith('Hello', 'LO')", "true"),
            ("empty('')", "true"),
            ("first('abc')", "'a'"),
            ("last('abc')", "'c'"),
            ("format('{0}-{1}-{0}', 'a', 2)", "'a-2-a'"),
            ("format('{0:N}', 2)", "?(what `format` gives for it is not known)"),
            ("int('42')", "42"),
            ("int('4 2')", "?(what `int` gives for it is not known)"),
            ("bool('true')", "true"),
            ("string(7)", "'7'"),
            ("string(true)", "'True'"),
            ("length('abc')", "3"),
            ("length('🏭')", "2"),
            ("padLeft('7', 3, '0')", "'007'"),
            ("replace('a-b', '-', '.')", "'a.b'"),
            ("skip('abc', 1)", "'bc'"),
            ("skip('abc', -1)", "'abc'"),
            ("take('abc', 2)", "'ab'"),
            ("take('abc', 9)", "'abc'"),
            ("split('a,b;c', [',', ';'])", "['a', 'b', 'c']"),
            ("split('a', ',')", "['a']"),
            ("substring('abc', 1, 1)", "'b'"),
            ("substring('abc', 2, 9)", "?(what `substring` gives for it is not known)"),
            ("toLower('AbC')", "'abc'"),
            ("toUpper('AbC')", "'ABC'"),
            ("trim(' a ')", "'a'"),
            ("join(['I', 'like', 'mills'], ' ')", "'I like mills'"),
            ("join([], ',')", "''"),
            ("sys.concat('a', 'b')", "'ab'"),
        ],
    );
}

#[test]
fn functions_of_texts_that_are_known_in_parts() {
    check(
        "var host = '${p}.ts.eventgrid.azure.net:8883'\n",
        &[
            ("concat(p, '-a')", "'…-a'"),
            ("concat(p, q)", "?(parameter `p` has no value)"),
            ("concat('a-', host)", "'a-${p}.ts.eventgrid.azure.net:8883'"),
            ("contains(host, 'eventgrid')", "true"),
            ("contains(host, 'kafka')", "?(parameter `p` has no value)"),
            ("endsWith(host, ':8883')", "true"),
            ("endsWith(host, ':1883')", "false"),
            ("endsWith(host, 'x.ts.eventgrid.azure.net:8883')", "?(parameter `p` has no value)"),
            ("startsWith(host, 'a')", "?(parameter `p` has no value)"),
            ("startsWith('ab${p}', 'AB')", "true"),
            ("startsWith('ab${p}', 'x')", "false"),
            ("empty(host)", "false"),
            ("empty('${p}')", "?(parameter `p` has no value)"),
            ("toUpper(host)", "'${p}.TS.EVENTGRID.AZURE.NET:8883'"),
            ("format('{0}:{1}', p, 8883)", "'{0}:8883'"),
            ("join(['a', p], '-')", "'a-…'"),
            ("string(host)", "'${p}.ts.eventgrid.azure.net:8883'"),
            ("take(flag ? 'ab' : 'cd', 1)", "<'a' | 'c'>"),
        ],
    );
    for function in ["length", "last", "int", "bool"] {
        check("", &[(&format!("{function}('a${{p}}')"), "?(parameter `p` has no value)")]);
        check("", &[(&format!("{function}(p)"), "?(parameter `p` has no value)")]);
    }
    for call in ["skip(p, 1)", "take(p, 1)", "split('a${p}', ',')", "substring(p, 1)", "replace(p, 'a', 'b')"] {
        check("", &[(call, "?(parameter `p` has no value)")]);
    }
    for call in ["take('abc', n)", "padLeft('a', n)", "substring('abc', n)"] {
        check("", &[(call, "?(parameter `n` has no value)")]);
    }
}

/// Where a deployment may count or compare otherwise than is known here.
#[test]
fn what_is_not_documented_is_not_known() {
    check(
        "",
        &[
            ("replace('aXb', 'x', '-')", "?(what `replace` gives for it is not known)"),
            ("first('🏭a')", "?(what `first` gives for it is not known)"),
            ("toUpper('straße')", "?(what `toUpper` gives for it is not known)"),
            ("indexOf('abc', '')", "?(what `indexOf` gives for it is not known)"),
            ("split('abc', ['a', 'ab'])", "?(what `split` gives for it is not known)"),
            ("split('abc', '')", "?(what `split` gives for it is not known)"),
            ("uniqueString('ä')", "?(what `uniqueString` gives for it is not known)"),
            ("join(list, ',')", "?(parameter `list` has no value)"),
        ],
    );
}

#[test]
fn two_halves_of_a_surrogate_pair_are_one_character() {
    check(
        "",
        &[
            ("'\\u{D801}\\u{DC37}'", "'𐐷'"),
            ("'a\\u{D801}\\u{DC37}\\u{20}\\u{10437}'", "'a𐐷 𐐷'"),
            // Half a pair is no character.
            ("'\\u{D801}'", "'\u{fffd}'"),
            ("'\\u{D801}x\\u{DC37}'", "'\u{fffd}x\u{fffd}'"),
            ("'\\u{D801}${1}\\u{DC37}'", "'\u{fffd}1\u{fffd}'"),
            ("'\\u{D801}\\u{D801}\\u{DC37}'", "'\u{fffd}𐐷'"),
        ],
    );
}
