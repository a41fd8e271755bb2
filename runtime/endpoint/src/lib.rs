//! How the host names of services are made: one rule for all, facts of a service, and exceptions where these are not enough.
//!
//! It is a crate of its own because two sides go by it: clients, which send requests there, and the importer of models, which
//! looks where a service's own rules lead elsewhere and writes these exceptions down.
//!
//! This crate knows no service, and does not judge whether a region can stand in a host name.

mod partition;

pub use partition::{Partition, partition, partitions};

/// How a host name is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndpointFacts<'a> {
    /// The first label of the host name.
    pub prefix: &'a str,
    /// The label that stands between an endpoint id and the prefix, where the service has multi-region endpoints.
    pub multi_region: Option<&'a str>,
    /// There are only addresses of both IP versions.
    pub dual_stack_only: bool,
    /// Addresses that are made otherwise: the first whose conditions hold counts.
    pub exceptions: &'a [EndpointException<'a>],
}

/// An address that the one rule does not make, and when it counts. A condition that is `None` always holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndpointException<'a> {
    /// The partition of the region.
    pub partition: Option<&'a str>,
    /// The region.
    pub region: Option<&'a str>,
    /// Whether cryptography that FIPS 140 approves is asked for.
    pub fips: Option<bool>,
    /// Whether addresses of both IP versions are asked for.
    pub dual_stack: Option<bool>,
    /// The host name, in which [`PLACEHOLDERS`] are replaced. A path can follow, which then stands before all others.
    pub host: &'a str,
    /// The region that requests are signed for, where it is another one. Placeholders are replaced here too.
    pub signing_region: Option<&'a str>,
}

/// What is replaced in the host name of an exception:
///
/// - the region;
/// - the partition's region for services that have one address in it;
/// - `-fips` where FIPS is asked for, else nothing;
/// - the partition's suffix: by what is asked for, of IPv4 alone, of both IP versions.
pub const PLACEHOLDERS: [&str; 6] = [
    "{region}",
    "{globalRegion}",
    "{fips}",
    "{suffix}",
    "{plainSuffix}",
    "{dualStackSuffix}",
];

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked<'a> {
    /// The region.
    pub region: &'a str,
    /// Cryptography that FIPS 140 approves.
    pub fips: bool,
    /// Addresses of both IP versions.
    pub dual_stack: bool,
}

/// Where requests go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The host name, and a path where one follows it.
    pub host: String,
    /// The region that requests are signed for.
    pub signing_region: String,
}

impl<'a> EndpointFacts<'a> {
    /// The host name of most services: `<prefix>.<region>.<suffix>`.
    pub const fn of(prefix: &'a str) -> Self {
        Self {
            prefix,
            multi_region: None,
            dual_stack_only: false,
            exceptions: &[],
        }
    }

    /// Where requests go.
    pub fn address(&self, asked: Asked<'_>) -> Address {
        let partition = partition(asked.region);
        let exception = self
            .exceptions
            .iter()
            .find(|exception| exception.holds(partition, asked));
        match exception {
            Some(exception) => exception.address(self.dual_stack_only, asked),
            None => Address {
                host: format!(
                    "{}{}.{}.{}",
                    self.prefix,
                    fips(asked),
                    asked.region,
                    partition.suffix(asked.dual_stack || self.dual_stack_only)
                ),
                signing_region: asked.region.to_owned(),
            },
        }
    }
}

impl<'a> EndpointException<'a> {
    /// An address that always counts.
    pub const fn of(host: &'a str) -> Self {
        Self {
            partition: None,
            region: None,
            fips: None,
            dual_stack: None,
            host,
            signing_region: None,
        }
    }

    /// Whether its conditions hold.
    pub fn holds(&self, partition: &Partition, asked: Asked<'_>) -> bool {
        self.partition.is_none_or(|id| id == partition.id)
            && self.region.is_none_or(|region| region == asked.region)
            && self.fips.is_none_or(|fips| fips == asked.fips)
            && self.dual_stack.is_none_or(|dual_stack| dual_stack == asked.dual_stack)
    }

    /// The address, whether its conditions hold or not.
    pub fn address(&self, dual_stack_only: bool, asked: Asked<'_>) -> Address {
        let partition = partition(asked.region);
        let values = [
            asked.region,
            partition.global_region,
            fips(asked),
            partition.suffix(asked.dual_stack || dual_stack_only),
            partition.suffix,
            partition.dual_stack_suffix,
        ];
        let filled = |template: &str| {
            let pairs = PLACEHOLDERS.iter().zip(values);
            pairs.fold(template.to_owned(), |text, (name, value)| text.replace(name, value))
        };
        Address {
            host: filled(self.host),
            signing_region: self.signing_region.map_or_else(|| asked.region.to_owned(), filled),
        }
    }
}

fn fips(asked: Asked<'_>) -> &'static str {
    if asked.fips { "-fips" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Asked<'static> = Asked {
        region: "eu-west-1",
        fips: false,
        dual_stack: false,
    };

    fn host(facts: &EndpointFacts<'_>, asked: Asked<'_>) -> String {
        facts.address(asked).host
    }

    #[test]
    fn the_one_rule() {
        let facts = EndpointFacts::of("things");
        let (fips, dual_stack) = (
            Asked { fips: true, ..PLAIN },
            Asked {
                dual_stack: true,
                ..PLAIN
            },
        );
        assert_eq!(host(&facts, PLAIN), "things.eu-west-1.amazonaws.com");
        assert_eq!(host(&facts, fips), "things-fips.eu-west-1.amazonaws.com");
        assert_eq!(host(&facts, dual_stack), "things.eu-west-1.api.aws");
        assert_eq!(facts.address(PLAIN).signing_region, "eu-west-1");
        let only = EndpointFacts {
            dual_stack_only: true,
            ..facts
        };
        assert_eq!(host(&only, fips), "things-fips.eu-west-1.api.aws");
    }

    #[test]
    fn the_first_exception_that_holds_counts() {
        let exceptions = [
            EndpointException {
                region: Some("us-gov-west-1"),
                fips: Some(true),
                ..EndpointException::of("things.{region}.{suffix}")
            },
            EndpointException {
                partition: Some("aws-us-gov"),
                dual_stack: Some(false),
                ..EndpointException::of("gov{fips}.{plainSuffix}")
            },
            EndpointException {
                signing_region: Some("{globalRegion}"),
                ..EndpointException::of("things{fips}.{globalRegion}.{dualStackSuffix}")
            },
        ];
        let facts = EndpointFacts {
            exceptions: &exceptions,
            ..EndpointFacts::of("things")
        };
        for (region, fips, dual_stack, host, signing_region) in [
            (
                "us-gov-west-1",
                true,
                false,
                "things.us-gov-west-1.amazonaws.com",
                "us-gov-west-1",
            ),
            (
                "us-gov-west-1",
                true,
                true,
                "things.us-gov-west-1.api.aws",
                "us-gov-west-1",
            ),
            ("us-gov-east-1", true, false, "gov-fips.amazonaws.com", "us-gov-east-1"),
            (
                "us-gov-east-1",
                false,
                true,
                "things.us-gov-west-1.api.aws",
                "us-gov-west-1",
            ),
            ("eu-west-1", true, false, "things-fips.us-east-1.api.aws", "us-east-1"),
        ] {
            let address = facts.address(Asked {
                region,
                fips,
                dual_stack,
            });
            assert_eq!((&*address.host, &*address.signing_region), (host, signing_region));
        }
    }
}
