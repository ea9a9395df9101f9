//! What `vscode-extension/package.json` says of aiolint itself: its version, and the settings that the language server
//! reads.
//!
//! JSON has no comments to mark what is generated, and members with made-up names would be settings to VS Code. So the
//! generated parts are known by where they are: `/version`, and the properties of the first category of settings.

use serde_json::{Value, json};

use crate::repository;

/// The settings of the server. The other category has those that only the extension reads.
const SETTINGS: &str = "/contributes/configuration/0/properties";

/// The manifest of the extension.
pub(super) const MANIFEST: &str = "vscode-extension/package.json";

/// The manifest as it should be.
pub(super) fn manifest() -> Result<String, String> {
    brought_up_to_date(&repository::read(&repository::root().join(MANIFEST))?)
}

/// The manifest with its generated parts as they should be, laid out as npm does it.
fn brought_up_to_date(manifest: &str) -> Result<String, String> {
    let mut manifest: Value = serde_json::from_str(manifest).map_err(|error| format!("package.json: {error}"))?;
    manifest["version"] = env!("CARGO_PKG_VERSION").into();
    let settings = manifest.pointer_mut(SETTINGS).ok_or_else(|| format!("package.json has no {SETTINGS}"))?;
    *settings = self::settings();
    serde_json::to_string_pretty(&manifest).map(|text| text + "\n").map_err(|error| error.to_string())
}

/// The members of the server's settings, as settings of VS Code.
fn settings() -> Value {
    let schema = schemars::schema_for!(aiolint_lsp::Settings);
    let members = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
    let named = members.map(|(name, member)| {
        let mut setting = member.clone();
        // Our comments are Markdown, and their line breaks only break the lines of the source.
        if let Some(text) = setting.as_object_mut().and_then(|setting| setting.remove("description")) {
            setting["markdownDescription"] = json!(text.as_str().unwrap_or_default().replace('\n', " "));
        }
        (format!("aiolint.{name}"), setting)
    });
    Value::Object(named.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_generated_is_replaced_and_nothing_else() {
        let outdated = r#"{"name":"a","version":"0.0.0","contributes":{"configuration":[
            {"title":"Server","properties":{"aiolint.gone":{}}},{"properties":{"aiolint.own":{"type":"string"}}}]}}"#;
        let new: Value = serde_json::from_str(&brought_up_to_date(outdated).unwrap()).unwrap();
        assert_eq!(new["version"], env!("CARGO_PKG_VERSION"));
        assert_eq!(new["name"], "a");
        let settings = new.pointer(SETTINGS).unwrap();
        assert_eq!(settings["aiolint.userRules"]["type"], "boolean");
        assert_eq!(settings["aiolint.userRules"]["default"], true);
        assert_eq!(settings["aiolint.userRules"]["scope"], "machine-overridable");
        assert!(settings.get("aiolint.gone").is_none());
        let own = new.pointer("/contributes/configuration/1/properties").unwrap();
        assert_eq!(own, &json!({ "aiolint.own": { "type": "string" } }));
    }

    #[test]
    fn what_an_untrusted_workspace_must_not_set_is_restricted() {
        let manifest: Value = serde_json::from_str(&manifest().unwrap()).unwrap();
        let restricted = manifest.pointer("/capabilities/untrustedWorkspaces/restrictedConfigurations").unwrap();
        assert_eq!(restricted, &json!(["aiolint.path", "aiolint.userRules"]));
    }
}
