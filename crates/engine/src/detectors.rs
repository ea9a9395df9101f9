//! The native detectors: what no condition can see, because there is no resource to select.

pub use aiolint_bicep::{
    BARE_IDENTIFIER, EVALUATION_LIMIT, FILE_OUTSIDE, FILE_UNREADABLE, MISSING_BRACES, MODULE_CIRCLE,
};
pub use aiolint_core::SYNTAX;
pub use aiolint_yaml::{ALIAS_BY_ACCIDENT, DUPLICATE_KEY};

use crate::facts::{INTERNAL, TEMPLATE, UNREADABLE};

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
];

/// Those of which no example can be given: nothing that anybody writes makes aiolint itself fail.
pub const WITHOUT_EXAMPLE: &[&str] = &[INTERNAL];
