//! A description as the rules look at it: members of inputs, outputs and what those hold.

use indexmap::IndexMap;
use shapewright_spec::{Member, Operation, Shape, Spec, Structure};

/// The members of a structure.
pub(super) type Members = IndexMap<String, Member>;

/// Responds to questions about a description.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) spec: &'a Spec,
}

/// What a list returns.
pub(super) struct Listed<'a> {
    /// The members of its elements. `None` for elements that are text.
    pub(super) element: Option<&'a Members>,
    /// The member that holds them.
    pub(super) holder: &'a str,
}

static NONE: std::sync::LazyLock<Members> = std::sync::LazyLock::new(Members::new);

impl<'a> View<'a> {
    pub(super) fn operation(self, name: &str) -> Option<&'a Operation> {
        self.spec.operations.get(name)
    }

    pub(super) fn structure(self, id: &str) -> Option<&'a Structure> {
        match self.spec.shapes.get(id)? {
            Shape::Structure(structure) => Some(structure),
            _ => None,
        }
    }

    fn members(self, id: Option<&String>) -> &'a Members {
        id.and_then(|id| self.structure(id))
            .map_or(&NONE, |structure| &structure.members)
    }

    pub(super) fn input(self, operation: &str) -> &'a Members {
        self.members(self.operation(operation).and_then(|operation| operation.input.as_ref()))
    }

    pub(super) fn output(self, operation: &str) -> &'a Members {
        self.members(
            self.operation(operation)
                .and_then(|operation| operation.output.as_ref()),
        )
    }

    /// Whether values of a member can name something.
    pub(super) fn is_text(self, member: &Member) -> bool {
        self.spec.is_text(&member.target)
    }

    pub(super) fn is_structure(self, member: &Member) -> bool {
        self.structure(&member.target).is_some()
    }

    /// The members of an input that a request must carry and that can name something.
    pub(super) fn required(self, operation: &str) -> Vec<&'a str> {
        let members = self.input(operation).iter();
        members
            .filter(|(_, member)| member.required && !member.idempotency_token && self.is_text(member))
            .map(|(name, _)| name.as_str())
            .collect()
    }

    /// A number that a request must carry.
    pub(super) fn required_number(self, operation: &str) -> Option<&'a str> {
        let is_number = |member: &Member| {
            let shape = self.spec.shapes.get(&member.target);
            matches!(shape, Some(Shape::Short(_) | Shape::Integer(_) | Shape::Long(_)))
        };
        let mut members = self.input(operation).iter();
        let found = members.find(|(_, member)| member.required && is_number(member));
        found.map(|(name, _)| name.as_str())
    }

    /// What a list returns: as its pages say, else its one list.
    pub(super) fn listed(self, operation: &str) -> Option<Listed<'a>> {
        let output = self.output(operation);
        let paginated = self.operation(operation)?.paginated.as_ref();
        let (name, holder) = match paginated.and_then(|paginated| paginated.items.as_deref()) {
            Some(path) => (path.rsplit('.').next().unwrap_or(path), self.at(output, path)?),
            None => {
                let mut lists = output
                    .iter()
                    .filter(|(_, member)| matches!(self.spec.shapes.get(&member.target), Some(Shape::List(_))));
                let (name, holder) = lists.next().filter(|_| lists.next().is_none())?;
                (name.as_str(), holder)
            }
        };
        let Some(Shape::List(list)) = self.spec.shapes.get(&holder.target) else {
            return None;
        };
        match self.spec.shapes.get(list.member.target())? {
            Shape::Structure(structure) => Some(Listed {
                element: Some(&structure.members),
                holder: name,
            }),
            Shape::String(_) => Some(Listed {
                element: None,
                holder: name,
            }),
            _ => None,
        }
    }

    fn at(self, members: &'a Members, path: &str) -> Option<&'a Member> {
        match path.split_once('.') {
            None => members.get(path),
            Some((first, rest)) => self.at(self.members(Some(&members.get(first)?.target)), rest),
        }
    }
}

/// The name of the member that is called so, whatever its case.
pub(super) fn called<'a>(members: &'a Members, name: &str) -> Option<&'a str> {
    let mut names = members.keys();
    names.find(|other| other.eq_ignore_ascii_case(name)).map(String::as_str)
}
