//! Modules and parameter files.

use crate::{check, check_with};

/// A module is chosen by a condition, and its output is asked for. Of what may be one or the other module nothing is
/// found out, since a module is no value.
#[test]
fn outputs_of_modules() {
    let main = "param first bool
module one 'kiln.bicep' = {\n  name: 'one'\n  params: { heat: 'low' }\n}
module two 'kiln.bicep' = {\n  name: 'two'\n  params: { heat: 'high' }\n}
var chosen = first ? one : two
";
    let kiln = "param heat string\noutput kiln object = {\n  heat: heat\n}\n";
    check(
        &[("main.bicep", main), ("main.bicepparam", "using 'main.bicep'\nparam first = true\n"), ("kiln.bicep", kiln)],
        &[
            ("one.outputs.kiln.heat", "'low'"),
            ("two.outputs.kiln.heat", "'high'"),
            ("(first ? one : two).outputs.kiln.heat", "'low'"),
            ("chosen.outputs.kiln.heat", "'low'"),
            ("(true ? (first ? one : two) : two).outputs.kiln.heat", "'low'"),
        ],
    );
}

/// A parameter may refer to another of the parameter file, also if that looks like a reference to a secret.
#[test]
fn a_parameter_made_of_another() {
    check_with(
        "param a object\nparam b object\n",
        "param a = { reference: 'one' }\nparam b = union(a, { reference: 'two' })\n",
        &[("a", "{reference: 'one'}"), ("b", "{reference: 'two'}")],
    );
}

/// The compiler refuses to make a parameter of a secret; nothing is known of what is made of it.
#[test]
fn a_parameter_made_of_a_secret() {
    check_with(
        "param key string\nparam made object\n",
        "param key = getSecret('sub', 'group', 'vault', 'name')\nvar long = 'k-${key}'\nparam made = {\n  short: key\n  long: long\n}\n",
        &[
            ("key", "?(`getSecret` is known when it is deployed)"),
            ("made", "{short: ?(`getSecret` is known when it is deployed), long: 'k-${key}'}"),
        ],
    );
}

/// To give null is to leave a parameter to its default, which the parameter file does not know. The compiler refuses
/// to make anything of it.
#[test]
fn a_parameter_made_of_one_that_is_left_to_its_default() {
    let why = "?(`key` is left to its default)";
    check_with(
        "param key string = newGuid()\nparam made object\n",
        "param key = null\nvar long = 'k-${key}'\nparam made = {\n  short: key\n  long: long\n  or: key ?? 'none'\n}\n",
        &[
            ("key", "?(`newGuid` is known when it is deployed)"),
            ("made", &format!("{{short: {why}, long: 'k-${{key}}', or: {why}}}")),
        ],
    );
}

/// What comes from outside is not known, whatever is made of it.
#[test]
fn inputs_from_outside() {
    let main = "type load = {\n  wood: string\n  size: int\n}
param size int\nparam link string\nparam both string\nparam any object\nparam dry bool\nparam again int\nparam one load\nparam two load\nparam deep object\n";
    let given = "param size = int(externalInput('contoso.tool', 'size'))
param link = string(externalInput('contoso.link', {\n  path: '/kilns'\n}))
param both = '${externalInput('contoso.tool', 'a')}-and-${externalInput('contoso.tool', 'b')}'
param any = json(externalInput('contoso.tool', 'any'))
param dry = bool(externalInput('sys.cli'))
var found = int(externalInput('contoso.tool', 'size'))
param again = found
param one = json(externalInput('contoso.tool', 'load'))
param two = one
param deep = {\n  wood: externalInput('contoso.tool', 'wood')\n}
";
    let why = "?(`externalInput` is known when it is deployed)";
    check_with(
        main,
        given,
        &[
            ("size", why),
            ("link", why),
            ("both", "'${externalInput('contoso.tool', 'a')}-and-${externalInput('contoso.tool', 'b')}'"),
            ("any", why),
            ("dry", why),
            ("again", why),
            ("two", why),
            ("deep", &format!("{{wood: {why}}}")),
        ],
    );
}
