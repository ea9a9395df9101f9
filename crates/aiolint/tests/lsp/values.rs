//! What hovering tells of expressions in Bicep.

use crate::client::Client;
use crate::document::Units;
use crate::navigation::hover;

const MAIN: &str = "\
param site string
param count int = 2
@secure()
param password string = 'hunter2'
var lines = ['north😀', 'south']
var unused = concat('é', site)

module hosts 'hosts.bicep' = {
  name: '😀-${site}-hosts'
  params: { prefix: 'broker-${count}-', number: count + 1, secret: password }
}

resource endpoints 'Microsoft.IoTOperations/instances/dataflowEndpoints@2025-10-01' = [for (line, i) in lines: {
  name: 'plant/${line}'
  properties: {
    endpointType: 'Mqtt'
    mqttSettings: { host: '${hosts.outputs.host}:${1883 + i}' }
  }
}]

output names array = map(lines, each => 'x-${each}')
output first string = endpoints[0].id
";

const HOSTS: &str = "\
param prefix string
param number int
@secure()
param secret string
var zone = 'example.com'
output host string = '${prefix}${number}.${zone}'
";

const PARAMETERS: &str = "using 'main.bicep'\nvar town = 'ulm'\nparam site = '😀 ${town}'\n";

fn start(units: Units) -> Client {
    let (main, hosts) = (MAIN.replace('\n', "\r\n"), HOSTS.replace('\n', "\r\n"));
    Client::start(&[("main.bicep", &main), ("hosts.bicep", &hosts), ("main.bicepparam", PARAMETERS)], units)
}

/// The bytes that are meant and the values that are shown, without what else is known there.
fn values(shown: &str) -> String {
    let Some((range, parts)) = shown.split_once("] ") else { return String::new() };
    let values: Vec<&str> = parts.split("\n\n---\n\n").filter(|part| part.starts_with("= ")).collect();
    format!("{range}] {}", values.join("; "))
}

#[test]
fn hovering_tells_the_value_of_an_expression_wherever_it_stands() {
    for units in [Units::Utf8, Units::Utf16] {
        let mut client = start(units);
        for (path, text, skip, expected) in [
            // Names in a text, as the parameter file has them.
            ("main.bicep", "😀-${site}-hosts", "😀-${si".len(), "[site] = `\"😀 ulm\"`"),
            ("main.bicep", "😀-${site}-hosts", 4, "['😀-${site}-hosts'] = `\"😀-😀 ulm-hosts\"`"),
            // What is declared, and a call.
            ("main.bicep", "param site", 8, "[site] = `\"😀 ulm\"`"),
            ("main.bicep", "param count", 8, "[count] = `2`"),
            ("main.bicep", "var unused", 6, "[unused] = `\"é😀 ulm\"`"),
            ("main.bicep", "concat", 2, "[concat('é', site)] = `\"é😀 ulm\"`"),
            // What a module gets, and what it gives.
            ("main.bicep", "prefix:", 2, "[prefix] = `\"broker-2-\"`"),
            ("main.bicep", "count + 1", 6, "[count + 1] = `3`"),
            ("main.bicep", "hosts.outputs.host", 15, "[hosts.outputs.host] = `\"broker-2-3.example.com\"`"),
            // What a module that is called has of its caller.
            ("hosts.bicep", "param prefix", 8, "[prefix] = `\"broker-2-\"`"),
            ("hosts.bicep", "output host", 8, "[host] = `\"broker-2-3.example.com\"`"),
            ("hosts.bicep", "${zone}", 3, "[zone] = `\"example.com\"`"),
            // A parameter file.
            ("main.bicepparam", "${town}", 3, "[town] = `\"ulm\"`"),
            ("main.bicepparam", "param site", 7, "[site] = `\"😀 ulm\"`"),
            // All turns of a loop.
            ("main.bicep", "${line}", 3, "[line] = `\"north😀\"`; = `\"south\"`"),
            ("main.bicep", "1883 + i", 5, "[1883 + i] = `1883`; = `1884`"),
            ("main.bicep", "${each}", 3, "[each] = `\"north😀\"`; = `\"south\"`"),
            // What says all of itself, and what has no value.
            ("main.bicep", "var lines", 5, ""),
            ("main.bicep", "param count", 1, ""),
            ("hosts.bicep", "var zone", 5, "[zone] = `\"example.com\"`"),
        ] {
            let shown = hover(&mut client, path, text, skip);
            assert_eq!(values(&shown), expected, "{path} {text} {skip} {units:?}: {shown}");
        }
        client.end();
    }
}

#[test]
fn what_is_not_known_or_secret_says_why() {
    let mut client = start(Units::Utf16);
    for (path, text, skip, expected) in [
        ("main.bicep", "param password", 8, "parameter `password` is secret"),
        ("main.bicep", "secret: password", 10, "parameter `password` is secret"),
        ("hosts.bicep", "param secret", 8, "secret"),
        ("main.bicep", "endpoints[0].id", 14, "is not known, because "),
    ] {
        let shown = hover(&mut client, path, text, skip);
        assert!(shown.contains(expected) && !shown.contains("hunter2"), "{path} {text}: {shown}");
    }
    // Without the parameter file nobody says what the parameter is.
    client.remove("main.bicepparam");
    client.settle();
    let shown = hover(&mut client, "main.bicep", "😀-${site}-hosts", "😀-${si".len());
    assert_eq!(shown, "[site] The value is not known, because parameter `site` has no value (main.bicep:1).");
    client.end();
}
