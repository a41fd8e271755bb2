//! The services that suites are of.

use crate::failure::Failure;
use shapewright_import::{self as import, Input, Options};
use shapewright_ir::{Ir, load};
use shapewright_spec::{
    diagnostic::{Diagnostics, Severity},
    parse::Source,
};

/// The protocols that there are codecs for.
pub(super) const PROTOCOLS: [&str; 4] = ["awsJson1_0", "awsJson1_1", "restJson1", "rpcv2Cbor"];

/// A test service: its name in the cases, and what is generated of it.
pub(super) struct Suite {
    pub(super) name: String,
    pub(super) ir: Ir,
}

/// What is generated of imported models, without event streams.
pub(super) fn imported_ir(from: &str, models: &[Input]) -> Result<Ir, Failure> {
    let mut sink = Diagnostics::new();
    let options = Options {
        without_event_streams: true,
        ..Options::default()
    };
    let ir = import::import(models, &options, &mut sink).and_then(|imported| {
        let source = Source::new(format!("specs/{}.json", imported.spec.service.name), imported.text);
        load(&source, &mut sink)
    });
    checked(ir, &sink, from)
}

/// The representation, or why there is none.
pub(super) fn checked(ir: Option<Ir>, sink: &Diagnostics, from: &str) -> Result<Ir, Failure> {
    ir.ok_or_else(|| {
        let errors = sink.iter().filter(|found| found.severity == Severity::Error);
        let said: Vec<String> = errors.map(ToString::to_string).collect();
        Failure::new(format!("{}\nerror: {from} gives no crates", said.join("\n")))
    })
}
