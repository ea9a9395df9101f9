//! Values that are one of a few: a condition is evaluated once for every combination that it reads.

/// So many combinations of one condition are tried; beyond, the outcome is unknown.
pub const MOST_COMBINATIONS: usize = 16;

/// The combination that is being tried. The choices are found while evaluating: each takes its first
/// alternative, and [`Choices::advance`] goes through the others, depth first.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    taken: Vec<Taken>,
    picks: u32,
}

#[derive(Clone, Copy, Debug)]
struct Taken {
    key: u64,
    picked: usize,
    of: usize,
}

impl Choices {
    /// The alternative to take of the choice with this key, which has `of` alternatives. The same key gives
    /// the same alternative within one combination, so that what is read twice agrees with itself.
    pub fn pick(&mut self, key: u64, of: usize) -> usize {
        self.picks = self.picks.wrapping_add(1);
        if let Some(taken) = self.taken.iter().find(|taken| taken.key == key) {
            return taken.picked.min(of.saturating_sub(1));
        }
        self.taken.push(Taken { key, picked: 0, of });
        0
    }

    /// Whether there is a choice at all.
    pub(super) fn has_taken(&self) -> bool {
        !self.taken.is_empty()
    }

    /// How often something was picked: what is evaluated without depends on no choice.
    pub(super) fn picks(&self) -> u32 {
        self.picks
    }

    /// Goes on to the next combination; false if there is none.
    pub fn advance(&mut self) -> bool {
        while let Some(last) = self.taken.last_mut() {
            if last.picked + 1 < last.of {
                last.picked += 1;
                return true;
            }
            self.taken.pop();
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_combination_comes_once_also_where_one_choice_depends_on_another() {
        let mut choices = Choices::default();
        let mut seen = Vec::new();
        loop {
            let first = choices.pick(1, 2);
            let second = if first == 0 { choices.pick(2, 3) } else { 9 };
            assert_eq!(choices.pick(1, 2), first);
            seen.push((first, second));
            if !choices.advance() {
                break;
            }
        }
        assert_eq!(seen, [(0, 0), (0, 1), (0, 2), (1, 9)]);
    }
}
