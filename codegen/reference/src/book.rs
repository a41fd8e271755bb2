//! What the pages of one service look at: the description, what was decided of it, and who uses which shape.

use super::{Described, boto, files::Files};
use shapewright_diff::{self as diff, Description, Diff};
use shapewright_ir::{Constraints, Element, Enum, Ir, Kind, Member, ShapeId, Variant};
use shapewright_spec::{self as spec, Spec};

/// A service, with what its pages ask again and again.
pub struct Book<'a> {
    pub spec: &'a Spec,
    pub ir: &'a Ir,
    pub files: Files,
    /// The methods of boto3's client, one an operation.
    pub methods: Vec<String>,
    /// One a shape.
    pub uses: Vec<Uses>,
    /// What changed after each recorded version, the latest first.
    pub versions: Vec<Version<'a>>,
    /// There is a feed of them.
    pub has_feed: bool,
}

/// What changed after a recorded version.
pub struct Version<'a> {
    /// The day until which the version held.
    pub until: &'a str,
    /// The day until which the next one held; none where that is the current one.
    pub next: Option<&'a str>,
    /// What has changed.
    pub diff: Diff,
    /// The description afterwards.
    pub spec: &'a Spec,
    /// What was decided of it.
    pub ir: &'a Ir,
}

impl Version<'_> {
    /// What its page is called.
    pub fn title(&self) -> String {
        match self.next {
            Some(next) => format!("Changes from {} to {next}", self.until),
            None => format!("Changes since {}", self.until),
        }
    }
}

/// Who uses a shape.
#[derive(Debug, Clone, Default)]
pub struct Uses {
    /// The shapes that hold it, and as what: members by their name.
    pub holders: Vec<(ShapeId, String)>,
    /// The operations that reach it, and from where.
    pub operations: Vec<(usize, Reach)>,
}

/// From where an operation reaches a shape.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reach {
    pub input: bool,
    pub output: bool,
    pub error: bool,
}

impl<'a> Book<'a> {
    pub fn of(described: &'a Described) -> Self {
        Self {
            versions: versions(described),
            ..Self::bare(&described.spec, &described.ir)
        }
    }

    /// A description without its history.
    pub fn bare(spec: &'a Spec, ir: &'a Ir) -> Self {
        Self {
            versions: Vec::new(),
            has_feed: false,
            spec,
            ir,
            files: Files::of(spec),
            methods: ir
                .operations
                .iter()
                .map(|operation| boto::method(&operation.name))
                .collect(),
            uses: uses(ir),
        }
    }

    /// The shape as the description has it; none for what stands in where it names no structure.
    pub fn shape_of_spec(&self, id: ShapeId) -> Option<&'a spec::Shape> {
        self.spec.shapes.get_index(id.0).map(|(_, shape)| shape)
    }

    /// The operation as the description has it.
    pub fn operation_of_spec(&self, index: usize) -> Option<&'a spec::Operation> {
        self.spec.operations.get_index(index).map(|(_, operation)| operation)
    }

    /// The members of a structure or union; none of other shapes.
    pub fn members(&self, id: ShapeId) -> &'a [Member] {
        match &self.ir.shape(id).kind {
            Kind::Structure(structure) => &structure.members,
            Kind::Union(union) => &union.members,
            _ => &[],
        }
    }

    /// The docs of a member in Markdown.
    pub fn member_docs(&self, id: ShapeId, index: usize) -> Option<&'a str> {
        match self.shape_of_spec(id)? {
            spec::Shape::Structure(structure) | spec::Shape::Union(structure) => {
                structure.members.get_index(index)?.1.docs.as_deref()
            }
            _ => None,
        }
    }

    /// Whether a blob or union is sent or returned piece by piece.
    pub fn is_streaming(&self, id: ShapeId) -> bool {
        match self.shape_of_spec(id) {
            Some(spec::Shape::Blob(blob)) => blob.streaming,
            Some(spec::Shape::Union(union)) => union.streaming,
            _ => false,
        }
    }

    /// What an element's values must obey: what it says itself stands in for what its target says.
    pub fn constraints(&self, element: &Element) -> Constraints {
        let (own, target) = (&element.constraints, &self.ir.shape(element.target).constraints);
        let length = if own.min_length.or(own.max_length).is_some() {
            own
        } else {
            target
        };
        let range = if own.min.or(own.max).is_some() { own } else { target };
        Constraints {
            min_length: length.min_length,
            max_length: length.max_length,
            min: range.min,
            max: range.max,
            pattern: own.pattern.clone().or_else(|| target.pattern.clone()),
            unique_items: own.unique_items || target.unique_items,
        }
    }

    /// The values of an enum that people are shown, by their places.
    pub fn values(&self, shape: &'a Enum) -> impl Iterator<Item = (usize, &'a Variant)> {
        shape
            .variants
            .iter()
            .enumerate()
            .filter(|(_, variant)| !variant.internal)
    }

    /// What an element's text or bytes hold.
    pub fn media_type(&self, element: &'a Element) -> Option<&'a str> {
        let target = || self.ir.shape(element.target).media_type.as_deref();
        element.media_type.as_deref().or_else(target)
    }

    /// What a value holds at last, where it is a list or map: the structure, union, enum or scalar.
    pub fn innermost(&self, mut id: ShapeId) -> ShapeId {
        // A list that holds itself has no innermost; check refuses it, and this ends all the same.
        for _ in 0..self.ir.shapes.len() {
            match &self.ir.shape(id).kind {
                Kind::List { member, .. } => id = member.target,
                Kind::Map { value, .. } => id = value.target,
                _ => break,
            }
        }
        id
    }
}

fn versions(described: &Described) -> Vec<Version<'_>> {
    let recorded = &described.history;
    let versions = recorded.iter().enumerate().map(|(place, old)| {
        let next = recorded.get(place + 1);
        let (spec, ir) = next.map_or((&described.spec, &described.ir), |next| (&next.spec, &next.ir));
        let side = |spec: &Spec| Description::from_spec(spec.clone());
        Version {
            until: &old.until,
            next: next.map(|next| next.until.as_str()),
            diff: diff::diff(&side(&old.spec), &side(spec)),
            spec,
            ir,
        }
    });
    let mut versions: Vec<Version<'_>> = versions.collect();
    versions.reverse();
    versions
}

/// The shapes that a shape holds, and as what.
fn held(ir: &Ir, id: ShapeId) -> Vec<(ShapeId, &str)> {
    match &ir.shape(id).kind {
        Kind::Structure(structure) => of_members(&structure.members),
        Kind::Union(union) => of_members(&union.members),
        Kind::List { member, .. } => vec![(member.target, "its elements")],
        Kind::Map { key, value, .. } => vec![(key.target, "its keys"), (value.target, "its values")],
        Kind::Scalar(_) | Kind::Enum(_) | Kind::IntEnum(_) => Vec::new(),
    }
}

fn of_members(members: &[Member]) -> Vec<(ShapeId, &str)> {
    let held = members
        .iter()
        .map(|member| (member.element.target, member.name.as_str()));
    held.collect()
}

fn uses(ir: &Ir) -> Vec<Uses> {
    let mut uses = vec![Uses::default(); ir.shapes.len()];
    for id in (0..ir.shapes.len()).map(ShapeId) {
        for (target, name) in held(ir, id) {
            uses[target.0].holders.push((id, name.to_owned()));
        }
    }
    for (index, operation) in ir.operations.iter().enumerate() {
        let mut reached: Vec<Reach> = vec![Reach::default(); ir.shapes.len()];
        reach(ir, operation.input, &mut reached, |reach| &mut reach.input);
        reach(ir, operation.output, &mut reached, |reach| &mut reach.output);
        for error in ir.errors(operation) {
            reach(ir, error.shape, &mut reached, |reach| &mut reach.error);
        }
        for (uses, reach) in uses.iter_mut().zip(reached) {
            if reach != Reach::default() {
                uses.operations.push((index, reach));
            }
        }
    }
    uses
}

/// Marks all that is reached from a shape.
fn reach(ir: &Ir, from: ShapeId, reached: &mut [Reach], mark: fn(&mut Reach) -> &mut bool) {
    let mut open = vec![from];
    while let Some(id) = open.pop() {
        if !std::mem::replace(mark(&mut reached[id.0]), true) {
            open.extend(held(ir, id).into_iter().map(|(target, _)| target));
        }
    }
}
