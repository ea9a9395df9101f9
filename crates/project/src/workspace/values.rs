//! The values of expressions, for those who point at one.

use std::collections::BTreeSet;

use aiolint_bicep::{Given, values};
use aiolint_core::{Span, Value};

use super::Workspace;

/// So many deployments are asked.
const MOST_DEPLOYMENTS: usize = 5;

impl Workspace {
    /// What has a value at an offset of a Bicep file, by its path: its bytes, and the different values that it has where
    /// the file is deployed, by itself or else by others that lead to it.
    #[must_use]
    pub fn values_at(&self, path: &str, offset: usize) -> Option<(Span, Vec<Value>)> {
        let template = self.files.get(path)?.template.as_ref()?;
        let found = template.find(offset)?;
        let templates = self.templates();
        let library = self.library(&templates);
        let deployed = self.deployed(&templates);
        let leading = self.leading_to(path);
        let roots = deployed.iter().filter(|(root, _)| match deployed.contains_key(path) {
            true => ***root == *path,
            false => leading.contains(&***root),
        });
        let mut given: Vec<_> = Vec::new();
        for (root, deployment) in roots.take(MOST_DEPLOYMENTS) {
            match &deployment.files[..] {
                [] => given.push((&templates[root], Given::default())),
                files => given.extend(files.iter().map(|file| (&templates[root], file.given(&library)))),
            }
        }
        // A file of parameters is not deployed, and gives its values itself.
        if given.is_empty() {
            given.push((template, Given::default()));
        }
        let mut all = Vec::new();
        for (root, given) in given.into_iter().take(MOST_DEPLOYMENTS) {
            for value in values(root, given, &library, template.source.id, found) {
                if !all.contains(&value) {
                    all.push(value);
                }
            }
        }
        Some((found.span, all))
    }

    /// The paths of the files that lead to this one, whether they call it or use something of it.
    fn leading_to<'w>(&'w self, path: &'w str) -> BTreeSet<&'w str> {
        let mut leading = BTreeSet::from([path]);
        loop {
            let count = leading.len();
            for (other, file) in &self.files {
                if file.uses.iter().any(|(_, used)| leading.contains(used.as_str())) {
                    leading.insert(other);
                }
            }
            if leading.len() == count {
                return leading;
            }
        }
    }
}
