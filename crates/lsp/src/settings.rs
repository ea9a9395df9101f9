//! What a client sets, in `initializationOptions`.

use aiolint_core::Severity;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// What a client sets. The settings of the extension for VS Code are generated from this (`cargo xtask gen`): each
/// member is one, with its text and its scope there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct Settings {
    /// Whether notes are shown, as hints.
    #[schemars(extend("scope" = "window"))]
    pub notes: bool,
    /// Whether rules run that the project brings in folders of its own: `rule-folders` in its configuration. In an
    /// untrusted workspace they never do.
    #[schemars(extend("scope" = "machine-overridable"))]
    pub user_rules: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { notes: true, user_rules: true }
    }
}

impl Settings {
    /// What the parameters of `initialize` say. Each member is read by itself: one that is written wrongly must not let
    /// the rules of an untrusted workspace run.
    pub(crate) fn of(params: &Value) -> Self {
        let usual = Self::default();
        let is = |name: &str, usual: bool| {
            let at = params.pointer(&format!("/initializationOptions/{name}"));
            at.and_then(Value::as_bool).unwrap_or(usual)
        };
        Self { notes: is("notes", usual.notes), user_rules: is("userRules", usual.user_rules) }
    }

    /// Whether findings of this severity are shown: if they are not, nothing may be offered or told about them.
    pub(crate) fn shows(self, severity: Severity) -> bool {
        self.notes || severity > Severity::Note
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_member_is_read_by_its_name_and_by_itself() {
        let Ok(Value::Object(members)) = serde_json::to_value(Settings::default()) else { unreachable!() };
        for (name, usual) in members {
            let options = json!({ name.clone(): !usual.as_bool().unwrap(), "another": 1 });
            let read = serde_json::to_value(Settings::of(&json!({ "initializationOptions": options }))).unwrap();
            assert_eq!(read[&name], options[&name], "{name}");
        }
        let wrong = json!({ "initializationOptions": { "notes": "no", "userRules": false } });
        assert_eq!(Settings::of(&wrong), Settings { notes: true, user_rules: false });
        assert_eq!(Settings::of(&json!({})), Settings::default());
    }
}
