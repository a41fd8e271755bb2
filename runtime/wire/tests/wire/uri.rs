//! URI templates.

use shapewright_wire::uri::{Template, fill};
use std::convert::Infallible;

fn labels(template: &'static str, path: &str) -> Option<String> {
    let found = Template::parse(template).unwrap().match_path(path)?;
    Some(found.iter().map(|(name, value)| format!("{name}={value};")).collect())
}

#[test]
fn matching() {
    let cases = [
        ("/", "/", Some("")),
        ("/", "", None),
        ("/a/{b}", "/a/x", Some("b=x;")),
        ("/a/{b}", "/a/x/", None),
        ("/a/{b}/", "/a/x/", Some("b=x;")),
        ("/a/{b}", "/a/", Some("b=;")),
        ("/a", "/a/", None),
        ("/a/{b}", "/a/arn%3Aaws%2Fx%20y", Some("b=arn:aws/x y;")),
        ("/a/{b+}", "/a/x/y%2Fz/", Some("b=x/y/z/;")),
        ("/a/{b+}", "/a", None),
        ("/a/{b+}/end", "/a/x/end/y/end", Some("b=x/end/y;")),
        ("/a/{b+}/end", "/a/end", None),
        ("/{a}/{b+}/c/{d}", "/1/2/3/c/4", Some("a=1;b=2/3;d=4;")),
        ("/a b/{c}", "/a%20b/x", Some("c=x;")),
        ("/(a+)+/{b}", "/(a+)+/x", Some("b=x;")),
        ("/a/{b}", "/a/%ff%zz", Some("b=\u{fffd}%zz;")),
        ("/a/{b}?x=1", "/a/2", Some("b=2;")),
        ("/%7Bx%7D/{b}", "/%7Bx%7D/1", Some("b=1;")),
        ("/%7Bx%7D/{b}", "/%7bx%7d/1", Some("b=1;")),
        ("/%7Bx%7D/{b}", "/{x}/1", Some("b=1;")),
        ("/%7Bx%7D/{b}", "/%257Bx%257D/1", None),
    ];
    for (template, path, expected) in cases {
        assert_eq!(labels(template, path).as_deref(), expected, "{template} {path}");
    }
}

#[test]
fn literal_queries() {
    let template = Template::parse("/a?mode=import&full").unwrap();
    assert_eq!(template.query(), [("mode", Some("import")), ("full", None)]);
    assert!(template.match_query(Some("x=1&full=&mode=import")));
    assert!(!template.match_query(Some("mode=import")));
    assert!(!template.match_query(Some("mode=export&full")));
    assert!(!template.match_query(None));
    assert!(Template::parse("/a").unwrap().match_query(None));

    let escaped = Template::parse("/a?q=%7Bx%7D&%24top=a+b").unwrap();
    for query in ["q=%7Bx%7D&%24top=a+b", "q=%7bx%7d&$top=a%20b", "$top=a+b&q={x}"] {
        assert!(escaped.match_query(Some(query)), "{query}");
    }
    for query in [
        "q=%257Bx%257D&%24top=a+b",
        "q=%7Bx%7D&%2524top=a+b",
        "q=%7Bx%7D&%24top=a%2Bb",
    ] {
        assert!(!escaped.match_query(Some(query)), "{query}");
    }
}

#[test]
fn routing_order() {
    let order = [
        "/a/b/c",
        "/a/b/{c}",
        "/a/b/{c+}",
        "/a/b",
        "/a/{b}/c?x",
        "/a/{b}/c",
        "/a/{b}",
        "/a/{b+}",
        "/a",
        "/{a}",
    ];
    let mut templates: Vec<_> = order
        .iter()
        .rev()
        .map(|uri| (Template::parse(uri).unwrap(), *uri))
        .collect();
    templates.sort_by(|left, right| left.0.specificity(&right.0));
    assert_eq!(templates.iter().map(|(_, uri)| *uri).collect::<Vec<_>>(), order);
}

#[test]
fn filling() {
    let uri = fill("/a/{b}/{c+}/d?x=y", |name| {
        Ok::<_, Infallible>(format!("{name} /%ä~._-"))
    });
    assert_eq!(uri.unwrap(), "/a/b%20%2F%25%C3%A4~._-/c%20/%25%C3%A4~._-/d?x=y");
    assert_eq!(fill("/", |_| Ok::<_, Infallible>(String::new())).unwrap(), "/");
    assert_eq!(fill("/a/", |_| Ok::<_, Infallible>(String::new())).unwrap(), "/a/");
}

#[test]
fn what_is_no_template() {
    let cases = [
        ("a", "the URI `a` does not start with a slash"),
        ("/{}", "the URI `/{}` has a label without a name"),
        ("/{+}", "the URI `/{+}` has a label without a name"),
        ("/x{a}", "the URI `/x{a}` has a label that is not all of its segment"),
        ("/{a}{b}", "the URI `/{a}{b}` has two labels in one segment"),
        ("/{a+}/{b+}", "the URI `/{a+}/{b+}` has more than one greedy label"),
    ];
    for (uri, error) in cases {
        assert_eq!(Template::parse(uri).unwrap_err().to_string(), error);
    }
}
