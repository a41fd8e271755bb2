//! The catalogue: descriptions of all services that botocore knows, in one file.
//!
//! [`write()`] makes the file, [`Catalog`] reads it. Each description is compressed on its own; an index in front says what is
//! known of each service without unpacking it. This crate knows nothing of what a description says.

use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use serde::{Deserialize, Serialize};
use std::{
    fmt,
    io::{self, Read, Write},
};

/// What the file starts with.
const MAGIC: &[u8] = b"shapewright-catalog 1\n";

/// The catalogue that is embedded.
static EMBEDDED: &[u8] = include_bytes!("../data/services.bin");

/// A catalogue.
#[derive(Debug)]
pub struct Catalog<'a> {
    index: Index,
    /// The compressed descriptions, one after the other.
    data: &'a [u8],
}

/// A file that is no catalogue.
#[derive(Debug)]
pub struct CatalogError(String);

impl fmt::Display for CatalogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the catalogue cannot be read: {}", self.0)
    }
}

impl std::error::Error for CatalogError {}

#[derive(Debug, Serialize, Deserialize)]
struct Index {
    origin: String,
    services: Vec<Listed>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Listed {
    #[serde(flatten)]
    service: CatalogService,
    /// Where its description is among the compressed ones.
    offset: usize,
    /// How many bytes the description has, compressed.
    length: usize,
}

/// What is known of a service without unpacking its description.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogService {
    /// The name: that of its crates, of botocore and of the AWS CLI.
    pub name: String,
    /// The service id: `Directory Service`.
    pub id: String,
    /// The API version.
    pub version: String,
    /// The protocols that it speaks, the preferred one first.
    pub protocols: Vec<String>,
    /// What stands before the dot in `X-Amz-Target`.
    pub target_prefix: String,
    /// The service name in the credential scope.
    pub signing_name: String,
    /// The first label of its host names.
    pub endpoint_prefix: String,
}

impl Catalog<'static> {
    /// The catalogue that is embedded in the program.
    ///
    /// # Errors
    /// When the file was not made by [`write()`].
    pub fn embedded() -> Result<Self, CatalogError> {
        Self::read(EMBEDDED)
    }
}

impl<'a> Catalog<'a> {
    /// Reads the index of a catalogue.
    ///
    /// # Errors
    /// When the bytes were not made by [`write()`].
    pub fn read(bytes: &'a [u8]) -> Result<Self, CatalogError> {
        let wrong = |what: &str| CatalogError(what.to_owned());
        let rest = bytes
            .strip_prefix(MAGIC)
            .ok_or_else(|| wrong("it is of another version"))?;
        let (length, rest) = rest.split_first_chunk().ok_or_else(|| wrong("it is cut off"))?;
        let length = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX);
        let (index, data) = rest.split_at_checked(length).ok_or_else(|| wrong("it is cut off"))?;
        let index: Index = serde_json::from_slice(&unpacked(index)?)
            .map_err(|error| wrong(&format!("its index is wrong: {error}")))?;
        for listed in &index.services {
            if listed
                .offset
                .checked_add(listed.length)
                .is_none_or(|end| end > data.len())
            {
                return Err(wrong(&format!("the description of {} is cut off", listed.service.name)));
            }
        }
        Ok(Self { index, data })
    }

    /// What the descriptions were made from: `botocore 1.43.11`.
    pub fn origin(&self) -> &str {
        &self.index.origin
    }

    /// The services, in the order of their names.
    pub fn services(&self) -> impl Iterator<Item = &CatalogService> {
        self.index.services.iter().map(|listed| &listed.service)
    }

    /// The description of the service with this name, as JSON text.
    ///
    /// # Errors
    /// When there is none of this name, or it was not made by [`write()`].
    pub fn description(&self, name: &str) -> Result<String, CatalogError> {
        let mut services = self.index.services.iter();
        let listed = services
            .find(|listed| listed.service.name == name)
            .ok_or_else(|| CatalogError(format!("it has no service {name}")))?;
        let packed = &self.data[listed.offset..listed.offset + listed.length];
        String::from_utf8(unpacked(packed)?).map_err(|error| CatalogError(format!("{name}: {error}")))
    }
}

fn unpacked(packed: &[u8]) -> Result<Vec<u8>, CatalogError> {
    let mut bytes = Vec::new();
    DeflateDecoder::new(packed)
        .read_to_end(&mut bytes)
        .map_err(|error| CatalogError(error.to_string()))?;
    Ok(bytes)
}

fn packed(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// Makes a catalogue of services and their descriptions. The same input gives the same bytes.
///
/// # Errors
/// When it is too large for its format.
pub fn write(origin: &str, services: &[(CatalogService, String)]) -> io::Result<Vec<u8>> {
    let mut services: Vec<&(CatalogService, String)> = services.iter().collect();
    services.sort_by(|(one, _), (other, _)| one.name.cmp(&other.name));
    let mut data = Vec::new();
    let mut listed = Vec::new();
    for (service, description) in services {
        let packed = packed(description.as_bytes())?;
        listed.push(Listed {
            service: service.clone(),
            offset: data.len(),
            length: packed.len(),
        });
        data.extend(packed);
    }
    let index = Index {
        origin: origin.to_owned(),
        services: listed,
    };
    let index = packed(&serde_json::to_vec(&index)?)?;
    let length = u32::try_from(index.len()).map_err(io::Error::other)?;
    let mut bytes = MAGIC.to_vec();
    bytes.extend(length.to_le_bytes());
    bytes.extend(index);
    bytes.extend(data);
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service(name: &str) -> CatalogService {
        CatalogService {
            name: name.to_owned(),
            id: name.to_owned(),
            version: "2026-01-01".to_owned(),
            protocols: vec!["restJson1".to_owned()],
            target_prefix: String::new(),
            signing_name: name.to_owned(),
            endpoint_prefix: name.to_owned(),
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let services = [
            (service("b"), "{\"b\": 1}".to_owned()),
            (service("a"), "{\"a\": 1}".repeat(1000)),
        ];
        let bytes = write("botocore 1", &services).unwrap();
        let catalog = Catalog::read(&bytes).unwrap();
        assert_eq!(catalog.origin(), "botocore 1");
        assert_eq!(
            catalog.services().map(|service| &*service.name).collect::<Vec<_>>(),
            ["a", "b"]
        );
        assert_eq!(catalog.description("a").unwrap(), services[1].1);
        assert_eq!(catalog.description("b").unwrap(), services[0].1);
        assert!(
            catalog
                .description("c")
                .unwrap_err()
                .to_string()
                .contains("no service c")
        );
        let [first, second] = services;
        assert_eq!(
            write("botocore 1", &[second, first]).unwrap(),
            bytes,
            "the order does not matter"
        );
    }

    #[test]
    fn what_was_not_written_so_is_an_error() {
        let bytes = write("botocore 1", &[(service("a"), "{}".to_owned())]).unwrap();
        for cut in 0..bytes.len() {
            assert!(Catalog::read(&bytes[..cut]).is_err(), "{cut}");
        }
        assert!(Catalog::read(b"shapewright-catalog 9\n").is_err());
    }

    #[test]
    fn the_embedded_catalogue_has_every_service() {
        let catalog = Catalog::embedded().unwrap();
        assert!(catalog.origin().starts_with("botocore "), "{}", catalog.origin());
        assert!(catalog.services().count() > 400);
        assert!(EMBEDDED.len() < 9 << 20, "a package may have 10 MB: {}", EMBEDDED.len());
        let description = catalog.description("iotfleetwise").unwrap();
        assert!(description.contains("CreateFleet") && !description.contains("\"docs\""));
    }
}
