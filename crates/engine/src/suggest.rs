//! "Did you mean …?"

/// ` (did you mean `x`?)` for the known name that is nearest to a misspelled one; empty if none is near.
#[must_use]
pub fn did_you_mean<S: AsRef<str>>(name: &str, known: &[S]) -> String {
    nearest(name, known).map(|near| format!(" (did you mean `{near}`?)")).unwrap_or_default()
}

/// The known name nearest to a misspelled one, if one is near enough to be meant.
#[must_use]
pub fn nearest<'k, S: AsRef<str>>(name: &str, known: &'k [S]) -> Option<&'k str> {
    let bound = (name.chars().count() / 4).max(1);
    let distances = known.iter().map(|known| (distance(name, known.as_ref()), known.as_ref()));
    distances.filter(|(distance, _)| *distance <= bound).min().map(|(_, known)| known)
}

/// How many characters must be changed, added, removed or swapped with their neighbour, letter case not counted.
fn distance(a: &str, b: &str) -> usize {
    strsim::osa_distance(&a.to_lowercase(), &b.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_suggested_and_a_far_one_is_not() {
        let known = ["DataflowEndpoint", "DataflowProfile", "Dataflow"];
        assert_eq!(nearest("DataFlowEndpont", &known), Some("DataflowEndpoint"));
        assert_eq!(nearest("Secret", &known), None);
        assert_eq!(nearest("tsl", &["tls", "host"]), Some("tls"), "two that are swapped are one mistake");
        assert_eq!(did_you_mean("dataflow", &known), " (did you mean `Dataflow`?)");
    }
}
