//! Generates the crates of four services as modules, and of a fifth those operations that are called.

fn main() {
    shapewright_codegen::build::Builder::new("specs/weather.json").run();
    shapewright_codegen::build::Builder::new("specs/findings.json").run();
    shapewright_codegen::build::Builder::new("specs/archive.json").run();
    shapewright_codegen::build::Builder::new("specs/depot.json").run();
    shapewright_codegen::build::Builder::new("../../specs/workmail.json")
        .operations(["CreateUser", "DescribeUser", "ListUsers"])
        .run();
}
