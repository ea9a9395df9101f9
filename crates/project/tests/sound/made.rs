//! Made-up installations: endpoints, profiles and data flows, whose settings are made of parameters in many ways.

use crate::Gaps;
use crate::numbers::Numbers;

/// So many are made up.
pub(crate) const PROJECTS: u64 = 250;

/// The parameters: name, type, and what they may be.
const PARAMETERS: [(&str, &str, &[&str]); 11] = [
    ("opt", "string?", &["null", "'Never'", "'Keep'", "''", "'aio-broker:18883'", "'mqtt.contoso.com'"]),
    (
        "host",
        "string",
        &[
            "'aio-broker:18883'",
            "'aio-broker'",
            "'mill.westeurope-1.ts.eventgrid.azure.net:8883'",
            "'mill.westeurope-1.ts.eventgrid.azure.net'",
            "'mqtt.contoso.com:8883'",
            "'mqtt'",
            "''",
            "'a,b'",
            "'mosquitto.tools.svc.cluster.local:8883'",
        ],
    ),
    ("port", "int", &["443", "8883", "1883", "0", "-1", "70000"]),
    ("count", "int", &["1", "2", "3", "0"]),
    ("mode", "string", &["'Enabled'", "'Disabled'", "''", "'enabled'"]),
    ("method", "string", &["'Anonymous'", "'ServiceAccountToken'", "'X509Certificate'", "'Sasl'", "''"]),
    ("flag", "bool", &["true", "false"]),
    (
        "extra",
        "object",
        &[
            "{}",
            "{ host: 'aio-broker:18883' }",
            "{ tls: { mode: 'Disabled' } }",
            "{ retain: 'Never' }",
            "{ tls: { trustedCaCertificateConfigMapRef: 'ca' }, protocol: 'WebSockets' }",
            "{ authentication: { serviceAccountTokenSettings: { audience: 'a' } } }",
        ],
    ),
    ("names", "array", &["[]", "['near']", "['near', 'far', 'aio-broker:18883']", "['default']"]),
    // It is nobody else's name: what has a name that is not known is never taken for `default`.
    ("label", "string", &["'L1'", "'L-2'"]),
    ("ref", "string", &["'near'", "'far'", "'default'", "'elsewhere'", "''"]),
];

const HOSTS: [&str; 25] = [
    "opt",
    "opt ?? 'aio-broker:18883'",
    "empty(opt) ? host : '${opt}:8883'",
    "host",
    "'${host}:${port}'",
    "'mill.westeurope-1.ts.eventgrid.azure.net:${port}'",
    "'mill.westeurope-1.ts.eventgrid.azure.net'",
    "'${ref}.westeurope-1.ts.eventgrid.azure.net:8883'",
    "flag ? host : 'aio-broker:18883'",
    "flag ? 'mqtt.contoso.com:1' : 'far.contoso.com'",
    "names[0]",
    "first(names)",
    "extra.?host ?? 'mqtt.contoso.com:8883'",
    "toLower(host)",
    "empty(host) ? 'aio-broker:18883' : host",
    "contains(host, ':') ? host : '${host}:8883'",
    "format('{0}:{1}', host, port)",
    "concat(host, ':8883')",
    "join([host, string(port)], ':')",
    "split(host, ',')[0]",
    "startsWith(host, 'aio-broker') ? 'aio-broker:18883' : 'mqtt.contoso.com'",
    "'aio-broker:18883'",
    "replace('NAME.westeurope-1.ts.eventgrid.azure.net:8883', 'NAME', ref)",
    "'mqtt.contoso.com:8883'",
    "last(concat(names, ['mqtt.contoso.com']))",
];
const TLS: [&str; 11] = [
    "{ mode: 'Enabled', trustedCaCertificateConfigMapRef: opt }",
    "{ mode: mode }",
    "{ mode: 'Enabled' }",
    "{ mode: flag ? 'Enabled' : mode }",
    "flag ? { mode: 'Enabled' } : {}",
    "extra.?tls ?? {}",
    "{ mode: 'Enabled', trustedCaCertificateConfigMapRef: ref }",
    "union({ mode: 'Enabled' }, extra.?tls ?? {})",
    "{ mode: 'Disabled' }",
    "{ ...(flag ? { mode: 'Disabled' } : {}), mode: mode }",
    "{ mode: toUpper(mode) == 'ENABLED' ? 'Enabled' : 'Disabled' }",
];
const AUTHENTICATIONS: [&str; 9] = [
    "{ method: method }",
    "{ method: 'Anonymous' }",
    "{ method: 'ServiceAccountToken', serviceAccountTokenSettings: { audience: ref } }",
    "{ method: 'X509Certificate', x509CertificateSettings: flag ? {} : { secretRef: ref } }",
    "union({ method: method }, flag ? { serviceAccountTokenSettings: { audience: 'a' } } : {})",
    "{ method: 'SystemAssignedManagedIdentity' }",
    "{ ...(extra.?authentication ?? {}), method: 'ServiceAccountToken' }",
    "{ method: method, anonymousSettings: {} }",
    "{ method: 'Sasl', saslSettings: extra }",
];
const SETTINGS: [&str; 13] = [
    "{ host: HOST, retain: opt, tls: TLS }",
    "{ host: HOST, authentication: opt == null ? null : AUTH }",
    "{ host: HOST, retain: flag ? opt : 'Never' }",
    "{ host: HOST, tls: TLS, authentication: AUTH }",
    "{ host: HOST, ...extra }",
    "{ ...extra, host: HOST }",
    "union({ host: HOST, tls: TLS }, extra)",
    "union(extra, { host: HOST, tls: { mode: 'Enabled' } })",
    "flag ? { host: HOST } : { host: HOST, retain: 'Never' }",
    "shallowMerge([extra, { host: HOST, tls: TLS }])",
    "{ host: HOST, retain: flag ? 'Keep' : 'Never', protocol: flag ? 'Mqtt' : 'WebSockets' }",
    "{ host: HOST, authentication: AUTH, ...(flag ? { retain: 'Never' } : {}) }",
    "extra",
];
const REFS: [&str; 14] = [
    "opt ?? 'default'",
    "'default'",
    "near.name",
    "far.name",
    "ref",
    "'near'",
    "'far'",
    "flag ? near.name : far.name",
    "flag ? 'default' : far.name",
    "names[0]",
    "first(names)",
    "toLower(label)",
    "label",
    "'${label}'",
];
const COUNTS: [&str; 7] = ["count", "1", "3", "flag ? 1 : 3", "length(names)", "max(1, count)", "count + 1"];
const NAMES: [&str; 6] = ["'NAME'", "'NAME'", "label", "'NAME-${label}'", "toLower(label)", "flag ? 'NAME' : 'NAME-2'"];
const CONDITIONS: [&str; 6] = ["", "", "", "if (flag) ", "if (count > 1) ", "if (contains(names, 'near')) "];
const MODES: [&str; 4] = ["", "mode: 'Enabled'", "mode: mode", "mode: flag ? 'Enabled' : 'Disabled'"];
const TYPES: [&str; 5] =
    ["'Mqtt'", "'Mqtt'", "'Mqtt'", "flag ? 'Mqtt' : 'Kafka'", "'Mqtt', hostType: flag ? 'EventGrid' : 'CustomMqtt'"];

/// A template, and its parameters with what they may be.
pub(crate) fn project(seed: u64) -> (String, Gaps) {
    let mut numbers = Numbers::new(seed);
    let mut text = String::new();
    for (name, of, _) in PARAMETERS {
        text += &format!("param {name} {of}\n");
    }
    text += "resource plant 'Microsoft.IoTOperations/instances@2025-10-01' existing = {\n  name: 'plant'\n}\n";
    for name in ["near", "far"] {
        text += &endpoint(&mut numbers, name);
    }
    let count = numbers.pick(&COUNTS);
    let condition = numbers.pick(&CONDITIONS);
    text += &format!(
        "resource lines 'Microsoft.IoTOperations/instances/dataflowProfiles@2025-10-01' = {condition}{{\n  parent: plant\n  name: 'lines'\n  properties: {{ instanceCount: {count} }}\n}}\n"
    );
    for name in ["one", "two"] {
        text += &flow(&mut numbers, name);
    }
    let gaps = PARAMETERS
        .iter()
        .map(|(name, _, values)| ((*name).to_owned(), values.iter().map(|value| (*value).to_owned()).collect()));
    (text, gaps.collect())
}

fn endpoint(numbers: &mut Numbers, symbol: &str) -> String {
    let mut settings = numbers.pick(&SETTINGS).to_owned();
    while settings.contains("HOST") {
        settings = settings.replacen("HOST", &format!("({})", numbers.pick(&HOSTS)), 1);
    }
    let settings = settings.replace("TLS", numbers.pick(&TLS)).replace("AUTH", numbers.pick(&AUTHENTICATIONS));
    let name = numbers.pick(&NAMES).replace("NAME", symbol);
    let (condition, of) = (numbers.pick(&CONDITIONS), numbers.pick(&TYPES));
    let head = format!("resource {symbol} 'Microsoft.IoTOperations/instances/dataflowEndpoints@2025-10-01' = ");
    let body = format!(
        "{{\n  parent: plant\n  name: {name}\n  properties: {{ endpointType: {of}, mqttSettings: {settings} }}\n}}"
    );
    let others = match numbers.one_in(4) {
        true => format!(
            "{}[for (n, i) in names: {{\n  parent: plant\n  name: 'l-${{n}}'\n  properties: {{ endpointType: 'Mqtt', mqttSettings: {{ host: n }} }}\n}}]\n",
            head.replace(symbol, &format!("{symbol}s"))
        ),
        false => String::new(),
    };
    format!("{head}{condition}{body}\n{others}")
}

fn flow(numbers: &mut Numbers, symbol: &str) -> String {
    let (from, to) = (numbers.pick(&REFS), numbers.pick(&REFS));
    let (condition, mode) = (numbers.pick(&CONDITIONS), numbers.pick(&MODES));
    format!(
        "resource {symbol} 'Microsoft.IoTOperations/instances/dataflowProfiles/dataflows@2025-10-01' = {condition}{{
  parent: lines
  name: '{symbol}'
  properties: {{
    {mode}
    operations: [
      {{ operationType: 'Source', sourceSettings: {{ endpointRef: {from}, dataSources: ['a'] }} }}
      {{ operationType: 'Destination', destinationSettings: {{ endpointRef: {to}, dataDestination: 'b' }} }}
    ]
  }}
}}
"
    )
}
