//! What types tell of parameters that have no value.

use crate::check;

const TYPES: &str = "type kind = 'Mqtt' | 'Kafka'
type host = { name: string, port: int, kind: kind, note: string?, more: string[] }
@sealed()
type whole = { host: host, 'two words': bool, list: host[], *: string }
type again = { next: again?, name: string }
type chain = { next: chain }
param h host
param w whole
param a again
param c chain
param either host?
param inline { kind: 'a' | 'b' }
param given { kind: 'a' } = { kind: 'z' }
";

#[test]
fn an_object_has_the_members_that_it_must_have() {
    check(
        TYPES,
        &[
            ("h.kind", "<'Mqtt' | 'Kafka'>"),
            ("inline.kind", "<'a' | 'b'>"),
            ("h.name", "?(parameter `h` has no value)"),
            ("w.host.kind", "<'Mqtt' | 'Kafka'>"),
            ("w['two words']", "<true | false>"),
            ("contains(h, 'name')", "?(parameter `h` has no value)"),
            ("contains(w, 'host')", "true"),
            // What may be null may also be left out, and there may be more.
            ("contains(h, 'note')", "?(parameter `h` has no value)"),
            ("contains(h, 'other')", "?(parameter `h` has no value)"),
            ("h.note", "?(parameter `h` has no value)"),
            ("h.?note ?? 'x'", "<'x' | ?(parameter `h` has no value)>"),
            ("length(h)", "?(parameter `h` has no value)"),
            ("w.list[0].kind", "?(parameter `w` has no value)"),
            ("a.name", "?(parameter `a` has no value)"),
            ("a.next", "?(parameter `a` has no value)"),
            ("c.next.next.next.other", "?(parameter `c` has no value)"),
            ("either", "null"),
            ("given.kind", "'z'"),
            ("h.kind == 'Other'", "false"),
        ],
    );
}

#[test]
fn a_member_is_the_same_wherever_it_stands() {
    let text = format!(
        "{TYPES}resource it 'Contoso.Mill/kilns@2024-01-01' = {{\n  name: 'it'\n  properties: {{
    a: h.name\n    b: h['name']\n    c: h.note\n    d: h.note\n    e: w.host.name\n  }}\n}}\n"
    );
    let resources = crate::resources_of(&crate::source(&text));
    let terms = |name: &str| resources[0].spec.get(name).unwrap().terms();
    assert!(terms("a").is_some() && terms("c").is_some());
    assert_eq!(terms("a"), terms("b"));
    assert_eq!(terms("c"), terms("d"));
    assert_ne!(terms("a"), terms("c"));
    assert_ne!(terms("a"), terms("e"));
}
