//! The options of the program.

use super::sources::Sources;
use clap::{Parser, ValueEnum};
use std::{net::SocketAddr, path::PathBuf};

/// Serves mocks of AWS services on one port, for any client that takes an endpoint URL.
///
/// State is kept in memory, apart for each account and region. A request names its account with an access key of twelve
/// digits. `http://ADDRESS/_mock/` is the admin interface.
#[derive(Debug, Parser)]
#[command(name = "shapewright-mock", version, max_term_width = 100)]
pub struct Options {
    /// The address to listen on. Port 0 takes a free one, which the first line on stdout tells.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:4599")]
    pub listen: SocketAddr,
    /// The services to serve.
    #[command(flatten)]
    pub sources: Sources,

    /// Put the records of this JSON file in at the start, unless there is state to load, and after each reset. A seed
    /// with a mistake stops the start.
    #[arg(long, value_name = "FILE", help_heading = "Records")]
    pub seed: Option<PathBuf>,
    /// Load the state from this file at the start, where it is there, and write it at the end and at `POST
    /// /_mock/state`. A file that cannot be loaded stops the start, and stays as it is.
    #[arg(long, value_name = "FILE", help_heading = "Records")]
    pub state: Option<PathBuf>,

    /// Refuse requests as AWS does that are not signed, or not with one of the keys, or too long ago.
    #[arg(long, help_heading = "Signatures")]
    pub verify_signatures: bool,
    /// A key to verify with; may be given more than once. Other programs can see it in the list of processes.
    #[arg(
        long,
        value_name = "ID:SECRET[:TOKEN]",
        requires = "verify_signatures",
        help_heading = "Signatures"
    )]
    pub key: Vec<String>,
    /// A file with a key on each line, in the same form. Empty lines and those with `#` are passed over.
    #[arg(
        long,
        value_name = "FILE",
        requires = "verify_signatures",
        help_heading = "Signatures"
    )]
    pub keys: Option<PathBuf>,

    /// How many milliseconds the response to every request is delayed.
    #[arg(long, value_name = "MS", default_value_t = 0, help_heading = "Responses")]
    pub latency: u64,
    /// The most bytes that the body of a request may have.
    #[arg(long, value_name = "BYTES", default_value_t = 10 << 20, help_heading = "Responses")]
    pub body_limit: usize,
    /// Write a line for each request on stderr.
    #[arg(long, value_name = "FORMAT", help_heading = "Responses")]
    pub log: Option<Format>,

    /// Another host name, besides `localhost` and IP addresses, that requests for `/_mock/` may be for.
    #[arg(long, value_name = "NAME", value_delimiter = ',', help_heading = "Admin interface")]
    pub admin_host: Vec<String>,
    /// Leave the admin interface out.
    #[arg(long, conflicts_with = "admin_host", help_heading = "Admin interface")]
    pub no_admin: bool,
}

/// The form of the log.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Format {
    /// Values with spaces between.
    Text,
    /// A JSON object.
    Json,
}
