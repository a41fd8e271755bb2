//! A member of an input by its path, and how it differs from what was expected.

use crate::dynamic::Held;
use shapewright_schema::{Document, Kind, Member, Schema, Structure, Value, debug::shown};

/// A place in an input.
pub(super) struct MemberPath {
    steps: Vec<String>,
    /// What is there; none under a document, where anything can be.
    member: Option<&'static Member>,
    /// It, or something that it lies in, must not be shown.
    hidden: bool,
}

impl MemberPath {
    /// The place at a path in a structure: names, places in lists (from 0) and keys of maps with dots between, or all of
    /// it as a JSON pointer.
    pub(super) fn at(schema: &'static Schema, path: &str) -> Result<Self, String> {
        let steps: Vec<String> = match path.strip_prefix('/') {
            Some(pointer) => pointer
                .split('/')
                .map(|step| step.replace("~1", "/").replace("~0", "~"))
                .collect(),
            None => path.split('.').map(str::to_owned).collect(),
        };
        let mut place = Self {
            steps: Vec::new(),
            member: None,
            hidden: schema.sensitive,
        };
        let mut within = schema;
        for step in steps {
            match place.member {
                // Whatever a document holds.
                None if !place.steps.is_empty() => {}
                _ => {
                    let member = step_into(within, &step)?;
                    place.hidden |= member.is_sensitive();
                    within = member.target;
                    place.member = Some(member).filter(|_| !matches!(within.kind, Kind::Document));
                }
            }
            place.steps.push(step);
        }
        Ok(place)
    }

    /// What a member must be to equal `expected`: the same in the form that inputs have.
    pub(super) fn expected(&self, expected: Document) -> Result<Document, String> {
        let Some(member) = self.member else {
            return Ok(expected);
        };
        let mut held = Held::new(member.target);
        match expected.fill(&mut held) {
            Ok(()) => Ok(Document::of(&held)),
            Err(mismatch) => Err(format!("the expected value can never be there: {mismatch}")),
        }
    }

    /// What is there. Null where nothing is.
    pub(super) fn value<'a>(&self, input: &'a Document) -> &'a Document {
        let mut at = input;
        for step in &self.steps {
            let inner = match at {
                Document::Map(fields) => fields.get(step),
                Document::List(elements) => step.parse().ok().and_then(|place: usize| elements.get(place)),
                _ => None,
            };
            at = match inner {
                Some(inner) => inner,
                None => return &Document::Null,
            };
        }
        at
    }

    /// A value at this place, as a message shows it.
    pub(super) fn show(&self, value: &Document) -> String {
        if *value == Document::Null {
            return "nothing".to_owned();
        }
        match self.member {
            _ if self.hidden => "*** redacted ***".to_owned(),
            None => format!("{value:?}"),
            Some(member) => {
                let mut held = Held::new(member.target);
                match value.fill(&mut held) {
                    Ok(()) => show(&held, member),
                    Err(_) => value.kind().to_owned(),
                }
            }
        }
    }
}

/// What lies in a shape under a name, place or key.
fn step_into(schema: &'static Schema, step: &str) -> Result<&'static Member, String> {
    match &schema.kind {
        Kind::Structure(members) | Kind::Union(members) => match schema.member(step) {
            Some((_, member)) => Ok(member),
            None => {
                let names: Vec<&str> = members.iter().map(|member| member.name).collect();
                let near = names.iter().find(|name| name.eq_ignore_ascii_case(step));
                Err(match near {
                    Some(near) => format!("{} has no member `{step}`; did you mean `{near}`?", schema.name),
                    None => format!("{} has no member `{step}`; it has {}", schema.name, names.join(", ")),
                })
            }
        },
        Kind::List { member, .. } if step.parse::<usize>().is_ok() => Ok(member),
        Kind::List { .. } => Err(format!("`{step}` is no place in the list {}", schema.name)),
        Kind::Map { value, .. } => Ok(value),
        other => {
            let name = other.type_name();
            let article = if name.starts_with(['e', 'i']) { "an" } else { "a" };
            Err(format!(
                "{} is {article} {name}: there is no `{step}` in it",
                schema.name
            ))
        }
    }
}

fn show(value: &dyn Value, member: &Member) -> String {
    format!("{:?}", shown(value, member))
}

/// How an input differs from the one that was expected: one line a member. An idempotency token that is not expected is
/// not compared: clients make them up.
pub(super) fn differences(expected: &dyn Structure, found: &dyn Structure) -> Vec<String> {
    let said = |value: &dyn Value, member: &Member| match Document::of(value) {
        Document::Null => "nothing".to_owned(),
        _ => show(value, member),
    };
    let members = expected.schema().members().iter().enumerate();
    members
        .filter_map(|(index, member)| {
            let (expected, found) = (expected.member(index), found.member(index));
            let wanted = Document::of(expected);
            if wanted == Document::of(found) || member.idempotency_token && wanted == Document::Null {
                return None;
            }
            Some(differs(member.name, &said(expected, member), &said(found, member)))
        })
        .collect()
}

/// How it is said that a member is not what was expected.
pub(super) fn differs(path: &str, expected: &str, found: &str) -> String {
    format!("{path}: expected {expected}, got {found}")
}
