//! Operations by method and URI: a literal segment beats a label, a label beats a greedy one, and a literal query
//! beats none.

use shapewright_schema::Operation;
use shapewright_wire::uri::Template;
use std::collections::HashMap;

/// The operations of one service.
#[derive(Default)]
pub(super) struct RestRoutes {
    methods: HashMap<&'static str, Methods>,
}

/// The operations of one method. Each list has the more specific ones first.
#[derive(Default)]
struct Methods {
    all: Vec<(Template, usize)>,
    /// Places in `all`, by the first segment of the path where that is literal; those that start with a label are in
    /// each list.
    by_segment: HashMap<&'static str, Vec<usize>>,
    /// Places in `all` of those that start with a label.
    rest: Vec<usize>,
}

impl RestRoutes {
    pub(super) fn new(operations: &[&'static Operation]) -> Self {
        let mut methods: HashMap<&'static str, Methods> = HashMap::new();
        for (index, operation) in operations.iter().enumerate() {
            // The generator refuses URIs that cannot be parsed; one that is here all the same is never asked for.
            if let Ok(template) = Template::parse(operation.uri) {
                methods.entry(operation.method).or_default().all.push((template, index));
            }
        }
        for method in methods.values_mut() {
            method.sort(operations);
        }
        Self { methods }
    }

    /// The index of the operation and its labels.
    pub(super) fn find(
        &self,
        method: &str,
        path: &str,
        query: Option<&str>,
    ) -> Option<(usize, Vec<(&'static str, String)>)> {
        self.methods.get(method)?.find(path, query)
    }
}

impl Methods {
    fn sort(&mut self, operations: &[&'static Operation]) {
        self.all.sort_by(|(left, _), (right, _)| left.specificity(right));
        let firsts: Vec<&str> = self
            .all
            .iter()
            .map(|(_, index)| first_segment(operations[*index].uri))
            .collect();
        // An escaped literal can be written otherwise: it is asked for as a label is.
        let is_label = |first: &str| first.contains(['{', '%']);
        self.rest = (0..firsts.len()).filter(|place| is_label(firsts[*place])).collect();
        for first in firsts.iter().copied().filter(|first| !is_label(first)) {
            let places = (0..firsts.len()).filter(|place| firsts[*place] == first || is_label(firsts[*place]));
            self.by_segment.entry(first).or_insert_with(|| places.collect());
        }
    }

    fn find(&self, path: &str, query: Option<&str>) -> Option<(usize, Vec<(&'static str, String)>)> {
        let first = first_segment(path);
        let fits = |place: usize| {
            let (template, operation) = &self.all[place];
            let labels = template.match_path(path)?;
            template.match_query(query).then_some((*operation, labels))
        };
        if first.contains('%') {
            // An escaped literal is found by the template alone.
            return (0..self.all.len()).find_map(fits);
        }
        let places = self.by_segment.get(first).unwrap_or(&self.rest);
        places.iter().copied().find_map(fits)
    }
}

fn first_segment(uri: &str) -> &str {
    let path = uri.split('?').next().unwrap_or(uri);
    path.trim_start_matches('/').split('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::RestRoutes;
    use shapewright_schema::{Operation, RequestFacts, Schema};

    static EMPTY: Schema = Schema::structure("Empty", &[]);

    const fn get(name: &'static str, uri: &'static str) -> Operation {
        Operation {
            name,
            method: "GET",
            uri,
            status: 200,
            input: &EMPTY,
            output: &EMPTY,
            errors: &[],
            readonly: true,
            idempotent: false,
            pagination: None,
            request: RequestFacts::PLAIN,
        }
    }

    static OPERATIONS: [Operation; 4] = [
        get("Query", "/a?q=%7Bx%7D"),
        get("Plain", "/a"),
        get("Escaped", "/%24all/{label}"),
        get("Label", "/{first}/{label}"),
    ];

    #[test]
    fn escapes_of_literals_are_compared_decoded() {
        let operations: Vec<&'static Operation> = OPERATIONS.iter().collect();
        let routes = RestRoutes::new(&operations);
        for (path, query, expected) in [
            ("/a", Some("q=%7Bx%7D"), "Query"),
            ("/a", Some("q=%7bx%7d&b=c"), "Query"),
            ("/a", Some("q=%257Bx%257D"), "Plain"),
            ("/%24all/b", None, "Escaped"),
            ("/$all/b", None, "Escaped"),
            ("/%2524all/b", None, "Label"),
        ] {
            let found = routes.find("GET", path, query).map(|(index, _)| OPERATIONS[index].name);
            assert_eq!(found, Some(expected), "{path} {query:?}");
        }
    }
}
