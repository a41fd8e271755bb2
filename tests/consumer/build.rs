//! Generates the crates of three services as modules.

fn main() {
    shapewright_codegen::build::Builder::new("specs/weather.json").run();
    shapewright_codegen::build::Builder::new("specs/findings.json").run();
    shapewright_codegen::build::Builder::new("specs/archive.json").run();
}
