//! What the templates of a workspace deploy.

use std::collections::BTreeMap;
use std::sync::Arc;

use aiolint_bicep::{Library, ParameterFile, Template, Use};
use aiolint_core::Files;
use aiolint_engine::facts::is_bicep;

use super::file::File;
use super::{Workspace, with_threads};
use crate::templates::{Deployment, Templates, deployments};

/// What a workspace has of templates.
pub struct Deployments {
    /// All of them, by their paths from the root.
    pub templates: BTreeMap<Arc<str>, Arc<Template>>,
    /// Those that are deployed, by their paths, with their parameter files; without any, with their defaults.
    pub deployed: BTreeMap<Arc<str>, Vec<ParameterFile>>,
    /// What they can call.
    pub library: Library,
    /// The paths of those that could not be read because aiolint failed.
    pub failed: Vec<Arc<str>>,
}

impl Workspace {
    /// Finds out what the templates deploy that others do not call, unless that is known.
    pub(super) fn deploy_templates(&mut self) {
        let state = (self.revision, self.loads.generation());
        if self.deployed == Some(state) {
            return;
        }
        let templates = self.templates();
        self.deployed = Some(state);
        if templates.is_empty() {
            return;
        }
        let deployments = self.deployed(&templates);
        let library = self.library(&templates);
        let pack = &self.pack;
        let each = |(path, file): &mut (&Arc<str>, &mut File)| file.deploy(pack, deployments.get(*path), &library);
        let mut files: Vec<_> = self.files.iter_mut().filter(|(_, file)| file.template.is_some()).collect();
        with_threads(&mut files, each);
    }

    pub(super) fn templates(&self) -> Templates {
        let read = |(path, file): (&Arc<str>, &File)| Some((Arc::clone(path), Arc::clone(file.template.as_ref()?)));
        self.files.iter().filter_map(read).collect()
    }

    pub(super) fn deployed(&self, templates: &Templates) -> BTreeMap<Arc<str>, Deployment> {
        let given = self.files.values().filter_map(|file| Some((Arc::clone(&file.source), file.given.clone()?)));
        let uses: Vec<&[(Use, String)]> =
            self.files.values().filter(|file| file.template.is_some()).map(|file| &*file.uses).collect();
        let mut deployments = deployments(templates, &uses, &given.collect::<Vec<_>>(), &self.forced, &self.absent);
        let generation = u128::from(self.loads.generation());
        deployments.values_mut().for_each(|deployment| deployment.state ^= generation);
        deployments
    }

    /// What the templates can call, and what is known of where they are deployed to.
    pub(super) fn library(&self, templates: &Templates) -> Library {
        let mut library = Library::default();
        library.scope = Arc::clone(&self.scope_values);
        library.remotes = Arc::clone(&self.remotes);
        library.files = self.loads.is_open().then(|| Arc::clone(&self.loads) as Arc<dyn Files>);
        templates.values().for_each(|template| library.insert(Arc::clone(template)));
        self.absent.iter().for_each(|(path, why)| library.insert_unreadable(path, why.clone()));
        library
    }

    /// The templates, and which of them are deployed: for those who want to know the values themselves.
    pub fn deployments(&mut self) -> Deployments {
        self.read_files();
        let templates = self.templates();
        let deployed = self.deployed(&templates).into_iter();
        let is_failed = |file: &File| is_bicep(&file.source.path) && file.failure.is_none() && file.template.is_none();
        Deployments {
            deployed: deployed.map(|(path, deployment)| (path, deployment.files)).collect(),
            failed: self
                .files
                .values()
                .filter(|file| is_failed(file))
                .map(|file| Arc::clone(&file.source.path))
                .collect(),
            library: self.library(&templates),
            templates,
        }
    }
}
