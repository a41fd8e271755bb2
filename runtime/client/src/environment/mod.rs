//! What the environment says: variables, and the profiles in `~/.aws`.

mod lookup;
mod profiles;
mod variables;

pub(crate) use lookup::{configured, endpoint_url, flag, region};
pub(crate) use profiles::{Profile, Profiles};
pub(crate) use variables::Environment;
