//! Bicep.
