//! Files that give values to a template's parameters.

use std::sync::Arc;

use aiolint_core::{Data, Reason, Source, Value};

use crate::json;
use crate::template::{Library, Template};
use crate::values::{Given, parameters};

/// A file that gives values to a template's parameters: one reading of the template.
#[derive(Clone, Debug)]
pub enum ParameterFile {
    /// Bicep's own, `main.bicepparam`.
    Bicep(Arc<Template>),
    /// A parameters file of JSON, `main.parameters.json`, with what it gives.
    Json(Arc<Source>, Given),
}

impl ParameterFile {
    /// The file.
    #[must_use]
    pub fn source(&self) -> &Arc<Source> {
        match self {
            Self::Bicep(template) => &template.source,
            Self::Json(source, _) => source,
        }
    }

    /// What it gives, with the files that it extends.
    #[must_use]
    pub fn given(&self, library: &Library) -> Given {
        match self {
            Self::Bicep(template) => parameters(template, library),
            Self::Json(_, given) => given.clone(),
        }
    }
}

/// Whether a text says that it is a parameters file of JSON.
#[must_use]
pub fn is_json_parameters(text: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), b"/deploymentParameters.json").is_some()
        || memchr::memmem::find(text.as_bytes(), b"DeploymentParameters.json").is_some()
}

/// What a parameters file of JSON gives.
///
/// # Errors
/// Why it is none.
pub fn json_parameters(source: &Source) -> Result<Given, String> {
    let whole = json::read(source)?;
    let Some(Data::Map(members)) = whole.get("parameters").map(|parameters| &parameters.data) else {
        return Err("it has no `parameters`".into());
    };
    let mut given = Given::default();
    for entry in members.entries() {
        let value = match (entry.value.get("value"), entry.value.get("reference")) {
            (Some(value), _) => value.clone(),
            (None, Some(_)) => {
                Value::unknown(Reason::new(format!("`{}` is a secret in a key vault", entry.name)), entry.value.at)
            }
            (None, None) => Value::unknown(Reason::new(format!("`{}` has no value there", entry.name)), entry.value.at),
        };
        given.values.insert(Arc::clone(&entry.name), value);
    }
    Ok(given)
}
