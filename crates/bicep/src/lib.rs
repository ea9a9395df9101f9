//! Bicep to aiolint's values and resources.

pub mod syntax;
