//! Generates the crates of the weather service as modules.

fn main() {
    shapewright_codegen::build::Builder::new("specs/weather.json").run();
}
