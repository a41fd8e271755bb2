//! Cycles in graphs in which every node has at most one successor.

/// The cycles, each from its node with the smallest number on. Needs no stack.
pub(super) fn cycles(next: &[Option<usize>]) -> Vec<Vec<usize>> {
    const UNSEEN: usize = usize::MAX;
    // The walk on which each node was seen first.
    let mut seen_on = vec![UNSEEN; next.len()];
    let mut found = Vec::new();
    for start in 0..next.len() {
        let mut at = Some(start);
        while let Some(node) = at
            && seen_on[node] == UNSEEN
        {
            seen_on[node] = start;
            at = next[node];
        }
        // A node of an earlier walk leads into a cycle that has been found, or out of the graph.
        let Some(entry) = at.filter(|node| seen_on[*node] == start) else {
            continue;
        };
        let mut cycle = vec![entry];
        let mut at = next[entry];
        while let Some(node) = at.filter(|node| *node != entry) {
            cycle.push(node);
            at = next[node];
        }
        let smallest = cycle
            .iter()
            .enumerate()
            .min_by_key(|(_, node)| **node)
            .map_or(0, |(place, _)| place);
        cycle.rotate_left(smallest);
        found.push(cycle);
    }
    found
}

/// A cycle in words, cut in the middle when it is long: ``` `A` -> `B` -> `A` ```.
pub(super) fn describe(names: &[String]) -> String {
    const SHOWN: usize = 6;
    let mut words: Vec<&str> = names.iter().take(SHOWN).map(String::as_str).collect();
    if names.len() > SHOWN {
        words.push("...");
    }
    words.extend(names.first().map(String::as_str));
    words.join(" -> ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cycle_is_found_once() {
        let next = [Some(1), Some(2), Some(1), Some(3), None, Some(4), Some(0)];
        assert_eq!(cycles(&next), [vec![1, 2], vec![3]]);
        assert_eq!(cycles(&[]), Vec::<Vec<usize>>::new());
    }

    #[test]
    fn a_long_cycle_is_cut() {
        let names: Vec<String> = (0..100).map(|number| number.to_string()).collect();
        assert_eq!(describe(&names[..2]), "0 -> 1 -> 0");
        assert_eq!(describe(&names), "0 -> 1 -> 2 -> 3 -> 4 -> 5 -> ... -> 0");
    }
}
