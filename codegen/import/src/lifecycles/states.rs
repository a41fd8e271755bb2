//! Operations that lead a record to another state: `StopFlow` where flows have a state `STOPPED`.

use super::draft::{Draft, Misfits};
use super::facts;
use super::view::{View, called};
use super::words;
use serde_json::Value;
use shapewright_spec::{Shape, Transition};

/// Verbs, and the states that they lead to, the plainest first. Letters alone count.
const VERBS: [(&str, &[&str]); 30] = [
    ("Start", &["running", "started", "active", "online"]),
    ("Stop", &["stopped", "standby", "idle", "inactive", "offline"]),
    ("Resume", &["running", "active", "started", "enabled"]),
    ("Pause", &["paused", "suspended"]),
    ("Suspend", &["suspended", "paused"]),
    ("Enable", &["enabled", "active", "on"]),
    ("Disable", &["disabled", "inactive", "off"]),
    ("Activate", &["active", "activated", "enabled"]),
    ("Deactivate", &["inactive", "deactivated", "disabled"]),
    ("Cancel", &["cancelled", "canceled"]),
    ("Abort", &["aborted"]),
    ("Terminate", &["terminated"]),
    ("Publish", &["published"]),
    ("Unpublish", &["unpublished"]),
    ("Archive", &["archived"]),
    ("Deprecate", &["deprecated"]),
    ("Retire", &["retired"]),
    ("Revoke", &["revoked"]),
    ("Approve", &["approved"]),
    ("Accept", &["accepted"]),
    ("Reject", &["rejected"]),
    ("Decline", &["declined", "rejected"]),
    ("Dismiss", &["dismissed"]),
    ("Complete", &["completed", "complete"]),
    ("Close", &["closed"]),
    ("Open", &["open", "opened"]),
    ("Reopen", &["open", "reopened"]),
    ("Lock", &["locked"]),
    ("Unlock", &["unlocked"]),
    ("Quarantine", &["quarantined"]),
];

/// Adds the operations to the resources whose records they change.
pub(super) fn transitions(view: View<'_>, drafts: &mut [Draft], misfits: &mut Misfits) {
    let claimed: Vec<String> = drafts
        .iter()
        .flat_map(|draft| draft.resource.operations().map(str::to_owned))
        .collect();
    for operation in view.spec.operations.keys().filter(|name| !claimed.contains(*name)) {
        let verb = VERBS
            .iter()
            .find_map(|(verb, states)| Some((operation.strip_prefix(verb)?, *states)));
        let Some((noun, states)) = verb else { continue };
        let Some(draft) = drafts.iter_mut().find(|draft| draft.noun == noun) else {
            continue;
        };
        if let Err(why) = transition(view, draft, operation, states) {
            misfits.insert(operation.clone(), why);
        }
    }
}

fn transition(view: View<'_>, draft: &mut Draft, operation: &str, states: &[&str]) -> Result<(), String> {
    let noun = draft.noun.clone();
    if let Some(why) = draft.unfound(view, operation) {
        return Err(why);
    }
    let (member, state) = state(view, draft, states)
        .ok_or_else(|| format!("no state that a `{noun}` shows is plainly the one that it leads to"))?;
    let transition = Transition {
        set: [(member, state)].into_iter().collect(),
        ..Transition::default()
    };
    draft.resource.transitions.insert(operation.to_owned(), transition);
    draft.resource.update.push(operation.to_owned());
    Ok(())
}

/// The member that shows the state of a record, and the first of these states that it can have.
fn state(view: View<'_>, draft: &Draft, states: &[&str]) -> Option<(String, Value)> {
    let shown = draft.shown(view);
    for name in facts::states_of(&draft.noun) {
        let Some(member) = shown.iter().find_map(|members| called(members, &name)) else {
            continue;
        };
        let mut targets = shown
            .iter()
            .filter_map(|members| members.get(member))
            .map(|member| &member.target);
        let Some(first) = targets.next().filter(|first| targets.all(|other| other == *first)) else {
            continue;
        };
        if let Some(Shape::Enum(values)) = view.spec.shapes.get(first) {
            let found = states.iter().find_map(|state| {
                let mut values = values.values.keys();
                values.find(|value| words::letters(value) == *state)
            });
            if let Some(value) = found {
                return Some((member.to_owned(), Value::from(value.as_str())));
            }
        }
    }
    None
}
