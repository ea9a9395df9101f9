//! Which resources belong together: those of a folder, of a deployment, and what leads from one to another.

use std::collections::{BTreeSet, HashMap};

use aiolint_engine::facts::{Facts, Known};

/// Folders and deployments, joined where a reference leads from one to another.
#[derive(Debug, Default)]
pub(crate) struct Groups {
    by_key: HashMap<(String, Option<u32>), usize>,
    parents: Vec<usize>,
    /// The folders of each group, once all are joined.
    members: HashMap<usize, Vec<usize>>,
    /// The parameter files that some are deployed with.
    with: Vec<Option<String>>,
    files: Vec<Vec<String>>,
}

impl Groups {
    /// The number of the resource's folder; what is deployed with several parameter files is apart with each.
    pub(crate) fn of(&mut self, facts: &Facts, known: &Known) -> usize {
        let path = &facts.source.path;
        let parameters = facts.readings.get(known.reading as usize).filter(|_| facts.readings.len() > 1);
        let key = match parameters {
            Some(_) => (path.to_string(), Some(known.reading)),
            None => (path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned(), None),
        };
        let next = self.parents.len();
        let number = *self.by_key.entry(key).or_insert(next);
        if number == next {
            self.parents.push(next);
            self.with.push(parameters.map(ToString::to_string));
            self.files.push(Vec::new());
        }
        let shown = facts.source.shown.to_string();
        if self.files[number].last() != Some(&shown) {
            self.files[number].push(shown);
        }
        number
    }

    /// The number that all folders have in common that were joined with this one.
    pub(crate) fn root(&self, number: usize) -> usize {
        let mut root = number;
        while self.parents[root] != root {
            root = self.parents[root];
        }
        root
    }

    /// Says that two belong together.
    pub(crate) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        let (first, second) = (a.min(b), a.max(b));
        self.parents[second] = first;
        // What was looked up stays short.
        for number in 0..self.parents.len().min(second + 1) {
            if self.parents[number] == second {
                self.parents[number] = first;
            }
        }
    }

    /// Joins what has only brokers and their like with the one group that has data flows, if there is only one: the
    /// broker of an installation often has a folder of its own, to which nothing refers.
    pub(crate) fn adopt(&mut self, services: &[usize], others: &[usize], with_flows: &[usize]) {
        let roots =
            |numbers: &[usize]| -> BTreeSet<usize> { numbers.iter().map(|number| self.root(*number)).collect() };
        let (services, others, with_flows) = (roots(services), roots(others), roots(with_flows));
        if let (Some(only), 1) = (with_flows.first(), with_flows.len()) {
            services.difference(&others).for_each(|alone| self.join(*alone, *only));
        }
        for number in 0..self.parents.len() {
            self.members.entry(self.root(number)).or_default().push(number);
        }
    }

    /// The file of a group, or the folder that its files have in common.
    pub(crate) fn title(&self, root: usize) -> String {
        let members = self.members.get(&root).cloned().unwrap_or_default();
        let mut files: Vec<&str> = members.iter().flat_map(|number| &self.files[*number]).map(String::as_str).collect();
        files.sort_unstable();
        files.dedup();
        let with: Vec<&str> = members.iter().filter_map(|number| self.with[*number].as_deref()).collect();
        let title = match &files[..] {
            [only] => (*only).to_owned(),
            files => common_folder(files),
        };
        if with.is_empty() { title } else { format!("{title} with {}", with.join(", ")) }
    }
}

fn common_folder(files: &[&str]) -> String {
    let folder = |file: &str| -> Vec<String> {
        let mut parts: Vec<String> = file.split('/').map(str::to_owned).collect();
        parts.pop();
        parts
    };
    let mut common = files.first().map(|file| folder(file)).unwrap_or_default();
    for file in files {
        let parts = folder(file);
        let same = common.iter().zip(&parts).take_while(|(a, b)| a == b).count();
        common.truncate(same);
    }
    if common.is_empty() { "this folder".to_owned() } else { common.join("/") + "/" }
}

#[cfg(test)]
mod tests {
    use super::common_folder;

    #[test]
    fn the_folder_that_files_have_in_common_ends_at_a_slash() {
        assert_eq!(common_folder(&["a/b/c.yaml", "a/b/d/e.yaml"]), "a/b/");
        assert_eq!(common_folder(&["a/bc.yaml", "a/bd.yaml"]), "a/");
        assert_eq!(common_folder(&["a.yaml", "b/c.yaml"]), "this folder");
    }
}
