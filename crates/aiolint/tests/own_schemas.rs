//! Schemas that users bring in the folder of their rules: definitions of custom resources and JSON Schemas.

mod support;

use support::Folder;

const DEFINITION: &str = "\
# Kilns, as the cluster knows them.
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: kilns.mill.example
spec:
  group: mill.example
  scope: Namespaced
  names: { kind: Kiln, plural: kilns }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          description: 'A kiln, with {{ braces }} and ${words}.'
          required: [spec]
          properties:
            spec:
              type: object
              required: [fuel, zones, retries]
              properties:
                fuel: { type: string, enum: [Gas, Wood] }
                label: { type: string, minLength: 2, maxLength: 8, pattern: '^[a-z]+$' }
                limit: { x-kubernetes-int-or-string: true, anyOf: [{ type: integer }, { type: string }] }
                note: { type: string, nullable: true, pattern: '^(?!x)' }
                rate: { type: number }
                retries: { type: integer, default: 3, minimum: 0, maximum: 10, exclusiveMaximum: true }
                extra: { type: object, x-kubernetes-preserve-unknown-fields: true }
                labels: { type: object, additionalProperties: { type: string } }
                zones:
                  type: array
                  minItems: 1
                  items:
                    type: object
                    required: [heat]
                    properties: { heat: { type: integer }, lit: { type: boolean } }
                    oneOf: [{ required: [lit] }, { required: [heat] }]
            status: { type: object, properties: { lit: { type: boolean } } }
    - name: v2beta1
      served: true
      storage: false
      schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }
";

const KILN: &str = "\
apiVersion: mill.example/v1
kind: Kiln
metadata: { name: old, labels: { any: thing } }
spec:
  fuel: Gas
  label: abc
  limit: 50%
  note:
  rate: 1.5
  retries: 9
  extra: { anything: [1, two] }
  labels: { a: b }
  zones: [{ heat: 3, lit: true }]
";

/// A folder with the definition, and with a manifest.
fn folder(manifest: &str) -> Folder {
    Folder::with("rules/kilns.yaml", DEFINITION).and("k8s/kiln.yaml", manifest)
}

/// What is found in the manifests, each as its place, rule and message.
#[track_caller]
fn found(folder: &Folder, code: i32) -> Vec<String> {
    let arguments = ["check", "k8s", "--rules", "rules", "--notes", "--format", "json"];
    let report: serde_json::Value =
        serde_json::from_str(&folder.run(&arguments).code(code).stdout).expect("it is JSON");
    let findings = report["findings"].as_array().expect("there is a list");
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let of = |it: &serde_json::Value| {
        format!("{} {}: {}", text(&it["severity"]), text(&it["rule"]["name"]), text(&it["message"]))
    };
    findings.iter().map(of).collect()
}

#[test]
fn what_fits_a_definition_is_left_alone() {
    assert_eq!(found(&folder(KILN), 0), [""; 0]);
    assert_eq!(found(&folder("apiVersion: mill.example/v2beta1\nkind: Kiln\nspec: 7\n"), 0), [""; 0]);
}

#[test]
fn what_does_not_fit_is_found_by_the_same_rules() {
    let wrong = [
        ("fuel: Gas", "fuel: gas", "error enum-value-unknown"),
        ("fuel: Gas", "fule: Gas", "error unknown-property"),
        ("  fuel: Gas\n", "", "error required-property-missing"),
        ("label: abc", "label: Abc", "error value-out-of-range"),
        ("label: abc", "label: a", "error value-out-of-range"),
        ("label: abc", "label: [a]", "error wrong-type"),
        ("rate: 1.5", "rate: fast", "error wrong-type"),
        ("retries: 9", "retries: 10", "error value-out-of-range"),
        ("a: b", "a: 1", "error wrong-type"),
        ("heat: 3, ", "", "error required-property-missing"),
        ("lit: true", "light: true", "warning unknown-property"),
        ("[{ heat: 3, lit: true }]", "[]", "error value-out-of-range"),
        ("mill.example/v1", "mill.example/v3", "note api-version-unknown"),
    ];
    for (from, to, expected) in wrong {
        let manifest = KILN.replacen(from, to, 1);
        assert_ne!(manifest, KILN);
        let found = found(&folder(&manifest), i32::from(expected.starts_with("error")));
        assert!(matches!(&found[..], [only] if only.starts_with(expected)), "{to}: {found:#?}");
    }
}

#[test]
fn what_has_a_default_may_be_left_out() {
    assert_eq!(found(&folder(&KILN.replace("  retries: 9\n", "")), 0), [""; 0]);
}

const SCHEMA: &str = r##"{
  "$schema": "http://json-schema.org/draft-07/schema#",
  "type": "object",
  "properties": {
    "apiVersion": {"type": "string"},
    "spec": {"$ref": "#/definitions/Spec"}
  },
  "required": ["spec"],
  "definitions": {
    "Spec": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "tree": {"allOf": [{"$ref": "#/definitions/Node"}]},
        "width": {"type": ["integer", "null"], "exclusiveMinimum": 0}
      }
    },
    "Node": {
      "type": "object",
      "required": ["name"],
      "properties": {
        "name": {"type": "string"},
        "nodes": {"type": "array", "items": {"$ref": "#/definitions/Node"}},
        "elsewhere": {"$ref": "other.json"}
      }
    }
  }
}"##;

fn shelf(spec: &str) -> Folder {
    let manifest = format!("apiVersion: mill.example/v1\nkind: Shelf\nmetadata: {{ name: it }}\nspec: {spec}\n");
    Folder::with("rules/mill.example/shelf_v1.json", SCHEMA).and("k8s/shelf.yaml", manifest)
}

#[test]
fn a_json_schema_is_for_the_kind_that_its_path_says() {
    let fine = "{ width: null, tree: { name: a, nodes: [{ name: b, any: 1 }], elsewhere: 7 } }";
    assert_eq!(found(&shelf(fine), 0), [""; 0]);
    for (spec, expected) in [
        ("{ width: 0 }", "error value-out-of-range"),
        ("{ size: 1 }", "warning unknown-property"),
        ("{ tree: { name: a, nodes: [{ nodes: [] }] } }", "error required-property-missing"),
        ("{ tree: { name: a, nodes: [{ name: a, nodes: [{ name: 1 }] }] } }", "error wrong-type"),
    ] {
        let found = found(&shelf(spec), i32::from(expected.starts_with("error")));
        assert!(matches!(&found[..], [only] if only.starts_with(expected)), "{spec}: {found:#?}");
    }
}

#[test]
fn a_json_schema_may_say_itself_what_it_is_for() {
    let schema = SCHEMA.replacen(
        "\"type\"",
        "\"x-kubernetes-group-version-kind\": [{\"group\": \"mill.example\", \"kind\": \"Shelf\", \"version\": \"v1\"}], \"type\"",
        1,
    );
    let manifest = "apiVersion: mill.example/v1\nkind: Shelf\nmetadata: { name: it }\nspec: { width: wide }\n";
    let folder = Folder::with("rules/shelf.json", schema).and("k8s/shelf.yaml", manifest);
    assert!(matches!(&found(&folder, 1)[..], [only] if only.starts_with("error wrong-type")));
}

#[test]
fn a_wrong_schema_is_an_error_with_its_place() {
    let refused = |path: &str, text: &str, words: &[&str]| {
        let folder = Folder::with(path, text).and("k8s/kiln.yaml", KILN);
        let run = folder.run(&["check", "k8s", "--rules", "rules"]).code(2);
        for word in words {
            assert!(run.stderr.contains(word), "{word} in {run:#?}");
        }
    };
    refused("rules/shelf.json", SCHEMA, &["shelf.json", "which kind this schema is for"]);
    let dangling = SCHEMA.replace("#/definitions/Node\"}]}", "#/definitions/Nod\"}]}");
    refused("rules/mill.example/shelf_v1.json", &dangling, &["shelf_v1.json", "refers to nothing"]);
    refused("rules/a.yaml", "kind: Deployment\napiVersion: apps/v1\n", &["a.yaml", "no CustomResourceDefinition"]);
    refused("rules/a.yaml", "a: [", &["a.yaml"]);
    refused("rules/a.yaml", &DEFINITION.replace("minLength: 2", "minLength: two"), &["a.yaml", "label"]);
    refused("rules/a.yaml", &DEFINITION.replace("io/v1\n", "io/v1beta1\n"), &["a.yaml", "apiextensions.k8s.io/v1`"]);
    let twice = format!("{DEFINITION}---\n{DEFINITION}");
    refused("rules/a.yaml", &twice, &["mill.example/v1 Kiln"]);
}
