//! What a file deploys: types, names, parents, conditions, loops.

use aiolint_core::{Identity, Resource};

use crate::{UNKNOWN, resources_of, shown, source};

/// A resource in a line: its type and version, its name, and what else is known of it.
fn line(resource: &Resource, text: &str) -> String {
    let Identity::Arm { resource_type, api_version } = &resource.identity else { panic!("{resource:#?}") };
    let mut line = format!("{}@{api_version} {}", resource_type.replace("Contoso.Mill", "C"), shown(&resource.name));
    if !resource.parent.is_absent() {
        line += &format!(" of {}", shown(&resource.parent));
    }
    if let Some(turn) = resource.turn {
        line += &format!(" turn {turn}");
    }
    if let Some(condition) = resource.condition {
        line += &format!(" if {}", &text[condition.span.start as usize..condition.span.end as usize]);
    }
    if resource.existing {
        line += " existing";
    }
    line
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let source = source(&format!("{UNKNOWN}{text}"));
    let found: Vec<String> = resources_of(&source).iter().map(|resource| line(resource, &source.text)).collect();
    assert_eq!(found, expected, "{text}");
}

/// A resource of these segments, with this body.
fn resource(symbol: &str, segments: &str, body: &str) -> String {
    format!("resource {symbol} 'Contoso.Mill/{segments}@2024-01-01' {body}\n")
}

#[test]
fn children_name_their_parents() {
    let mill = resource("mill", "mills", "= {\n  name: 'east'\n}");
    let child = |body: &str| format!("{mill}{}", resource("kiln", "mills/kilns", &format!("= {{\n{body}\n}}")));
    let east = "C/mills@2024-01-01 'east'";
    for (body, expected) in [
        ("  parent: mill\n  name: 'k1'", "'k1' of 'east'"),
        ("  parent: mill\n  name: 'k-${p}'", "'k-${p}' of 'east'"),
        ("  parent: flag ? mill : mill\n  name: 'k1'", "'k1' of ?(it is not known what it belongs to)"),
        ("  parent: nobody\n  name: 'k1'", "'k1' of ?(it is not known what it belongs to)"),
        ("  name: 'east/k1'", "'k1' of 'east'"),
        ("  name: '${mill.name}/k1'", "'k1' of 'east'"),
        ("  name: '${p}/k1'", "'k1' of '${p}'"),
        ("  name: 'east/${p}'", "'${p}' of 'east'"),
        ("  name: '${p}-x/k-${q}'", "'k-${q}' of '${p}-x'"),
        ("  name: '${p}${q}'", "?(parameter `p` has no value) of ?(it is not known what it belongs to)"),
        ("  name: p", "?(parameter `p` has no value) of ?(it is not known what it belongs to)"),
        // The compiler refuses it.
        ("  name: 'k1'", "'k1'"),
        ("  ...object\n  name: 'k1'", "'k1' of ?(it is not known what it belongs to)"),
    ] {
        check(&child(body), &[east, &format!("C/mills/kilns@2024-01-01 {expected}")]);
    }
}

#[test]
fn a_name_of_three_segments_is_cut_only_where_it_is_sure() {
    for (name, expected) in [
        ("'a/b/c'", "'c' of 'b'"),
        ("'a/${p}/c'", "'c' of '${p}'"),
        ("'${p}/b/${q}'", "'${q}' of 'b'"),
        // One of the holes holds a slash.
        ("'${p}/c'", "'c' of ?(it is not known what it belongs to)"),
        ("'${p}/c-${q}'", "?(parameter `p` has no value) of ?(it is not known what it belongs to)"),
    ] {
        let text = resource("it", "mills/kilns/doors", &format!("= {{\n  name: {name}\n}}"));
        check(&text, &[&format!("C/mills/kilns/doors@2024-01-01 {expected}")]);
    }
}

#[test]
fn nested_resources_take_type_version_and_condition_from_outside() {
    let nested = |outer: &str| {
        format!(
            "resource mill 'Contoso.Mill/mills@2024-01-01' {outer}{{
  name: 'east'
  resource kiln 'kilns' = {{
    name: 'k1'
    resource door 'doors@2025-01-01' = if (n > 1) {{
      name: '${{kiln.name}}-${{mill.name}}'
    }}
  }}
}}
resource other 'Contoso.Mill/others@2024-01-01' = {{
  name: mill::kiln::door.name
}}
resource beside 'Contoso.Mill/mills/kilns@2024-01-01' = {{
  parent: mill
  name: kiln.name
}}
"
        )
    };
    let tail = "?(`kiln` is not declared) of 'east'";
    check(
        &nested("= "),
        &[
            "C/mills@2024-01-01 'east'",
            "C/mills/kilns@2024-01-01 'k1' of 'east'",
            "C/mills/kilns/doors@2025-01-01 'k1-east' of 'k1' if n > 1",
            "C/others@2024-01-01 'k1-east'",
            &format!("C/mills/kilns@2024-01-01 {tail}"),
        ],
    );
    check(
        &nested("= if (flag) "),
        &[
            "C/mills@2024-01-01 'east' if flag",
            "C/mills/kilns@2024-01-01 'k1' of 'east' if flag",
            "C/mills/kilns/doors@2025-01-01 'k1-east' of 'k1' if n > 1",
            "C/others@2024-01-01 'k1-east'",
            &format!("C/mills/kilns@2024-01-01 {tail}"),
        ],
    );
    check(
        &nested("= if (1 > 2) "),
        &[
            "C/others@2024-01-01 ?(`door.name` is known when `door` is deployed)",
            "C/mills/kilns@2024-01-01 ?(`kiln` is not declared) of ?(it is not known which resource it belongs to)",
        ],
    );
}

#[test]
fn what_is_only_referred_to() {
    check(
        "resource mill 'Contoso.Mill/mills@2024-01-01' existing = {\n  name: 'east/${p}'\n}
resource kiln 'Contoso.Mill/mills/kilns@2024-01-01' existing = if (flag) {\n  parent: mill\n  name: 'k1'\n}
resource none 'Contoso.Mill/mills@2024-01-01' existing = if (!true) {\n  name: 'none'\n}
resource it 'Contoso.Mill/its@2024-01-01' = {\n  name: '${mill.name}-${kiln.apiVersion}-${kiln.type}-${kiln.more}'\n}\n",
        &[
            "C/mills@2024-01-01 'east/${p}' existing",
            "C/mills/kilns@2024-01-01 'k1' of 'east/${p}' if flag existing",
            "C/its@2024-01-01 'east/${p}-2024-01-01-Contoso.Mill/mills/kilns-${kiln.more}'",
        ],
    );
    let source = source("resource a 'Contoso.Mill/mills@2024-01-01' existing = {\n  name: 'a'\n}\n");
    assert_eq!(shown(&resources_of(&source)[0].spec), "?(the file refers to it, but does not declare it)");
}

#[test]
fn conditions() {
    for (condition, expected) in [
        ("true", Some("")),
        ("1 > 2", None),
        ("flag", Some(" if flag")),
        ("flag && false", None),
        ("flag || true", Some("")),
        ("flag ? true : false", Some(" if flag ? true : false")),
        ("p == 'a'", Some(" if p == 'a'")),
    ] {
        let expected: Vec<String> = expected.iter().map(|end| format!("C/mills@2024-01-01 'a'{end}")).collect();
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        check(&resource("a", "mills", &format!("= if ({condition}) {{\n  name: 'a'\n}}")), &expected);
    }
}

#[test]
fn loops_are_unrolled_where_they_are_known() {
    let mills = |head: &str, name: &str| resource("mills", "mills", &format!("= [for {head}: {{\n  name: {name}\n}}]"));
    for (text, expected) in [
        (mills("x in ['a', 'b']", "x"), &["C/mills@2024-01-01 'a' turn 0", "C/mills@2024-01-01 'b' turn 1"][..]),
        (mills("(x, i) in ['a']", "'${x}${i}'"), &["C/mills@2024-01-01 'a0' turn 0"]),
        (mills("x in list", "'a-${x}'"), &["C/mills@2024-01-01 'a-${x}'"]),
        (
            mills("(x, i) in [...list, 'z']", "'${x}-${i}'"),
            &["C/mills@2024-01-01 'z-${i}' turn 0", "C/mills@2024-01-01 '${x}-${i}'"],
        ),
        (mills("x in []", "x"), &[]),
        (mills("i in range(0, 300)", "'m${i}'"), &["C/mills@2024-01-01 'm${i}'"]),
    ] {
        check(&text, expected);
    }
    check(
        &resource(
            "mills",
            "mills",
            "= [for x in [{ on: true, n: 'a' }, { on: false }, { n: 'c', on: flag }]: if (x.on) {\n  name: x.n\n}]",
        ),
        &["C/mills@2024-01-01 'a' turn 0", "C/mills@2024-01-01 'c' turn 2 if x.on"],
    );
}

#[test]
fn one_of_a_loops_resources() {
    let mills = resource("mills", "mills", "= [for x in ['a', 'b']: {\n  name: x\n}]");
    let any = resource("any", "mills", "= [for x in list: {\n  name: 'x-${x}'\n}]");
    let more = resource("more", "mills", "= [for x in [...list, 'z']: {\n  name: x\n}]");
    for (parent, expected) in [
        ("mills[0]", "'a'"),
        ("mills[1]", "'b'"),
        ("mills[7]", "?(it is not known which resource it belongs to)"),
        ("mills[n]", "?(it is not known which resource it belongs to)"),
        ("mills", "?(it is not known which resource it belongs to)"),
        ("any[n]", "'x-${x}'"),
        ("more[0]", "?(it is not known which resource it belongs to)"),
    ] {
        let kiln = resource("kiln", "mills/kilns", &format!("= {{\n  parent: {parent}\n  name: 'k'\n}}"));
        let source = source(&format!("{UNKNOWN}{mills}{any}{more}{kiln}"));
        let resources = resources_of(&source);
        assert_eq!(shown(&resources.last().unwrap().parent), expected, "{parent}");
    }
    let each = resource("kilns", "mills/kilns", "= [for i in range(0, 2): {\n  parent: mills[i]\n  name: 'k${i}'\n}]");
    check(
        &format!("{mills}{each}"),
        &[
            "C/mills@2024-01-01 'a' turn 0",
            "C/mills@2024-01-01 'b' turn 1",
            "C/mills/kilns@2024-01-01 'k0' of 'a' turn 0",
            "C/mills/kilns@2024-01-01 'k1' of 'b' turn 1",
        ],
    );
}

#[test]
fn what_is_nested_in_a_loop_knows_no_turn() {
    let text = "var x = 'outer'
resource mills 'Contoso.Mill/mills@2024-01-01' = [for x in ['a', 'b']: {
  name: x
  resource kiln 'kilns' = {
    name: 'k-${x}'
  }
}]
";
    check(
        text,
        &[
            "C/mills@2024-01-01 'a' turn 0",
            "C/mills@2024-01-01 'b' turn 1",
            "C/mills/kilns@2024-01-01 'k-${x}' of ?(it is not known which resource it belongs to)",
        ],
    );
}

#[test]
fn what_a_deployed_resource_is_asked_for() {
    let mill = "= {\n  name: 'a'\n  location: 'x'\n  properties: {\n    a: 1\n    none: null\n    list: [1]\n  }\n}";
    let mill = resource("mill", "mills", mill);
    let deployed = |name: &str| format!("?(`{name}` is known when `mill` is deployed)");
    for (expression, expected) in [
        ("mill.name", "'a'"),
        ("mill.location", "'x'"),
        ("mill.properties.a", "1"),
        ("mill.?properties.a", "1"),
        // The service may set what is not set.
        ("mill.properties.b", "?(the service may add to it)"),
        ("mill.properties.?b", "<null | ?(the service may add to it)>"),
        ("mill.properties.none", "?(the service may add to it)"),
        ("mill.properties.list", "[1, …]"),
        ("mill.tags", &*deployed("mill.tags")),
        (
            "mill.id",
            "'/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Contoso.Mill/mills/a'",
        ),
        ("mill.more", &*deployed("mill.more")),
        ("mill", "?(`mill` is a resource, whose content is known when it is deployed)"),
        ("mill.listKeys()", "?(`listKeys` is known when it is deployed)"),
    ] {
        assert_eq!(crate::value(&mill, expression), expected, "{expression}");
    }
}

#[test]
fn resources_that_refer_to_each_other_end() {
    check(
        "resource a 'Contoso.Mill/mills@2024-01-01' = {\n  name: b.name\n}
resource b 'Contoso.Mill/mills@2024-01-01' = {\n  name: a.name\n}
resource c 'Contoso.Mill/mills/kilns@2024-01-01' = {\n  parent: c\n  name: 'c'\n}\n",
        &[
            "C/mills@2024-01-01 ?(`a` refers to itself)",
            "C/mills@2024-01-01 ?(`a` refers to itself)",
            "C/mills/kilns@2024-01-01 'c' of ?(it is not known which resource it belongs to)",
        ],
    );
}

/// A parameter without a value is one of those that its type allows.
#[test]
fn types_tell_of_parameters_without_a_value() {
    for (declared, expected) in [
        ("param v bool\n", "<true | false>"),
        ("param v 'a' | 'b'\n", "<'a' | 'b'>"),
        ("type kind = 'a' | 'b'\nparam v kind\n", "<'a' | 'b'>"),
        ("type one = 'a'\ntype kind = one | 'b'\nparam v kind\n", "<'a' | 'b'>"),
        ("@allowed(['a', 'b'])\nparam v string\n", "<'a' | 'b'>"),
        ("@allowed([1, 2])\n@description('x')\nparam v int = 2\n", "2"),
        ("param v 'a'\n", "'a'"),
        ("param v string\n", "?(parameter `v` has no value)"),
        ("param v string?\n", "null"),
        ("param v ('a' | 'b')?\n", "null"),
        ("type v2 = v2\nparam v v2\n", "?(parameter `v` has no value)"),
        ("@secure()\n@allowed(['a', 'b'])\nparam v string\n", "?(parameter `v` is secret)"),
    ] {
        assert_eq!(crate::value(declared, "v"), expected, "{declared}");
    }
}

#[test]
fn the_namespace_of_azure_is_no_part_of_a_type() {
    let mill = |of: &str| format!("resource mill '{of}Contoso.Mill/mills@2024-01-01' = {{\n  name: 'east'\n}}\n");
    check(&mill(""), &["C/mills@2024-01-01 'east'"]);
    check(&mill("az:"), &["C/mills@2024-01-01 'east'"]);
    check(&mill("other:"), &["other:C/mills@2024-01-01 'east'"]);
}
