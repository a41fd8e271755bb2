//! What is inferred holds to the same rules as what people write: a resource that `check` refuses is taken out again.

use super::draft::Misfits;
use crate::check;
use crate::diagnostic::{Diagnostics, Severity};
use crate::spec::{Spec, parse::Parsed};

/// The description without the resources that `check` refuses.
pub(super) fn proven(mut spec: Spec, misfits: &mut Misfits) -> Spec {
    // Each round takes one out at least, so this ends.
    loop {
        let mut sink = Diagnostics::new();
        let parsed = Parsed::without_text(spec);
        check::check(&parsed, &mut sink);
        spec = parsed.spec;
        let errors = sink.iter().filter(|found| found.severity == Severity::Error);
        let refused: Vec<(String, String)> = errors
            .filter_map(|found| {
                let name = found.location.pointer.strip_prefix("/resources/")?.split('/').next()?;
                Some((name.to_owned(), format!("`{}`: {}", found.code, found.message)))
            })
            .collect();
        let mut is_less = false;
        for (name, why) in refused {
            is_less |= remove(&mut spec, &name, &why, misfits);
        }
        if !is_less {
            return spec;
        }
    }
}

/// Takes a resource out, and all that live under it. Says whether it was there.
fn remove(spec: &mut Spec, name: &str, why: &str, misfits: &mut Misfits) -> bool {
    let Some(resource) = spec.resources.shift_remove(name) else {
        return false;
    };
    misfits.extend(
        resource
            .operations()
            .map(|operation| (operation.to_owned(), why.to_owned())),
    );
    let is_under = |other: &&String| spec.resources[other.as_str()].parent.as_deref() == Some(name);
    let under: Vec<String> = spec.resources.keys().filter(is_under).cloned().collect();
    for other in under {
        remove(spec, &other, why, misfits);
    }
    true
}
