//! The names that boto3 gives to operations: botocore's `xform_name`.

/// Words that its rules would break apart, and words of which they make the right ones. botocore has a list of whole names
/// instead, with these in all of them.
const WORDS: &[(&str, &str)] = &[
    ("CachediSCSI", "CachedIscsi"),
    ("HITsFor", "HitsFor"),
    ("OAuth2Token", "Oauth2Token"),
    ("OTel", "Otel"),
    ("PartiQL", "Partiql"),
    ("StorediSCSI", "StoredIscsi"),
    ("WhatsApp", "Whatsapp"),
];

/// The method of a client that calls the operation of this name.
pub fn method(operation: &str) -> String {
    if operation.contains('_') {
        return operation.to_owned();
    }
    let words = WORDS.iter();
    let operation = words.fold(operation.to_owned(), |name, (word, right)| name.replace(word, right));
    // Capitals in the plural at the end, as in `ListARNs`, are one word.
    let stem = operation.strip_suffix('s').unwrap_or_default();
    let capitals = stem.len() - stem.trim_end_matches(|c: char| c.is_ascii_uppercase()).len();
    let name = match capitals {
        0 | 1 => operation,
        _ => {
            let (head, plural) = operation.split_at(stem.len() - capitals);
            format!("{head}_{}", plural.to_ascii_lowercase())
        }
    };
    end_words(&start_words(&name)).to_ascii_lowercase()
}

/// A word starts at a capital with small letters after it: `(.)([A-Z][a-z]+)`.
fn start_words(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let mut out = String::with_capacity(name.len() + 8);
    let mut place = 0;
    while let Some(c) = chars.get(place) {
        out.push(*c);
        place += 1;
        let starts = chars.get(place).is_some_and(char::is_ascii_uppercase)
            && chars.get(place + 1).is_some_and(char::is_ascii_lowercase);
        if *c != '\n' && starts {
            out.push('_');
            out.push(chars[place]);
            place += 1;
            while let Some(small) = chars.get(place).filter(|c| c.is_ascii_lowercase()) {
                out.push(*small);
                place += 1;
            }
        }
    }
    out
}

/// A word ends where a capital follows a small letter or digit: `([a-z0-9])([A-Z])`.
fn end_words(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 8);
    let mut before = None;
    for c in name.chars() {
        let ends = before.is_some_and(|before: char| before.is_ascii_lowercase() || before.is_ascii_digit());
        if ends && c.is_ascii_uppercase() {
            out.push('_');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_are_named_as_boto3_names_them() {
        for (operation, name) in [
            ("ListUsers", "list_users"),
            ("RegisterToWorkMail", "register_to_work_mail"),
            ("DescribeInboundDmarcSettings", "describe_inbound_dmarc_settings"),
            ("GetIPSet", "get_ip_set"),
            ("DescribeDBInstances", "describe_db_instances"),
            ("CreateS3Bucket2Copy", "create_s3_bucket2_copy"),
            ("ListSVMs", "list_svms"),
            ("DescribeVPCs", "describe_vpcs"),
            ("ExecutePartiQLBatch", "execute_partiql_batch"),
            ("ListHITs", "list_hits"),
            ("GetWhatsAppFlow", "get_whatsapp_flow"),
        ] {
            assert_eq!(method(operation), name);
        }
    }
}
