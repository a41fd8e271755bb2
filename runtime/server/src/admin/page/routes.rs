//! The paths of the page.

use super::{
    super::route::Route,
    forms,
    layout::{show, text, to},
};
use http::Method;

/// What the page needs; its forms respond with the page.
pub(in crate::admin) const ROUTES: &[Route] = &[
    Route {
        path: "",
        methods: &[(Method::GET, |_| Ok(to("/_mock/")))],
    },
    Route {
        path: "/",
        methods: &[(Method::GET, show)],
    },
    Route {
        path: "/page/style.css",
        methods: &[(Method::GET, |_| {
            Ok(text("text/css; charset=utf-8", include_str!("style.css")))
        })],
    },
    Route {
        path: "/page/script.js",
        methods: &[(Method::GET, |_| {
            Ok(text("text/javascript; charset=utf-8", include_str!("script.js")))
        })],
    },
    Route {
        path: "/page/icon.svg",
        methods: &[(Method::GET, |_| Ok(text("image/svg+xml", include_str!("icon.svg"))))],
    },
    Route {
        path: "/page/reset",
        methods: &[(Method::POST, forms::reset)],
    },
    Route {
        path: "/page/requests",
        methods: &[(Method::POST, forms::forget)],
    },
    Route {
        path: "/page/faults",
        methods: &[(Method::POST, forms::fault)],
    },
    Route {
        path: "/page/faults/remove",
        methods: &[(Method::POST, forms::remove_fault)],
    },
    Route {
        path: "/page/clock",
        methods: &[(Method::POST, forms::clock)],
    },
];
