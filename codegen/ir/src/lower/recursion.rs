//! Which members hold their own shape, so that they need a `Box`.
//!
//! A structure or union contains what its members target directly; what goes through a list or map is on the heap
//! already. A member is boxed when its target leads back to the shape that has the member: both are then in one strongly
//! connected component.

/// The component of each node of a graph given as adjacency lists. Tarjan's algorithm with a stack of its own, so that
/// no description is deep enough to overflow ours.
pub fn components(edges: &[Vec<usize>]) -> Vec<usize> {
    const UNSEEN: usize = usize::MAX;
    let count = edges.len();
    let mut order = vec![UNSEEN; count];
    let mut low = vec![0; count];
    let mut component = vec![UNSEEN; count];
    let mut open = Vec::new();
    let mut next_order = 0;
    let mut next_component = 0;
    for root in 0..count {
        if order[root] != UNSEEN {
            continue;
        }
        let mut path = vec![(root, 0)];
        while let Some((node, edge)) = path.last_mut() {
            let node = *node;
            if *edge == 0 {
                order[node] = next_order;
                low[node] = next_order;
                next_order += 1;
                open.push(node);
            }
            if let Some(&target) = edges[node].get(*edge) {
                *edge += 1;
                if order[target] == UNSEEN {
                    path.push((target, 0));
                } else if component[target] == UNSEEN {
                    low[node] = low[node].min(order[target]);
                }
                continue;
            }
            path.pop();
            if let Some((parent, _)) = path.last() {
                low[*parent] = low[*parent].min(low[node]);
            }
            if low[node] == order[node] {
                while let Some(member) = open.pop() {
                    component[member] = next_component;
                    if member == node {
                        break;
                    }
                }
                next_component += 1;
            }
        }
    }
    component
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cycles_share_a_component() {
        // 0 -> 1 -> 2 -> 0, 2 -> 3, 3 -> 3, 4
        let component = components(&[vec![1], vec![2], vec![0, 3], vec![3], vec![]]);
        assert_eq!(component[0], component[1]);
        assert_eq!(component[1], component[2]);
        assert_ne!(component[2], component[3]);
        assert_ne!(component[3], component[4]);
    }

    #[test]
    fn a_long_chain_does_not_overflow() {
        let count = 200_000;
        let edges: Vec<Vec<usize>> = (0..count)
            .map(|node| if node + 1 < count { vec![node + 1] } else { vec![] })
            .collect();
        let component = components(&edges);
        assert_ne!(component[0], component[count - 1]);
    }
}
