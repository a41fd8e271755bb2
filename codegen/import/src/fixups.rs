//! Known faults of published models, each with its reason. Where a fix-up no longer finds its fault the model was repaired: users
//! are warned and get the description; `cargo xtask catalog check` fails, so that the fix-up goes.

use super::notes::Notes;
use shapewright_spec::Spec;
use shapewright_spec::diagnostic::Code;

/// A fault, and what repairs it.
struct Fixup {
    /// The service's id.
    service: &'static str,
    /// The version of the API. Another version is another model.
    version: &'static str,
    /// What is wrong, and how the right thing is known.
    reason: &'static str,
    /// Mends it. Says whether the fault was there.
    repair: fn(&mut Spec) -> bool,
}

/// The faults of botocore's files.
const BOTOCORE: [Fixup; 2] = [
    Fixup {
        service: "Budgets",
        version: "2016-10-20",
        reason: "the pages of `DescribeBudgetPerformanceHistory` are said to be of a structure; the list in it is what goes on \
                 from page to page",
        repair: |spec| {
            let list = "BudgetPerformanceHistory.BudgetedAndActualAmountsList";
            items(
                spec,
                "DescribeBudgetPerformanceHistory",
                "BudgetPerformanceHistory",
                list,
            )
        },
    },
    Fixup {
        service: "DevOps Guru",
        version: "2020-12-01",
        reason: "the pages of `ListAnomalousLogGroups` are said to be of an id first; the groups are its only list",
        repair: |spec| items(spec, "ListAnomalousLogGroups", "InsightId", "AnomalousLogGroups"),
    },
];

/// Mends what is known to be wrong in a model of botocore.
pub(super) fn botocore(spec: &mut Spec, notes: &mut Notes) {
    for fixup in &BOTOCORE {
        if spec.service.id != fixup.service || spec.service.version != fixup.version {
            continue;
        }
        if (fixup.repair)(spec) {
            notes.changed("", "a fault of the model is repaired", fixup.reason);
        } else {
            let message = "a fault that used to be in this model is not there any more";
            let help = format!(
                "nothing has to be done; the importer needs its fix-up no longer: {}",
                fixup.reason
            );
            notes.problem(Code::ImportStaleFixup, "", message, help);
        }
    }
}

/// Corrects which member holds the items of a page.
fn items(spec: &mut Spec, operation: &str, wrong: &str, right: &str) -> bool {
    let operation = spec.operations.get_mut(operation);
    let Some(items) = operation.and_then(|operation| operation.paginated.as_mut()?.items.as_mut()) else {
        return false;
    };
    let is_wrong = items == wrong;
    if is_wrong {
        right.clone_into(items);
    }
    is_wrong
}
