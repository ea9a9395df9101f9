//! Which rules run.

use std::sync::Arc;

use aiolint_core::RuleInfo;

use crate::pack::Pack;
use crate::rules::Rule;

/// Which rules run.
#[derive(Clone, Debug)]
pub struct Filter {
    enabled: Vec<Option<Arc<RuleInfo>>>,
}

impl Filter {
    /// The rules for which `wanted` holds.
    pub fn new(pack: &Pack, wanted: impl Fn(&Rule) -> bool) -> Self {
        Self { enabled: pack.rules.iter().map(|rule| wanted(rule).then(|| rule.info())).collect() }
    }

    /// Only the rule with this id or name.
    #[must_use]
    pub fn only(pack: &Pack, word: &str) -> Self {
        Self::new(pack, |rule| rule.is_called(word))
    }

    /// Whether the rule with this number in the pack runs.
    #[must_use]
    pub fn runs(&self, number: usize) -> bool {
        self.enabled.get(number).is_some_and(Option::is_some)
    }

    /// The rules that run, with what findings say of them.
    pub(crate) fn rules<'p>(&'p self, pack: &'p Pack) -> impl Iterator<Item = (&'p Rule, &'p Arc<RuleInfo>)> {
        let rules = pack.rules.iter().zip(&self.enabled);
        rules.filter_map(|(rule, info)| info.as_ref().map(|info| (rule, info)))
    }
}
