//! The native detectors: what no condition can see, because there is no resource to select.

pub use aiolint_bicep::{
    BARE_IDENTIFIER, EVALUATION_LIMIT, FILE_OUTSIDE, FILE_UNREADABLE, MISSING_BRACES, MODULE_CIRCLE,
};
pub use aiolint_core::SYNTAX;
pub use aiolint_yaml::{ALIAS_BY_ACCIDENT, DUPLICATE_KEY};

use crate::facts::{INTERNAL, TEMPLATE, UNREADABLE};

/// The detector of what is wrong with a configuration.
pub const CONFIGURATION_INVALID: &str = "configuration.invalid";
/// The detector of waivers whose last day is over.
pub const WAIVER_EXPIRED: &str = "configuration.waiver-expired";

/// The detector of suppressions of what is not found.
pub const SUPPRESSION_UNUSED: &str = "suppression.unused";
/// The detector of suppressions that can't work.
pub const SUPPRESSION_INVALID: &str = "suppression.invalid";
/// The detector of suppressions without a reason.
pub const SUPPRESSION_NO_REASON: &str = "suppression.no-reason";

/// Those of suppressions: they need what the other rules found.
pub const OF_SUPPRESSIONS: &[&str] = &[SUPPRESSION_UNUSED, SUPPRESSION_INVALID, SUPPRESSION_NO_REASON];

/// Their names, as `check:` in a rule's front matter has them.
pub const ALL: &[&str] = &[
    UNREADABLE,
    INTERNAL,
    TEMPLATE,
    SYNTAX,
    DUPLICATE_KEY,
    ALIAS_BY_ACCIDENT,
    BARE_IDENTIFIER,
    MISSING_BRACES,
    FILE_OUTSIDE,
    FILE_UNREADABLE,
    MODULE_CIRCLE,
    EVALUATION_LIMIT,
    CONFIGURATION_INVALID,
    WAIVER_EXPIRED,
    SUPPRESSION_UNUSED,
    SUPPRESSION_INVALID,
    SUPPRESSION_NO_REASON,
];

/// Those of which no bad example can be given: nothing that anybody writes makes aiolint itself fail, and examples
/// are read without a configuration.
pub const WITHOUT_EXAMPLE: &[&str] = &[INTERNAL, CONFIGURATION_INVALID, WAIVER_EXPIRED];
