//! What is inferred holds to the same rules as what people write: a resource that `check` refuses is taken out again.

use super::draft::Misfits;
use shapewright_spec::check;
use shapewright_spec::diagnostic::{Diagnostics, Severity};
use shapewright_spec::{Spec, Tagging, parse::Parsed};

/// The description without the resources that `check` refuses.
pub(super) fn proven(mut spec: Spec, misfits: &mut Misfits) -> Spec {
    // Each round takes one out at least, so this ends.
    loop {
        let mut sink = Diagnostics::new();
        let parsed = Parsed::without_text(spec);
        check::check(&parsed, &mut sink);
        spec = parsed.spec;
        let errors = || sink.iter().filter(|found| found.severity == Severity::Error);
        let mut on_tags = errors().filter(|found| found.location.pointer.starts_with("/tagging"));
        let wrong = on_tags
            .next()
            .map(|found| format!("`{}`: {}", found.code, found.message));
        let has_tagged = spec.resources.values().any(|resource| resource.tags.is_some());
        let is_idle = spec.tagging.is_some() && !has_tagged;
        let why = wrong.or_else(|| is_idle.then(|| "no record that is kept has tags".to_owned()));
        if let Some(why) = why {
            remove_tagging(&mut spec, &why, misfits);
            continue;
        }
        let refused: Vec<(String, String)> = errors()
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

/// Takes out the operations on tags.
fn remove_tagging(spec: &mut Spec, why: &str, misfits: &mut Misfits) {
    for (_, tagged) in spec.tagging.take().iter().flat_map(Tagging::operations) {
        misfits.insert(tagged.operation.clone(), why.to_owned());
    }
    for resource in spec.resources.values_mut() {
        if let Some(tags) = resource.tags.take() {
            resource.members.shift_remove(&tags);
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
