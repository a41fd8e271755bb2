//! The member that holds the ARN of a record.

use super::identity::Records;
use super::view::{Members, View, called};
use super::words::{self, Kind, stem};
use indexmap::IndexMap;
use shapewright_spec::Shape;

/// Where a record says its ARN.
pub(super) struct Arn {
    pub(super) member: String,
    /// What other structures call that member.
    pub(super) others: Vec<String>,
}

/// The member that holds the ARN of a record: its identifier, where that is an ARN and the service makes it, else what it
/// shows as `arn`, `fooArn` or `resourceArn`. `own` are its own identifiers, `names` other names for those. What whoever
/// makes the record says is the ARN of something else.
pub(super) fn arn(
    view: View<'_>,
    noun: &str,
    own: &[String],
    names: &IndexMap<String, String>,
    records: &Records<'_>,
) -> Option<Arn> {
    let is_said = |name: &str| records.made.iter().any(|members| members.contains_key(name));
    let is_text = |name: &str| {
        let structures = records.shown.iter().chain(&records.found);
        let mut members = structures.filter_map(|members: &&Members| members.get(name));
        members.all(|member| matches!(view.spec.shapes.get(&member.target), Some(Shape::String(_))))
    };
    if let [id] = own {
        let others = names.iter().filter(|(_, own)| *own == id).map(|(other, _)| other);
        let mut all = std::iter::once(id).chain(others);
        let is_arn = |name: &String| stem(name).1 == Kind::Arn;
        if all.clone().any(is_arn) {
            let is_made = !all.any(|name| is_said(name)) && is_text(id);
            return is_made.then(|| Arn {
                member: id.clone(),
                others: Vec::new(),
            });
        }
    }
    let is_asked = |name: &str| records.found.iter().any(|members| called(members, name).is_some());
    let own_names = [
        "arn".to_owned(),
        format!("{noun}arn"),
        format!("{}arn", words::last(noun)),
    ];
    // A `resourceArn` that requests carry, or beside which other things are said of a resource, is that of something else.
    let is_shown = |name: &str| records.shown.iter().any(|members| called(members, name).is_some());
    let is_other = ["resourcetype", "resourceid", "resourcename"].into_iter().any(is_shown);
    let plain = Some("resourcearn".to_owned()).filter(|name| !is_asked(name) && !is_other && !own.is_empty());
    let mut found: Vec<String> = Vec::new();
    for wanted in own_names.into_iter().chain(plain) {
        for name in records.shown.iter().filter_map(|members| called(members, &wanted)) {
            let is_free = !names.contains_key(name) && !is_said(name) && is_text(name);
            if is_free && !own.iter().any(|own| own == name) && !found.iter().any(|other| other == name) {
                found.push(name.to_owned());
            }
        }
    }
    let member = found.first()?.clone();
    Some(Arn {
        member,
        others: found.split_off(1),
    })
}
