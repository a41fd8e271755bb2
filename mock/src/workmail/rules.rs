//! W19 and W21: what a set of rules comes to. Rules state conditions; one that states none matches everything.

use super::records::texts;
use shapewright_server::Record;

/// Whether the conditions of a rule on one thing hold: it is among those that `member` holds, where the rule states
/// any, and not among those that `not_member` holds.
pub(super) fn holds(rule: &Record, member: &str, not_member: &str, is: impl Fn(&str) -> bool) -> bool {
    let any = |member: &str| texts(rule, member).map(|values| values.into_iter().any(&is));
    any(member) != Some(false) && any(not_member) != Some(true)
}

/// The effect of the rules that match, and which of them produced it. A `DENY` wins over every `ALLOW` (choice), and
/// where nothing matches access is denied (W18, guide).
pub(super) fn effect<'r>(matching: Vec<&'r Record>) -> (&'static str, Vec<&'r Record>) {
    let with = |effect: &str| -> Vec<&'r Record> {
        let rules = matching.iter().filter(|rule| rule.text("Effect") == Some(effect));
        rules.copied().collect()
    };
    let (denying, allowing) = (with("DENY"), with("ALLOW"));
    if denying.is_empty() && !allowing.is_empty() {
        ("ALLOW", allowing)
    } else {
        ("DENY", denying)
    }
}
