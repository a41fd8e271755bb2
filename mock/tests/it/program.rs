//! The program: what stops its start.

use std::{error::Error, fs, path::PathBuf, process::Command};

/// What the program says when it is started with this seed. It never listens: each of these seeds is wrong.
fn refused(name: &str, seed: &str) -> Result<String, Box<dyn Error>> {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&file, seed)?;
    let program = env!("CARGO_BIN_EXE_shapewright-mock");
    let output = Command::new(program)
        .args(["--listen", "127.0.0.1:0", "--seed"])
        .arg(&file)
        .output()?;
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    let said = String::from_utf8(output.stderr)?;
    let said = said.strip_prefix(&format!("error: {}: ", file.display()));
    Ok(said.ok_or("no file is named")?.to_owned())
}

#[test]
fn a_seed_with_a_mistake_stops_the_start() -> Result<(), Box<dyn Error>> {
    assert_eq!(
        refused("unknown.json", r#"{"macie2": {"Member": []}, "ses": {}}"#)?,
        "the seed was refused and nothing has changed\n  \
         /macie2/Member: got \"Member\", must be a collection of macie2; did you mean \"Members\"?\n  \
         /ses: got \"ses\", must be a service of this mock: macie2, sesv2, workmail, accounts\n"
    );
    assert_eq!(
        refused("cut.json", r#"{"macie2": "#)?.lines().count(),
        2,
        "one line says where the text ends"
    );
    Ok(())
}
