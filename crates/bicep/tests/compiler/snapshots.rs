//! The command `snapshot`: what is deployed, as far as it is known before.

use crate::{check, deployed};

/// An extension's resource: it has no name, and what it answers is not known.
#[test]
fn resources_of_an_extension() {
    let main = "extension weather

param place {
  north: string
  east: string
}

resource point 'request@v1' = {
  uri: 'https://weather.contoso.com/at/${place.north},${place.east}'
  format: 'raw'
}

var answer = json(point.body).grid

resource days 'request@v1' = {
  uri: 'https://weather.contoso.com/grid/${answer.id}/${answer.x}'
  format: 'raw'
}
";
    let files = [
        ("main.bicep", main),
        ("main.bicepparam", "using 'main.bicep'\nparam place = {\n  north: '52.5'\n  east: '-13.4'\n}\n"),
    ];
    let bodies: Vec<String> = deployed(&files).iter().map(|resource| crate::support::shown(&resource.body)).collect();
    assert_eq!(
        bodies,
        [
            "{uri: 'https://weather.contoso.com/at/52.5,-13.4', format: 'raw'}",
            "{uri: 'https://weather.contoso.com/grid/${answer.id}/${answer.x}', format: 'raw'}",
        ]
    );
}

/// A parameter file may give null.
#[test]
fn null_is_given() {
    let files =
        [("main.bicep", "param heat string?\n"), ("main.bicepparam", "using './main.bicep'\nparam heat = null\n")];
    assert!(deployed(&files).is_empty());
    check(&files, &[("heat", "null"), ("heat ?? 'low'", "'low'")]);
}
