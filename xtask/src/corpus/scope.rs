//! Where the templates of a corpus are said to be deployed to: what a configuration can say, all of it.

use std::sync::Arc;

use aiolint_bicep::ScopeValues;
use aiolint_core::{Data, Entry, Location, Map, Text, Value};

/// A text or an object.
enum Said {
    Text(&'static str),
    Object(&'static [(&'static str, Said)]),
}

use Said::{Object, Text as Plain};

const SCOPE: [(&str, Said); 7] = [
    (
        "subscription",
        Object(&[
            ("subscriptionId", Plain("11111111-1111-1111-1111-111111111111")),
            ("tenantId", Plain("22222222-2222-2222-2222-222222222222")),
            ("displayName", Plain("corpus")),
        ]),
    ),
    (
        "resourceGroup",
        Object(&[("name", Plain("corpus-rg")), ("location", Plain("westeurope")), ("tags", Object(&[]))]),
    ),
    ("managementGroup", Object(&[("name", Plain("corpus-mg"))])),
    (
        "tenant",
        Object(&[
            ("tenantId", Plain("22222222-2222-2222-2222-222222222222")),
            ("displayName", Plain("corpus")),
            ("country", Plain("Netherlands")),
            ("countryCode", Plain("NL")),
        ]),
    ),
    ("deployment", Object(&[("name", Plain("corpus")), ("location", Plain("westeurope"))])),
    (
        "deployer",
        Object(&[
            ("objectId", Plain("33333333-3333-3333-3333-333333333333")),
            ("tenantId", Plain("22222222-2222-2222-2222-222222222222")),
            ("userPrincipalName", Plain("somebody@example.com")),
        ]),
    ),
    (
        "environment",
        Object(&[
            ("name", Plain("AzureCloud")),
            ("resourceManager", Plain("https://management.azure.com/")),
            ("portal", Plain("https://portal.azure.com")),
            ("graph", Plain("https://graph.windows.net/")),
            ("authentication", Object(&[("loginEndpoint", Plain("https://login.microsoftonline.com/"))])),
            (
                "suffixes",
                Object(&[
                    ("acrLoginServer", Plain(".azurecr.io")),
                    ("keyvaultDns", Plain(".vault.azure.net")),
                    ("sqlServerHostname", Plain(".database.windows.net")),
                    ("storage", Plain("core.windows.net")),
                ]),
            ),
        ]),
    ),
];

/// What the scope functions give.
pub(crate) fn values() -> ScopeValues {
    SCOPE.iter().map(|(name, said)| ((*name).to_owned(), value(said))).collect()
}

fn value(said: &Said) -> Value {
    let data = match said {
        Plain(text) => Data::Text(Text::Known((*text).into())),
        Object(members) => {
            let entry = |(name, said): &(&str, Said)| Entry { name: (*name).into(), value: value(said) };
            Data::Map(Arc::new(Map::new(members.iter().map(entry).collect(), None)))
        }
    };
    Value::new(data, Location::NONE)
}
