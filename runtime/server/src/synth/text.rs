//! Text that obeys a length and a pattern.

use crate::{seed::Seed, validate};
use shapewright_schema::Member;

/// What the text must be.
pub(super) struct Wanted<'a> {
    /// What it is for: the member's name, or its shape's.
    hint: &'static str,
    pattern: Option<&'static str>,
    least: usize,
    most: usize,
    seed: &'a Seed,
}

impl<'a> Wanted<'a> {
    pub(super) fn of(member: &'static Member, seed: &'a Seed) -> Self {
        let constraints = member.effective_constraints();
        let size =
            |length: Option<u64>, otherwise| length.map_or(otherwise, |n| usize::try_from(n).unwrap_or(usize::MAX));
        Self {
            hint: if member.name.is_empty() {
                member.target.name
            } else {
                member.name
            },
            pattern: constraints.pattern,
            least: size(constraints.min_length, 0),
            most: size(constraints.max_length, usize::MAX),
            seed,
        }
    }

    /// Whether it is an ARN, by its name or its pattern.
    fn is_arn(&self) -> bool {
        let name = self.hint.to_ascii_lowercase();
        let pattern = self.pattern.unwrap_or_default().trim_start_matches(['^', '(']);
        name.ends_with("arn") || pattern.starts_with("arn:")
    }

    pub(super) fn fits(&self, text: &str) -> bool {
        let length = text.chars().count();
        self.least <= length
            && length <= self.most
            && self
                .pattern
                .is_none_or(|pattern| validate::pattern::is_found(pattern, text))
    }

    /// The text, brought to its length.
    fn fitted(&self, text: &str) -> String {
        let filling = text.chars().chain(std::iter::repeat('x'));
        // Nobody needs more than that; a pattern cannot ask for more in a reasonable time.
        filling
            .take(text.chars().count().max(self.least).min(self.most).min(100_000))
            .collect()
    }
}

/// Text that says what it is for, where it may.
pub(super) fn text(wanted: &Wanted<'_>) -> String {
    let hint: String = wanted.hint.chars().filter(char::is_ascii_alphanumeric).collect();
    let plain = wanted.fitted(&format!(
        "{}-{}",
        hint.to_ascii_lowercase(),
        wanted.seed.clone().next() % 1000
    ));
    if wanted.fits(&plain) {
        plain
    } else {
        generated(wanted, plain)
    }
}

/// Text that differs from seed to seed: one of the ARNs where it is one, a UUID where it may be one.
pub(super) fn identifier(wanted: &Wanted<'_>, arns: &[String]) -> String {
    if let Some(arn) = arns.iter().find(|arn| wanted.is_arn() && wanted.fits(arn)) {
        return arn.clone();
    }
    let uuid = wanted.seed.clone().uuid();
    if wanted.fits(&uuid) {
        return uuid;
    }
    let bare = uuid.replace('-', "");
    let length = bare.len().max(wanted.least).min(wanted.most);
    let bare: String = bare.chars().cycle().take(length).collect();
    if wanted.fits(&bare) {
        bare
    } else {
        generated(wanted, bare)
    }
}

/// Text by the pattern; `otherwise` where none is found.
fn generated(wanted: &Wanted<'_>, otherwise: String) -> String {
    let Some(pattern) = wanted.pattern else {
        return otherwise;
    };
    let chooser = |number| {
        let mut seed = wanted.seed.and(number);
        move |bound| seed.below(bound)
    };
    shapewright_pattern::texts(pattern, wanted.most, chooser)
        .flat_map(|text| {
            let longer = wanted.fitted(&text);
            [text, longer]
        })
        .find(|text| wanted.fits(text))
        .unwrap_or(otherwise)
}
