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

/// Whether a name of a resource is another one misspelt, and not a second one of a family such as `line-1` and
/// `line-2`: without case and separators they are the same, or in one word, that is not short and begins alike, a
/// letter is missing, wrong, too many, or in the wrong place.
pub(crate) fn is_misspelt(name: &str, known: &str) -> bool {
    let separates = |c: char| !c.is_alphanumeric();
    let plain = |text: &str| text.to_lowercase().replace(separates, "");
    if plain(name) == plain(known) {
        return true;
    }
    let (name, known) = (name.to_lowercase(), known.to_lowercase());
    let (words, known): (Vec<_>, Vec<_>) = (name.split(separates).collect(), known.split(separates).collect());
    let mut different = words.iter().zip(&known).filter(|(a, b)| a != b);
    let (Some((a, b)), None) = (different.next(), different.next()) else { return false };
    let is_word = |text: &str| text.chars().count() >= SHORTEST_WORD && text.chars().all(char::is_alphabetic);
    words.len() == known.len()
        && is_word(a)
        && is_word(b)
        && a.chars().next() == b.chars().next()
        && (distance(a, b) == 1 || is_transposed(a, b))
}

/// Words with fewer letters differ in one of them for other reasons: `east`, `west`.
const SHORTEST_WORD: usize = 5;

/// Whether two words are the same but for two neighbouring letters that changed places.
fn is_transposed(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let Some(at) = a.iter().zip(&b).position(|(a, b)| a != b) else { return false };
    a.len() == b.len() && at + 1 < a.len() && a[at] == b[at + 1] && a[at + 1] == b[at] && a[at + 2..] == b[at + 2..]
}

/// How many characters must be changed, added, removed or swapped with their neighbour, letter case not counted.
fn distance(a: &str, b: &str) -> usize {
    strsim::osa_distance(&a.to_lowercase(), &b.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_name_is_told_from_another_of_its_family() {
        for (name, known) in [
            ("analysis-endpiont", "analysis-endpoint"),
            ("analysis-endpont", "analysis-endpoint"),
            ("analysis-endpoints", "analysis-endpoint"),
            ("eventgrid", "event-grid"),
            ("Fabric", "fabric"),
        ] {
            assert!(is_misspelt(name, known), "{name} {known}");
        }
        for (name, known) in [
            ("line-1", "line-2"),
            ("line-broker-a", "line-broker-b"),
            ("east-broker", "west-broker"),
            ("test-endpoint", "dest-endpoint"),
            ("plant1", "plant2"),
            ("plant-north", "plant-south"),
            ("broker-in", "broker-out"),
            ("mqtt", "mqtts"),
        ] {
            assert!(!is_misspelt(name, known), "{name} {known}");
        }
    }

    #[test]
    fn the_nearest_name_is_suggested_and_a_far_one_is_not() {
        let known = ["DataflowEndpoint", "DataflowProfile", "Dataflow"];
        assert_eq!(nearest("DataFlowEndpont", &known), Some("DataflowEndpoint"));
        assert_eq!(nearest("Secret", &known), None);
        assert_eq!(nearest("tsl", &["tls", "host"]), Some("tls"), "two that are swapped are one mistake");
        assert_eq!(did_you_mean("dataflow", &known), " (did you mean `Dataflow`?)");
    }
}
