//! Lists: whether one surely lists the records of a resource, and which of them it leaves out.

use super::arns;
use super::draft::{Draft, Identifier, Misfits};
use super::group::Group;
use super::identity::Records;
use super::view::View;
use super::words::{Kind, speaks_of, stem};
use shapewright_spec::{Filter, Match};

impl Draft {
    /// Takes a list away that does not say which records it lists, or asks for what nobody knows.
    pub(super) fn listed(&mut self, view: View<'_>, group: &mut Group, above: usize, misfits: &mut Misfits) {
        let Some(list) = &group.list else {
            return;
        };
        let filters = self.filters(view, group, list, above);
        let why = match self.misfit(view, list, above, &filters) {
            Some(why) => why,
            None => return self.resource.filters = filters,
        };
        misfits.extend(group.list.take().map(|list| (list, why)));
    }

    fn misfit(&self, view: View<'_>, list: &str, above: usize, filters: &[Filter]) -> Option<String> {
        let Some(listed) = view.listed(list) else {
            return Some("its output has no list that is surely that of records".to_owned());
        };
        if let Some(token) = view.operation(list).and_then(|list| view.spec.token_beside_text(list)) {
            return Some(format!(
                "its page token is no text, but of the type {}",
                token.type_name()
            ));
        }
        // What a list asks for is known of all that it lists.
        let asked = view.required(list);
        if let Some(element) = listed.element
            && let Some(identifier) = self
                .own(above)
                .iter()
                .filter(|identifier| !asked.contains(&identifier.name.as_str()))
                .find(|identifier| self.carrier(element, &identifier.name).is_none())
        {
            return Some(format!("what it lists has no `{}`", identifier.name));
        }
        let is_filter = |name: &String| filters.iter().any(|filter| filter.input == *name);
        if let Some(name) = view
            .input(list)
            .keys()
            .find(|name| self.of_many(name).is_some() && !is_filter(name))
        {
            return Some(format!("it asks for several at once by `{name}`"));
        }
        let is_known = |name: &str| {
            let own = self.resource.names.get(name).map_or(name, String::as_str);
            self.identifiers.iter().any(|identifier| identifier.name == own)
                || filters.iter().any(|filter| filter.input == name)
        };
        let unknown = view.required(list).into_iter().find(|name| !is_known(name))?;
        Some(format!("it asks for a `{unknown}`, which no record says"))
    }

    /// What a member of a list's input takes several of, if those are names of the thing: `fooId` of `fooIds`.
    fn of_many<'n>(&self, name: &'n str) -> Option<&'n str> {
        let one = name.strip_suffix('s')?;
        let (stem, kind) = stem(one);
        let is_own = stem.is_empty() || speaks_of(stem, &self.noun);
        (kind != Kind::Bare && is_own).then_some(one)
    }

    /// The identifier, or the ARN, of which a member of a list's input takes several.
    fn named_by_many(&self, name: &str, own: &[Identifier], arn: Option<&str>) -> Option<String> {
        let one = self.of_many(name)?;
        let is_same = |member: &str| {
            let ((own_stem, own_kind), (stem, kind)) = (stem(member), stem(one));
            let is_of_thing = own_stem.is_empty() || speaks_of(own_stem, &self.noun);
            member.eq_ignore_ascii_case(one) || is_of_thing && stem.is_empty() && own_kind == kind
        };
        let members: Vec<&str> = own
            .iter()
            .map(|identifier| identifier.name.as_str())
            .chain(arn)
            .collect();
        let itself = members.iter().copied().map(|member| (member, member));
        let names = self.resource.names.iter();
        let names = names.map(|(other, own)| (other.as_str(), own.as_str()));
        let mut found = itself.chain(names.filter(|(_, own)| members.contains(own)));
        found.find(|(name, _)| is_same(name)).map(|(_, own)| own.to_owned())
    }

    /// Members of the list's input that records have too, in the same shape: a record is shown where they are equal. And
    /// those that take several identifiers: a record is shown where it has one of them.
    fn filters(&self, view: View<'_>, group: &Group, list: &str, above: usize) -> Vec<Filter> {
        let records = Records::of(view, group, self.resource.item.as_deref());
        let paginated = view.operation(list).and_then(|operation| operation.paginated.as_ref());
        let is_page = |name: &str| {
            paginated
                .is_some_and(|paginated| paginated.input_token == name || paginated.page_size.as_deref() == Some(name))
        };
        let is_known = |name: &str, target: &str| {
            let all = records.all();
            let mut held = all.iter().filter_map(|members| members.get(name));
            held.next().is_some_and(|member| member.target == target)
        };
        let own = self.own(above);
        let names: Vec<String> = own.iter().map(|identifier| identifier.name.clone()).collect();
        let arn = arns::arn(view, &self.noun, &names, &self.resource.names, &records).map(|arn| arn.member);
        let several = view.input(list).iter().filter_map(|(name, member)| {
            let named = self.named_by_many(name, own, arn.as_deref())?;
            view.spec.holds_keys(&member.target).then(|| Filter {
                input: name.clone(),
                member: named,
                matching: Some(Match::OneOf),
                ..Filter::default()
            })
        });
        let input = view.input(list).iter();
        let equal = input
            .filter(|(name, member)| {
                let name = name.as_str();
                !is_page(name)
                    && view.is_text(member)
                    && !self.resource.names.contains_key(name)
                    && self.identifiers.iter().all(|identifier| identifier.name != name)
                    && is_known(name, &member.target)
            })
            .map(|(name, _)| Filter {
                input: name.clone(),
                member: name.clone(),
                matching: Some(Match::Equal),
                ..Filter::default()
            });
        equal.chain(several).collect()
    }
}
