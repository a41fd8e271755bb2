//! What something that is gone may have been renamed to: something new that has a similar name or holds the same.

use indexmap::IndexMap;
use shapewright_spec::{Member, Shape, Spec};

/// How similar two names must be, from 0 to 1, when nothing else speaks for a renaming, and when something does.
const SIMILAR: f64 = 0.9;
const RATHER_SIMILAR: f64 = 0.75;

/// For an enum value: the new one that differs by case, joints or a letter.
pub(super) fn of_name<'a>(gone: &str, came: impl Iterator<Item = &'a str>) -> Option<String> {
    best(came.map(|name| (name, similarity(gone, name))))
        .filter(|(_, similarity)| *similarity >= SIMILAR)
        .map(hint)
}

/// For a member: a new one with a similar name, less similar if it has the same shape.
pub(super) fn of_member(gone: &str, member: &Member, came: &[(&str, &Member)]) -> Option<String> {
    let scored = came.iter().filter_map(|(name, other)| {
        let similarity = similarity(gone, name);
        let enough = if other.target == member.target {
            RATHER_SIMILAR
        } else {
            SIMILAR
        };
        (similarity >= enough).then_some((*name, similarity))
    });
    best(scored).map(hint)
}

/// For a shape: the new one that stands where it stood, else one that has a similar name and the same type.
pub(super) fn of_shape(gone: &str, shape: &Shape, stands_for: &[&str], came: &[(&str, &Shape)]) -> Option<String> {
    let scored = came.iter().filter_map(|(id, other)| {
        if other.type_name() != shape.type_name() {
            return None;
        }
        let same = overlap(shape, other);
        let similarity = similarity(gone, id);
        let has_parts = matches!(
            shape,
            Shape::Structure(_) | Shape::Union(_) | Shape::Enum(_) | Shape::IntEnum(_)
        );
        let is_meant = if stands_for.contains(id) {
            same >= 0.5 && (has_parts || similarity >= 0.5)
        } else {
            same >= 0.8 && similarity >= RATHER_SIMILAR
        };
        is_meant.then_some((*id, similarity + same))
    });
    best(scored).map(hint)
}

/// For an operation: a new one with a similar name, less similar if it takes and returns the same members.
pub(super) fn of_operation(gone: &str, old: &Spec, new: &Spec, came: &[&str]) -> Option<String> {
    let part = |spec: &Spec, name: Option<&String>| name.and_then(|name| spec.shapes.get(name)).cloned();
    let before = old.operations.get(gone)?;
    let scored = came.iter().filter_map(|name| {
        let after = new.operations.get(*name)?;
        let same = [(&before.input, &after.input), (&before.output, &after.output)].map(|(before, after)| {
            match (part(old, before.as_ref()), part(new, after.as_ref())) {
                (Some(before), Some(after)) => overlap(&before, &after),
                (None, None) => 1.0,
                _ => 0.0,
            }
        });
        let same = f64::min(same[0], same[1]);
        let similarity = similarity(gone, name);
        let enough = if same >= 0.8 { RATHER_SIMILAR } else { SIMILAR };
        (similarity >= enough && same >= 0.5).then_some((*name, similarity + same))
    });
    best(scored).map(hint)
}

fn hint((name, _): (&str, f64)) -> String {
    format!("perhaps renamed to `{name}`")
}

fn best<'a>(scored: impl Iterator<Item = (&'a str, f64)>) -> Option<(&'a str, f64)> {
    // Of two that are as good the first is taken, so that the order of the description decides.
    scored.reduce(|best, next| if next.1 > best.1 { next } else { best })
}

/// How similar two names are, without regard to case and to what joins words.
fn similarity(a: &str, b: &str) -> f64 {
    let plain = |name: &str| -> String {
        let letters = name.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let (a, b) = (plain(a), plain(b));
    if a.is_empty() || b.is_empty() || a.len().max(b.len()) > 200 {
        return 0.0;
    }
    if a == b {
        1.0
    } else {
        strsim::normalized_damerau_levenshtein(&a, &b)
    }
}

/// How much two shapes of one type have in common: members or values by name, from 0 to 1.
fn overlap(a: &Shape, b: &Shape) -> f64 {
    fn common<T>(a: &IndexMap<String, T>, b: &IndexMap<String, T>) -> f64 {
        let both = a.keys().filter(|name| b.contains_key(*name)).count();
        let all = a.len() + b.len() - both;
        if all == 0 { 1.0 } else { both as f64 / all as f64 }
    }
    match (a, b) {
        (Shape::Structure(a), Shape::Structure(b)) | (Shape::Union(a), Shape::Union(b)) => {
            common(&a.members, &b.members)
        }
        (Shape::Enum(a), Shape::Enum(b)) => common(&a.values, &b.values),
        (Shape::IntEnum(a), Shape::IntEnum(b)) => common(&a.values, &b.values),
        _ => 1.0,
    }
}
