//! All functions of the language, by what they depend on.

/// What a function's result depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purity {
    /// On its arguments alone.
    Pure,
    /// On where the file is deployed to, and by whom.
    Scope,
    /// On another file beside this one, or on the machine that compiles it.
    File,
    /// On what is there, or on the moment, when it is deployed.
    Runtime,
}

/// In which namespace they are does not matter: no name is in both. Sorted, for the search.
const FUNCTIONS: [(&str, Purity); 97] = [
    ("any", Purity::Pure),
    ("array", Purity::Pure),
    ("base64", Purity::Pure),
    ("base64ToJson", Purity::Pure),
    ("base64ToString", Purity::Pure),
    ("bool", Purity::Pure),
    ("buildUri", Purity::Pure),
    ("cidrHost", Purity::Pure),
    ("cidrSubnet", Purity::Pure),
    ("concat", Purity::Pure),
    ("contains", Purity::Pure),
    ("dataUri", Purity::Pure),
    ("dataUriToString", Purity::Pure),
    ("dateTimeAdd", Purity::Pure),
    ("dateTimeFromEpoch", Purity::Pure),
    ("dateTimeToEpoch", Purity::Pure),
    ("deployer", Purity::Scope),
    ("deployment", Purity::Scope),
    ("distinct", Purity::Pure),
    ("empty", Purity::Pure),
    ("endsWith", Purity::Pure),
    ("environment", Purity::Scope),
    ("extensionResourceId", Purity::Pure),
    ("externalInput", Purity::Runtime),
    ("fail", Purity::Pure),
    ("filter", Purity::Pure),
    ("first", Purity::Pure),
    ("flatten", Purity::Pure),
    ("format", Purity::Pure),
    ("getSecret", Purity::Runtime),
    ("groupBy", Purity::Pure),
    ("guid", Purity::Pure),
    ("indexOf", Purity::Pure),
    ("int", Purity::Pure),
    ("intersection", Purity::Pure),
    ("items", Purity::Pure),
    ("join", Purity::Pure),
    ("json", Purity::Pure),
    ("last", Purity::Pure),
    ("lastIndexOf", Purity::Pure),
    ("length", Purity::Pure),
    ("like", Purity::Pure),
    ("loadDirectoryFileInfo", Purity::File),
    ("loadFileAsBase64", Purity::File),
    ("loadJsonContent", Purity::File),
    ("loadTextContent", Purity::File),
    ("loadYamlContent", Purity::File),
    ("managementGroup", Purity::Scope),
    ("managementGroupResourceId", Purity::Scope),
    ("map", Purity::Pure),
    ("mapValues", Purity::Pure),
    ("max", Purity::Pure),
    ("min", Purity::Pure),
    ("nameof", Purity::Pure),
    ("newGuid", Purity::Runtime),
    ("objectKeys", Purity::Pure),
    ("padLeft", Purity::Pure),
    ("parseCidr", Purity::Pure),
    ("parseUri", Purity::Pure),
    ("pickZones", Purity::Runtime),
    ("providers", Purity::Runtime),
    ("range", Purity::Pure),
    ("readCliArg", Purity::File),
    ("readEnvVar", Purity::File),
    ("readEnvironmentVariable", Purity::File),
    ("reduce", Purity::Pure),
    ("reference", Purity::Runtime),
    ("replace", Purity::Pure),
    ("resourceGroup", Purity::Scope),
    ("resourceId", Purity::Scope),
    ("roleDefinitions", Purity::Runtime),
    ("shallowMerge", Purity::Pure),
    ("skip", Purity::Pure),
    ("sort", Purity::Pure),
    ("split", Purity::Pure),
    ("startsWith", Purity::Pure),
    ("string", Purity::Pure),
    ("subscription", Purity::Scope),
    ("subscriptionResourceId", Purity::Scope),
    ("substring", Purity::Pure),
    ("take", Purity::Pure),
    ("tenant", Purity::Scope),
    ("tenantResourceId", Purity::Pure),
    ("toLogicalZone", Purity::Runtime),
    ("toLogicalZones", Purity::Runtime),
    ("toLower", Purity::Pure),
    ("toObject", Purity::Pure),
    ("toPhysicalZone", Purity::Runtime),
    ("toPhysicalZones", Purity::Runtime),
    ("toUpper", Purity::Pure),
    ("trim", Purity::Pure),
    ("union", Purity::Pure),
    ("uniqueString", Purity::Pure),
    ("uri", Purity::Pure),
    ("uriComponent", Purity::Pure),
    ("uriComponentToString", Purity::Pure),
    ("utcNow", Purity::Runtime),
];

/// What a function depends on; `None` if the language has no function of this name.
#[must_use]
pub fn purity(name: &str) -> Option<Purity> {
    if let Ok(place) = FUNCTIONS.binary_search_by_key(&name, |(known, _)| known) {
        return Some(FUNCTIONS[place].1);
    }
    // A resource provider may have any: `listKeys`, `listSecrets`.
    let lists = name.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("list"));
    lists.then_some(Purity::Runtime)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that can't go on fails")]

    use aiolint_core::{Data, FileId, Source};

    use super::*;
    use crate::syntax::Dialect;
    use crate::{Given, Library, Template, deploy};

    /// One call of each function whose result is known.
    const KNOWN: [&str; 67] = [
        "any(1)",
        "array(1)",
        "base64('a')",
        "base64ToJson('MQ==')",
        "base64ToString('MQ==')",
        "bool('true')",
        "cidrHost('10.0.0.0/24', 0)",
        "cidrSubnet('10.0.0.0/24', 25, 0)",
        "concat('a', 'b')",
        "contains('ab', 'a')",
        "dataUri('a')",
        "dataUriToString('data:;base64,MQ==')",
        "dateTimeAdd('2026-01-01T00:00:00Z', 'P1D')",
        "dateTimeFromEpoch(0)",
        "dateTimeToEpoch('2026-01-01T00:00:00Z')",
        "distinct([1, 1])",
        "empty('')",
        "endsWith('ab', 'b')",
        "extensionResourceId('/providers/A.B/c/d', 'A.B/e', 'f')",
        "filter([1], x => true)",
        "first([1])",
        "flatten([[1]])",
        "format('{0}', 1)",
        "groupBy(['a'], x => x)",
        "guid('a')",
        "indexOf('ab', 'b')",
        "int('1')",
        "intersection([1], [1])",
        "items({ a: 1 })",
        "join(['a', 'b'], ',')",
        "json('1')",
        "last([1])",
        "lastIndexOf('ab', 'b')",
        "length('ab')",
        "like('ab', 'a*')",
        "managementGroupResourceId('A.B/c', 'd')",
        "map([1], x => x)",
        "mapValues({ a: 1 }, x => x)",
        "max(1, 2)",
        "min(1, 2)",
        "nameof(it)",
        "objectKeys({ a: 1 })",
        "padLeft('a', 2)",
        "parseCidr('10.0.0.0/24')",
        "range(0, 1)",
        "reduce([1], 0, (x, y) => x + y)",
        "replace('a', 'a', 'b')",
        "resourceId('A.B/c', 'd')",
        "shallowMerge([{ a: 1 }])",
        "skip('ab', 1)",
        "sort([1], (x, y) => x < y)",
        "split('a,b', ',')",
        "startsWith('ab', 'a')",
        "string(1)",
        "subscriptionResourceId('A.B/c', 'd')",
        "substring('ab', 1)",
        "take('ab', 1)",
        "tenantResourceId('A.B/c', 'd')",
        "toLower('A')",
        "toObject(['a'], x => x)",
        "toUpper('a')",
        "trim(' a')",
        "union([1], [2])",
        "uniqueString('a')",
        "uri('https://a.b/', 'c')",
        "uriComponent('a b')",
        "uriComponentToString('a%20b')",
    ];

    /// Those that depend on their arguments alone and still give nothing that is known. How the first two read and
    /// write what they are given is not documented; `fail` gives nothing at all.
    const UNKNOWN: [&str; 3] = ["buildUri", "parseUri", "fail"];

    #[test]
    fn the_table_is_sorted_and_knows_each_name_once() {
        assert!(FUNCTIONS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for (name, of) in FUNCTIONS {
            assert_eq!(purity(name), Some(of), "{name}");
        }
    }

    #[test]
    fn providers_have_listing_functions_of_their_own() {
        for name in ["list", "listKeys", "listkeys", "listAccountSas"] {
            assert_eq!(purity(name), Some(Purity::Runtime), "{name}");
        }
        for name in ["lis", "Split", "equals", "tryGet", "grüße", ""] {
            assert_eq!(purity(name), None, "{name}");
        }
    }

    #[test]
    fn what_depends_on_its_arguments_alone_is_known_or_said_not_to_be() {
        let name = |call: &'static str| call.split('(').next().unwrap();
        for call in KNOWN {
            assert!(purity(name(call)).is_some(), "{call}");
            let text =
                format!("resource it 'A.B/c@2026-01-01' = {{\n  name: 'it'\n  properties: {{ v: {call} }}\n}}\n");
            let source = Source::new(FileId::new(0), "main.bicep".into(), "main.bicep".into(), text.into());
            let template = Template::read(source.into(), Dialect::Template);
            let resources = deploy(&template, Given::default(), &Library::default()).resources;
            let found = &resources[0].spec.get("v").unwrap().data;
            assert!(!matches!(found, Data::Unknown(_)), "{call}: {found:?}");
        }
        for (function, of) in FUNCTIONS {
            let known = KNOWN.iter().any(|call| name(call) == function);
            assert!(of != Purity::Pure || known != UNKNOWN.contains(&function), "{function}");
        }
    }
}
