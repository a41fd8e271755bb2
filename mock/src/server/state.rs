//! The file that the state is kept in between two runs. It is replaced as a whole, never written into.

use shapewright_server::{Mock, Snapshot};
use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
    process,
};

/// The file of the state.
#[derive(Debug, Clone)]
pub struct StateFile(PathBuf);

impl StateFile {
    /// The file at this path, which need not be there. That it can be written is found out now, not at the end.
    pub fn new(path: PathBuf) -> Result<Self, String> {
        let file = Self(path);
        let attempt = file.beside();
        File::create(&attempt)
            .and_then(|_| fs::remove_file(&attempt))
            .map_err(|error| file.unwritten(&error))?;
        Ok(file)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Puts the state of the file into a mock. Returns whether the file is there.
    pub fn load(&self, mock: &Mock) -> Result<bool, String> {
        let shown = self.0.display();
        let text = match fs::read_to_string(&self.0) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(format!("cannot read the state in {shown}: {error}")),
        };
        let loaded = Snapshot::from_json(&text).and_then(|snapshot| mock.restore(&snapshot));
        loaded.map(|()| true).map_err(|error| {
            format!(
                "cannot load {shown}: {error}\nIt was left as it is: repair it, move it away, or name another file."
            )
        })
    }

    /// Writes the state of a mock: beside the file first, then in its place.
    pub fn write(&self, mock: &Mock) -> Result<(), String> {
        let text = mock.snapshot().to_json();
        let new = self.beside();
        let written = whole(&new, text.as_bytes()).and_then(|()| fs::rename(&new, &self.0));
        written.map_err(|error| {
            // What is left of it is of no use, and the error is reported.
            let _ = fs::remove_file(&new);
            self.unwritten(&error)
        })
    }

    /// A file in the same folder, so that it can be moved.
    fn beside(&self) -> PathBuf {
        let mut name = self.0.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.new", process::id()));
        self.0.with_file_name(name)
    }

    fn unwritten(&self, error: &io::Error) -> String {
        format!("cannot write the state to {}: {error}", self.0.display())
    }
}

fn whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
