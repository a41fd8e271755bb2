//! The partitions of AWS: groups of regions with a DNS suffix of their own.
//!
//! The facts are those of botocore's `partitions.json` (version 1.44). All partitions have FIPS and dual-stack names.

/// A group of regions.
#[derive(Debug)]
pub(crate) struct Partition {
    /// The id, for instance `aws-us-gov`.
    pub(crate) id: &'static str,
    /// What regions start with, before their direction and number. None for the partition that all others belong to.
    starts: &'static str,
    /// What a host name ends with.
    pub(crate) suffix: &'static str,
    /// What a host name ends with that has addresses of both IP versions.
    pub(crate) dual_stack_suffix: &'static str,
}

const fn partition(
    id: &'static str,
    starts: &'static str,
    suffix: &'static str,
    dual_stack_suffix: &'static str,
) -> Partition {
    Partition {
        id,
        starts,
        suffix,
        dual_stack_suffix,
    }
}

static AWS: Partition = partition("aws", "", "amazonaws.com", "api.aws");

static OTHERS: [Partition; 7] = [
    partition("aws-cn", "cn-", "amazonaws.com.cn", "api.amazonwebservices.com.cn"),
    partition("aws-us-gov", "us-gov-", "amazonaws.com", "api.aws"),
    partition("aws-iso", "us-iso-", "c2s.ic.gov", "api.aws.ic.gov"),
    partition("aws-iso-b", "us-isob-", "sc2s.sgov.gov", "api.aws.scloud"),
    partition("aws-iso-e", "eu-isoe-", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"),
    partition("aws-iso-f", "us-isof-", "csp.hci.ic.gov", "api.aws.hci.ic.gov"),
    partition("aws-eusc", "eusc-de-", "amazonaws.eu", "api.amazonwebservices.eu"),
];

/// The partition of a region. A region that no partition knows belongs to `aws`, so that new regions need no release.
pub(crate) fn of(region: &str) -> &'static Partition {
    OTHERS.iter().find(|partition| partition.has(region)).unwrap_or(&AWS)
}

impl Partition {
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
            assert_eq!(of(region).id, expect, "{region}");
        }
    }
}
