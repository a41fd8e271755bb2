//! What the mock keeps state for.

use super::{At, Comparison, Spot, only_in, rules};
use shapewright_spec::Resource;

impl<'a> Comparison<'a> {
    pub(super) fn lifecycles(&mut self) {
        let spot = |name: &'a str| Spot::same(At::Nothing, format!("lifecycle {name}"), &["resources", name]);
        for (name, after) in &self.new.resources {
            match self.old.resources.get(name) {
                Some(before) => self.lifecycle(name, &spot(name), before, after),
                None => {
                    self.findings.came(&rules::LIFECYCLE_ADDED, &spot(name));
                }
            }
        }
        for (name, _) in only_in(&self.old.resources, &self.new.resources) {
            self.findings.went(&rules::LIFECYCLE_REMOVED, &spot(name));
        }
    }

    /// The operations on tags.
    pub(super) fn tagging(&mut self) {
        let spot = Spot::same(At::Nothing, "tagging".to_owned(), &[]);
        let sides = (&self.old.tagging, &self.new.tagging);
        self.findings.fact(&rules::TAGGING_CHANGED, &spot, "tagging", sides);
    }

    fn lifecycle(&mut self, name: &'a str, spot: &Spot<'a>, before: &'a Resource, after: &'a Resource) {
        let Resource {
            docs,
            collection: _,
            parent,
            id,
            create,
            put,
            read,
            update,
            delete,
            list,
            filters,
            not_found,
            already_exists,
            unique,
            found_by,
            arn,
            tags,
            ignore_case,
            refers,
            transitions,
            most,
            item,
            names,
            members,
            initial,
            created,
            modified,
        } = before;
        let retypes = self.rust_differs(|rust| rust.record(name));
        let found = &mut self.findings;
        let start = found.found.len();
        let rule = &rules::LIFECYCLE_IDENTIFIERS_CHANGED;
        found.fact(rule, spot, "parent", (parent, &after.parent));
        found.fact(rule, spot, "id", (&id.as_slice(), &after.id.as_slice()));
        let collections = (&before.collection(name), &after.collection(name));
        found.fact(&rules::LIFECYCLE_COLLECTION_CHANGED, spot, "collection", collections);
        let rule = &rules::LIFECYCLE_CHANGED;
        found.fact(rule, spot, "create", (create, &after.create));
        found.fact(rule, spot, "put", (put, &after.put));
        found.fact(rule, spot, "read", (&read.as_slice(), &after.read.as_slice()));
        found.fact(rule, spot, "update", (update, &after.update));
        found.fact(rule, spot, "list", (list, &after.list));
        found.fact(rule, spot, "item", (item, &after.item));
        found.fact(rule, spot, "names", (names, &after.names));
        found.fact(rule, spot, "members", (members, &after.members));
        // What a record holds follows from these alone.
        found.found[start..]
            .iter_mut()
            .for_each(|found| found.retypes = retypes);
        found.fact(rule, spot, "delete", (delete, &after.delete));
        found.fact(rule, spot, "filters", (filters, &after.filters));
        found.fact(rule, spot, "notFound", (not_found, &after.not_found));
        found.fact(rule, spot, "alreadyExists", (already_exists, &after.already_exists));
        found.fact(rule, spot, "unique", (unique, &after.unique));
        found.fact(rule, spot, "foundBy", (found_by, &after.found_by));
        found.fact(rule, spot, "arn", (arn, &after.arn));
        found.fact(rule, spot, "tags", (tags, &after.tags));
        found.fact(rule, spot, "ignoreCase", (ignore_case, &after.ignore_case));
        found.fact(rule, spot, "refers", (refers, &after.refers));
        found.fact(rule, spot, "transitions", (transitions, &after.transitions));
        found.fact(rule, spot, "most", (most, &after.most));
        found.fact(rule, spot, "initial", (initial, &after.initial));
        found.fact(rule, spot, "created", (created, &after.created));
        found.fact(rule, spot, "modified", (modified, &after.modified));
        found.words(spot, (docs, &after.docs), (&None, &None));
    }
}
