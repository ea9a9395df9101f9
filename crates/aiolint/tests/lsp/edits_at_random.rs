//! Edits at random: after many of them, text and diagnostics are those of a new run.

use crate::client::Client;
use crate::document::Units;
use crate::random::{Random, edit};
use crate::texts::{BICEP, ENDPOINTS, FLOW, MODULE};

/// So many edits are sent before the server is asked what it has.
const BATCH: usize = 100;
/// Every so many edits all is compared with a new run.
const CHECKED: usize = 500;

fn run(units: Units, seed: u64, edits: usize) {
    let files = [
        ("endpoints.yaml", ENDPOINTS),
        ("flows/flow.yaml", FLOW),
        ("cloud/main.bicep", BICEP),
        ("cloud/module.bicep", MODULE),
        ("crlf.yaml", &FLOW.replace("to-partner", "of-windows").replace('\n', "\r\n")),
    ];
    let mut client = Client::start(&files, units);
    for (path, _) in files {
        client.open(path);
    }
    let mut random = Random::new(seed);
    for number in 1..=edits {
        let (path, text) = files[random.below(files.len())];
        match random.below(40) {
            // What is edited has to stay something to be found in.
            0..2 => client.rewrite(path, text),
            2 => {
                let text = client.documents[path].text.clone();
                client.close(path);
                client.open_with(path, &text);
            }
            _ => edit(&mut client, &mut random, path),
        }
        if number % CHECKED == 0 {
            client.compare(&format!("after {number} edits"));
        } else if number % BATCH == 0 {
            client.settle();
        }
    }
    client.end();
}

#[test]
fn ten_thousand_edits_in_utf_16() {
    run(Units::Utf16, 7, 10_000);
}

#[test]
fn two_thousand_edits_in_utf_8() {
    run(Units::Utf8, 11, 2_000);
}
