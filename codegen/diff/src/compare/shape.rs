//! Shapes, pair by pair, and those that have come or gone.

use super::{At, Comparison, Spot, only_in, rules};
use crate::{
    Rule,
    findings::{Found, way},
    hints,
    pairs::{NOTHING, Pair},
};
use shapewright_spec::{Error, Fault, List, Map, Member, Shape, Simple, Structure};

impl<'a> Comparison<'a> {
    pub(super) fn shapes(&mut self) {
        let mut order: Vec<usize> = (0..self.pairs.len()).collect();
        order.sort_by_key(|pair| {
            let (old, new) = self.pairs.get(*pair);
            (self.new.shapes.get_index_of(new), self.old.shapes.get_index_of(old))
        });
        for pair in order {
            if let Some((before, after)) = self.pairs.shapes(pair) {
                self.pair(pair, before, after);
            }
        }
        let partners = self.pairs.partners();
        for (id, _) in only_in(&self.new.shapes, &self.old.shapes) {
            let spot = Spot::same(At::Nothing, id, &["shapes", id]);
            self.findings.came(&rules::SHAPE_ADDED, &spot);
        }
        let came: Vec<(&str, &Shape)> = only_in(&self.new.shapes, &self.old.shapes).collect();
        for (id, shape) in only_in(&self.old.shapes, &self.new.shapes) {
            let spot = Spot::same(At::Nothing, id, &["shapes", id]);
            let partners = partners.get(id).map_or(&[][..], Vec::as_slice);
            let hint = hints::of_shape(id, shape, partners, &came);
            self.findings.went(&rules::SHAPE_REMOVED, &spot).hint = hint;
        }
    }

    fn pair(&mut self, pair: usize, before: &'a Shape, after: &'a Shape) {
        let (old, new) = self.pairs.get(pair);
        let spot = Spot {
            at: At::Pair(pair),
            subject: if new == NOTHING { old } else { new }.to_owned(),
            old: way(&["shapes", old]),
            new: way(&["shapes", new]),
        };
        if old == NOTHING || new == NOTHING {
            // Its members have all come or gone. Other facts it has none that came or went by themselves.
            if let (Shape::Structure(before), Shape::Structure(after)) = (before, after) {
                self.members(&spot, pair, (&before.members, &after.members), false);
            }
            return;
        }
        if old == new {
            self.rust_names(&spot, |rust| rust.shape_names(new));
        }
        use Shape as S;
        match (before, after) {
            (S::Enum(before), S::Enum(after)) => self.text_enum(&spot, pair, before, after),
            (S::IntEnum(before), S::IntEnum(after)) => self.int_enum(&spot, pair, before, after),
            (S::List(before), S::List(after)) => self.list(&spot, pair, before, after),
            (S::Map(before), S::Map(after)) => self.map(&spot, pair, before, after),
            (S::Structure(before), S::Structure(after)) => self.structure(&spot, pair, before, after, false),
            (S::Union(before), S::Union(after)) => self.structure(&spot, pair, before, after, true),
            _ => {
                // Where a member holds another shape, the member says that the type is another one.
                if old == new && before.type_name() != after.type_name() {
                    let retypes = self.rust_differs(|rust| rust.shape_type(new));
                    let found = self.findings.push(type_rule(before, after), &spot.under(&["type"]));
                    set(found, [before, after].map(Shape::type_name), retypes);
                }
                if let (Some(before), Some(after)) = (before.simple(), after.simple()) {
                    self.simple(&spot, pair, before, after);
                }
            }
        }
    }

    fn simple(&mut self, spot: &Spot<'a>, pair: usize, before: &'a Simple, after: &'a Simple) {
        let Simple {
            docs,
            length,
            range,
            pattern,
            timestamp_format,
            sensitive,
            streaming,
            requires_length,
            media_type,
        } = before;
        self.shape_words(spot, self.pairs.get(pair), docs, &after.docs);
        self.length(spot, length, &after.length);
        self.range(spot, range, &after.range);
        self.pattern(spot, pattern, &after.pattern);
        self.sensitive(spot, *sensitive, after.sensitive);
        let found = &mut self.findings;
        let formats = (timestamp_format, &after.timestamp_format);
        found.fact(&rules::TIMESTAMP_FORMAT_CHANGED, spot, "timestampFormat", formats);
        found.fact(
            &rules::STREAMING_CHANGED,
            spot,
            "streaming",
            (streaming, &after.streaming),
        );
        let requires = (requires_length, &after.requires_length);
        found.fact(&rules::REQUIRES_LENGTH_CHANGED, spot, "requiresLength", requires);
        found.fact(
            &rules::MEDIA_TYPE_CHANGED,
            spot,
            "mediaType",
            (media_type, &after.media_type),
        );
    }

    fn list(&mut self, spot: &Spot<'a>, pair: usize, before: &'a List, after: &'a List) {
        let List {
            docs,
            member,
            length,
            unique_items,
            sparse,
            sensitive,
        } = before;
        self.shape_words(spot, self.pairs.get(pair), docs, &after.docs);
        self.element(spot, pair, "member", member, &after.member);
        self.length(spot, length, &after.length);
        self.unique_items(spot, *unique_items, after.unique_items);
        self.sparse(spot, pair, *sparse, after.sparse);
        self.sensitive(spot, *sensitive, after.sensitive);
    }

    fn map(&mut self, spot: &Spot<'a>, pair: usize, before: &'a Map, after: &'a Map) {
        let Map {
            docs,
            key,
            value,
            length,
            sparse,
            sensitive,
        } = before;
        self.shape_words(spot, self.pairs.get(pair), docs, &after.docs);
        self.element(spot, pair, "key", key, &after.key);
        self.element(spot, pair, "value", value, &after.value);
        self.length(spot, length, &after.length);
        self.sparse(spot, pair, *sparse, after.sparse);
        self.sensitive(spot, *sensitive, after.sensitive);
    }

    fn structure(&mut self, spot: &Spot<'a>, pair: usize, before: &'a Structure, after: &'a Structure, is_union: bool) {
        let Structure {
            docs,
            error,
            members,
            sensitive,
            streaming,
            xml,
            deprecated,
        } = before;
        let (old, new) = self.pairs.get(pair);
        self.shape_words(spot, (old, new), docs, &after.docs);
        if old == new {
            self.findings
                .words(spot, (&None, &None), (deprecated, &after.deprecated));
        }
        self.error(spot, (old, new), error, &after.error);
        self.sensitive(spot, *sensitive, after.sensitive);
        self.findings.fact(
            &rules::STREAMING_CHANGED,
            spot,
            "streaming",
            (streaming, &after.streaming),
        );
        self.findings.fact(&rules::XML_CHANGED, spot, "xml", (xml, &after.xml));
        self.members(spot, pair, (members, &after.members), is_union);
    }

    fn error(&mut self, spot: &Spot<'a>, (old, new): Pair<'a>, before: &'a Option<Error>, after: &'a Option<Error>) {
        let spot = spot.under(&["error"]);
        let (facts, after) = match (before, after) {
            (None, None) => return,
            (None, Some(_)) => {
                self.findings.came(&rules::ERROR_FACTS_ADDED, &spot).retypes = true;
                return;
            }
            (Some(_), None) => {
                self.findings.went(&rules::ERROR_FACTS_REMOVED, &spot).retypes = true;
                return;
            }
            (Some(before), Some(after)) => (before, after),
        };
        let Error {
            fault,
            status,
            code,
            retryable,
            throttling,
            query_code,
        } = facts;
        // What is not said has a meaning too.
        let of_fault = |fault: &Option<Fault>| if *fault == Some(Fault::Server) { 500 } else { 400 };
        let statuses = (
            &status.unwrap_or(of_fault(fault)),
            &after.status.unwrap_or(of_fault(&after.fault)),
        );
        let codes = (code.as_deref().unwrap_or(old), after.code.as_deref().unwrap_or(new));
        let found = &mut self.findings;
        found.fact(&rules::ERROR_FAULT_CHANGED, &spot, "fault", (fault, &after.fault));
        found.fact(&rules::ERROR_STATUS_CHANGED, &spot, "status", statuses);
        found.fact(&rules::ERROR_CODE_CHANGED, &spot, "code", (&codes.0, &codes.1));
        let codes = (query_code, &after.query_code);
        found.fact(&rules::ERROR_CODE_CHANGED, &spot, "queryCode", codes);
        let (rule, retries) = (&rules::ERROR_RETRY_CHANGED, (retryable, &after.retryable));
        found.fact(rule, &spot, "retryable", retries);
        found.fact(rule, &spot, "throttling", (throttling, &after.throttling));
    }

    fn sparse(&mut self, spot: &Spot<'a>, pair: usize, before: bool, after: bool) {
        let (old, new) = self.pairs.get(pair);
        let retypes = old != new || self.rust_differs(|rust| rust.shape_type(new));
        let rules = [&rules::SPARSE_ADDED, &rules::SPARSE_REMOVED];
        if let Some(found) = self.findings.mark(rules, spot, "sparse", (before, after)) {
            found.retypes = retypes;
        }
    }

    pub(super) fn sensitive(&mut self, spot: &Spot<'a>, before: bool, after: bool) {
        let rules = [&rules::SENSITIVE_ADDED, &rules::SENSITIVE_REMOVED];
        self.findings.mark(rules, spot, "sensitive", (before, after));
    }

    /// The documentation of a shape: that of another shape is another one without anybody having changed it.
    pub(super) fn shape_words(
        &mut self,
        spot: &Spot<'a>,
        (old, new): Pair<'a>,
        before: &'a Option<String>,
        after: &'a Option<String>,
    ) {
        if old == new {
            self.findings.words(spot, (before, after), (&None, &None));
        }
    }
}

/// What is said of a value that has another type.
pub(super) fn type_rule(before: &Shape, after: &Shape) -> &'static Rule {
    use Shape as S;
    let whole = |shape: &Shape| match shape {
        S::Byte(_) => Some(1),
        S::Short(_) => Some(2),
        S::Integer(_) => Some(3),
        S::Long(_) => Some(4),
        S::BigInteger(_) => Some(5),
        _ => None,
    };
    let float = |shape: &Shape| match shape {
        S::Float(_) => Some(1),
        S::Double(_) => Some(2),
        S::BigDecimal(_) => Some(3),
        _ => None,
    };
    let size = |shape: &Shape| {
        whole(shape)
            .map(|size| (0, size))
            .or(float(shape).map(|size| (1, size)))
    };
    match (before, after) {
        (S::String(_), S::Enum(_)) | (S::Integer(_), S::IntEnum(_)) => &rules::SHAPE_BECAME_ENUM,
        (S::Enum(_), S::String(_)) | (S::IntEnum(_), S::Integer(_)) => &rules::SHAPE_WAS_ENUM,
        _ => match (size(before), size(after)) {
            (Some((kind, old)), Some((other, new))) if kind == other && old < new => &rules::NUMBER_WIDENED,
            (Some((kind, old)), Some((other, new))) if kind == other && old > new => &rules::NUMBER_NARROWED,
            _ => &rules::SHAPE_TYPE_CHANGED,
        },
    }
}

/// Adds what stood there and stands there now.
pub(super) fn set(found: &mut Found<'_>, [before, after]: [&str; 2], retypes: bool) {
    found.before = Some(before.to_owned());
    found.after = Some(after.to_owned());
    found.retypes = retypes;
}

/// The facts of what a list or map holds, where it has some.
pub(super) fn facts(element: &shapewright_spec::Element) -> std::borrow::Cow<'_, Member> {
    match element.member() {
        Some(member) => std::borrow::Cow::Borrowed(member),
        None => std::borrow::Cow::Owned(Member {
            target: element.target().to_owned(),
            ..Member::default()
        }),
    }
}
