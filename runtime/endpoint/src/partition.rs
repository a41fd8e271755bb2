//! The partitions of AWS: groups of regions with a DNS suffix of their own.
//!
//! The facts are those of botocore's `partitions.json` (version 1.44). All partitions have FIPS and dual-stack names.

/// A group of regions.
#[derive(Debug, PartialEq, Eq)]
pub struct Partition {
    /// The id, for instance `aws-us-gov`.
    pub id: &'static str,
    /// What regions start with, before their direction and number. Nothing for the partition that all others belong to.
    pub starts: &'static str,
    /// The region of services that have one address in the partition.
    pub global_region: &'static str,
    /// What a host name ends with.
    pub suffix: &'static str,
    /// What a host name ends with that has addresses of both IP versions.
    pub dual_stack_suffix: &'static str,
}

const fn new(
    id: &'static str,
    starts: &'static str,
    global_region: &'static str,
    suffix: &'static str,
    dual_stack_suffix: &'static str,
) -> Partition {
    Partition {
        id,
        starts,
        global_region,
        suffix,
        dual_stack_suffix,
    }
}

static AWS: Partition = new("aws", "", "us-east-1", "amazonaws.com", "api.aws");

static OTHERS: [Partition; 7] = [
    new(
        "aws-cn",
        "cn-",
        "cn-northwest-1",
        "amazonaws.com.cn",
        "api.amazonwebservices.com.cn",
    ),
    new("aws-us-gov", "us-gov-", "us-gov-west-1", "amazonaws.com", "api.aws"),
    new("aws-iso", "us-iso-", "us-iso-east-1", "c2s.ic.gov", "api.aws.ic.gov"),
    new(
        "aws-iso-b",
        "us-isob-",
        "us-isob-east-1",
        "sc2s.sgov.gov",
        "api.aws.scloud",
    ),
    new(
        "aws-iso-e",
        "eu-isoe-",
        "eu-isoe-west-1",
        "cloud.adc-e.uk",
        "api.cloud-aws.adc-e.uk",
    ),
    new(
        "aws-iso-f",
        "us-isof-",
        "us-isof-south-1",
        "csp.hci.ic.gov",
        "api.aws.hci.ic.gov",
    ),
    new(
        "aws-eusc",
        "eusc-de-",
        "eusc-de-east-1",
        "amazonaws.eu",
        "api.amazonwebservices.eu",
    ),
];

/// The partition of a region. A region that no partition knows belongs to `aws`, so that new regions need no release.
pub fn partition(region: &str) -> &'static Partition {
    OTHERS.iter().find(|partition| partition.has(region)).unwrap_or(&AWS)
}

/// All partitions.
pub fn partitions() -> impl Iterator<Item = &'static Partition> {
    std::iter::once(&AWS).chain(&OTHERS)
}

impl Partition {
    /// What a host name ends with, of both IP versions or not.
    pub fn suffix(&self, dual_stack: bool) -> &'static str {
        if dual_stack {
            self.dual_stack_suffix
        } else {
            self.suffix
        }
    }

    /// Whether the region is `<start><direction>-<number>`, or the partition's name for no region in particular.
    fn has(&self, region: &str) -> bool {
        if region.strip_prefix(self.id) == Some("-global") {
            return true;
        }
        let Some((direction, number)) = region.strip_prefix(self.starts).and_then(|rest| rest.split_once('-')) else {
            return false;
        };
        !direction.is_empty() && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_have_partitions() {
        for (region, expect) in [
            ("eu-west-1", "aws"),
            ("il-central-1", "aws"),
            ("aws-global", "aws"),
            ("xx-new-7", "aws"),
            ("us-gov-1", "aws"),
            ("cn-northwest-1", "aws-cn"),
            ("aws-cn-global", "aws-cn"),
            ("us-gov-west-1", "aws-us-gov"),
            ("us-iso-west-1", "aws-iso"),
            ("us-isob-east-1", "aws-iso-b"),
            ("aws-iso-b-global", "aws-iso-b"),
            ("eu-isoe-west-1", "aws-iso-e"),
            ("us-isof-south-1", "aws-iso-f"),
            ("eusc-de-east-1", "aws-eusc"),
        ] {
            assert_eq!(partition(region).id, expect, "{region}");
        }
    }
}
