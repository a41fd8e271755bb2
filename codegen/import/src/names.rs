//! What crates are called.

/// What crates of a service are called, by the service's id: `directory-service`.
pub(crate) fn crate_prefix(id: &str) -> String {
    let mut name = String::with_capacity(id.len());
    for c in id.chars() {
        match c {
            c if c.is_ascii_alphanumeric() => name.push(c.to_ascii_lowercase()),
            _ if name.is_empty() || name.ends_with('-') => {}
            _ => name.push('-'),
        }
    }
    let name = name.trim_end_matches('-');
    match name.starts_with(|c: char| c.is_ascii_digit()) {
        true => format!("service-{name}"),
        false => name.to_owned(),
    }
}
