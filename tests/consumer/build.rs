//! Generates the crates of two services as modules.

fn main() {
    shapewright_codegen::build::Builder::new("specs/weather.json").run();
    shapewright_codegen::build::Builder::new("specs/findings.json").run();
}
