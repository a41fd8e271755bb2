//! Generates the crates of two services as modules, and of a third those operations that are called.

fn main() {
    shapewright_codegen::build::Builder::new("specs/weather.json").run();
    shapewright_codegen::build::Builder::new("specs/findings.json").run();
    shapewright_codegen::build::Builder::new("../../specs/workmail.json")
        .operations(["CreateUser", "DescribeUser", "ListUsers"])
        .run();
}
