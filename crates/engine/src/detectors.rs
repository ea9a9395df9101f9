//! The native detectors: what no condition can see, because there is no resource to select.

pub use aiolint_bicep::{
    BARE_IDENTIFIER, EVALUATION_LIMIT, FILE_OUTSIDE, FILE_UNREADABLE, MISSING_BRACES, MODULE_CIRCLE,
};
pub use aiolint_core::SYNTAX;
pub use aiolint_yaml::DUPLICATE_KEY;

use crate::facts::{INTERNAL, TEMPLATE, UNREADABLE};

/// The detector of what is wrong with a configuration.
pub const CONFIGURATION_INVALID: &str = "configuration.invalid";
/// The detector of waivers whose last day is over.
pub const WAIVER_EXPIRED: &str = "configuration.waiver-expired";

/// Their names, as `check:` in a rule's front matter has them.
pub const ALL: &[&str] = &[
    UNREADABLE,
    INTERNAL,
    TEMPLATE,
    SYNTAX,
    DUPLICATE_KEY,
    BARE_IDENTIFIER,
    MISSING_BRACES,
    FILE_OUTSIDE,
    FILE_UNREADABLE,
    MODULE_CIRCLE,
    EVALUATION_LIMIT,
    CONFIGURATION_INVALID,
    WAIVER_EXPIRED,
];

/// Those of which no bad example can be given: nothing that anybody writes makes aiolint itself fail, and examples
/// are read without a configuration.
pub const WITHOUT_EXAMPLE: &[&str] = &[INTERNAL, CONFIGURATION_INVALID, WAIVER_EXPIRED];
