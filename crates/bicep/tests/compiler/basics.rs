//! Operators, texts, comparisons, functions of arrays and texts.

use crate::{check, check_main, check_with};

/// Basic arithmetic: division drops what is left over.
#[test]
fn arithmetic() {
    check_main(
        "var loads = 2 + 7\nvar bricks = loads * 6\nvar rest = bricks % 13\nvar rows = rest / 5\nvar left = rows - 40\n",
        &[("loads", "9"), ("bricks", "54"), ("rest", "2"), ("rows", "0"), ("left", "-40"), ("-17 / 5", "-3")],
    );
}

/// String expressions: what interpolation makes of each type, escapes, and three quotes, which have none.
#[test]
fn texts() {
    let main = "var lit = false
var heat = 1180
var word = 'clay!'
var kiln = {
  z: 'y'
  '#n': 7
}
var mixed = [
  true
  31
  'raw'
]
var note = '''
as it
  is written:
\\r\\n\\t\\\\\\'\\${}
'''
";
    check_main(
        main,
        &[
            ("word", "'clay!'"),
            (
                "'>${lit}<>${heat}<>${word}<>${kiln}<>${mixed}<'",
                "'>False<>1180<>clay!<>{'z':'y','#n':7}<>[true,31,'raw']<'",
            ),
            ("'\\r\\n\\t\\\\\\'\\${}'", "'\r\n\t\\'${}'"),
            ("note", "'as it\n  is written:\n\\r\\n\\t\\\\\\'\\${}\n'"),
        ],
    );
}

/// Interpolation in three quotes: as many `$` as stand before the quotes begin it.
#[test]
fn texts_of_several_lines_with_holes() {
    let main = "var n = 77
var one = $'''
<${n}>
<$${n}>
'''
var two = $$'''
<${n}>
<$${n}>
'''
";
    check_main(main, &[("one", "'<77>\n<$77>\n'"), ("two", "'<${n}>\n<77>\n'")]);
}

/// Comparisons and what joins them.
#[test]
fn comparisons() {
    check_main(
        "",
        &[
            ("31 < 77", "true"),
            ("31 <= 77", "true"),
            ("31 > 77", "false"),
            ("31 >= 77", "false"),
            ("31 == 77", "false"),
            ("!true", "false"),
            ("true && false", "false"),
            ("true || false", "true"),
            ("null ?? 31", "31"),
        ],
    );
}

/// A member of a resource of the file is what it declares.
#[test]
fn members_of_a_resource() {
    let main = "param heat string\nresource kiln 'Contoso.Mill/kilns@2024-01-01' = {\n  name: 'k1'\n  properties: { heat: heat }\n}\n";
    check_with(main, "param heat = 'high!'\n", &[("kiln.properties.heat", "'high!'"), ("kiln.name", "'k1'")]);
}

/// What an existing resource holds only the deployment knows; the compiler's test gives it by hand.
#[test]
fn members_of_an_existing_resource() {
    let main = "resource kiln 'Contoso.Mill/kilns@2024-01-01' existing = {\n  name: 'k1'\n}\n";
    check_main(
        main,
        &[("kiln.properties.heat", "?(`kiln.properties` is known when `kiln` is deployed)"), ("kiln.name", "'k1'")],
    );
}

/// `items`: in the order of the keys; of those that differ in case the lower one is first.
#[test]
fn items_in_order() {
    let main = "param kilns object\nvar keys = [for kiln in items(kilns): kiln.key]\nvar values = [for kiln in items(kilns): kiln.value]\n";
    let given = "param kilns = {\n  oakKiln: 'o'\n  elmKiln: 'e'\n  ashKiln: 'a'\n  '7Kiln': '7'\n  OAKKiln: 'O'\n  ELMKiln: 'E'\n  ASHKiln: 'A'\n  '9Kiln': '9'\n}\n";
    check_with(
        main,
        given,
        &[
            ("keys", "['7Kiln', '9Kiln', 'ashKiln', 'ASHKiln', 'elmKiln', 'ELMKiln', 'oakKiln', 'OAKKiln']"),
            ("values", "['7', '9', 'a', 'A', 'e', 'E', 'o', 'O']"),
        ],
    );
}

/// `join`.
#[test]
fn joined() {
    check_main(
        "var woods = [\n  'ash'\n  'elm'\n  'oak'\n]\n",
        &[
            ("join(woods, '')", "'ashelmoak'"),
            ("join(woods, ',')", "'ash,elm,oak'"),
            ("join(['We', 'fire', 'clay'], ' ')", "'We fire clay'"),
        ],
    );
}

/// `indexOf` ignores the case of texts, `contains` does not; in arrays neither does.
#[test]
fn found_in_texts_and_arrays() {
    check_with(
        "param text string\nparam list array\n",
        "param text = 'OAKELM'\nparam list = [\n  'OAK'\n  'ELM'\n]\n",
        &[
            ("indexOf(text, 'oak')", "0"),
            ("indexOf(text, 'OAK')", "0"),
            ("indexOf(text, 'elm')", "3"),
            ("indexOf(text, 'ELM')", "3"),
            ("contains(text, 'oak')", "false"),
            ("contains(text, 'OAK')", "true"),
            ("contains(text, 'elm')", "false"),
            ("contains(text, 'ELM')", "true"),
            ("indexOf(list, 'oak')", "-1"),
            ("indexOf(list, 'OAK')", "0"),
            ("indexOf(list, 'elm')", "-1"),
            ("indexOf(list, 'ELM')", "1"),
            ("indexOf(list, false)", "-1"),
            ("indexOf(list, 31)", "-1"),
            ("contains(list, 'oak')", "false"),
            ("contains(list, 'OAK')", "true"),
            ("contains(list, 'elm')", "false"),
            ("contains(list, 'ELM')", "true"),
            ("contains(list, false)", "false"),
            ("contains(list, 31)", "false"),
        ],
    );
}

/// Safe access, of members and of items; what follows one that found nothing is skipped.
#[test]
fn safe_access() {
    let main = "var content = {
  shelves: [
    {
      load: 'pots'
    }
  ]
}
resource kiln 'Contoso.Mill/kilns@2024-01-01' = {\n  name: 'k1'\n  properties: content\n}\n";
    check_main(
        main,
        &[
            ("content.?shelves[0].load", "'pots'"),
            ("content.?doors[0].load", "null"),
            ("content.shelves[?0].load", "'pots'"),
            ("content.shelves[?9].load", "null"),
            // The compiler's test takes what a resource declares for all there is; a service may add to it.
            ("kiln.?properties.shelves[0].load", "?(the service may add to it)"),
            ("kiln.properties.?doors[0].load", "<null | ?(the service may add to it)>"),
        ],
    );
}

/// `assert`: its condition is a value like another.
#[test]
fn assertions() {
    let main = "param name string\nparam stage string\nparam place string\nvar most = 24
resource kiln 'Contoso.Mill/kilns@2024-01-01' = {\n  name: toLower(name)\n  location: resourceGroup().location\n}
assert short = length(name) < most\nassert near = contains(place, 'eu')\nassert testing = stage == 'test'\n";
    let given =
        "param name = 'a-name-that-is-longer-than-any-kiln-may-have'\nparam stage = 'test'\nparam place = 'europe'\n";
    check_with(
        main,
        given,
        &[("length(name) < most", "false"), ("contains(place, 'eu')", "true"), ("stage == 'test'", "true")],
    );
}

/// A type that allows null: what is not given is null.
#[test]
fn a_parameter_that_may_be_null() {
    check_main("param heat string?\n", &[("heat ?? 'as it was'", "'as it was'"), ("heat", "null")]);
    check(
        &[("main.bicep", "param heat string?\n"), ("main.bicepparam", "using 'main.bicep'\nparam heat = 'low'\n")],
        &[("heat ?? 'as it was'", "'low'")],
    );
}
