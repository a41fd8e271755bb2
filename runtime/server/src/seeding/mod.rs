//! Seeds: records that no request made.
//!
//! A seed document names service, then collection, then records in the description's member names; `read` checks it as
//! requests are checked, `apply` puts all of its records in or none.

mod apply;
mod error;
mod read;

pub use error::{SeedError, SeedProblem};

use crate::{Mock, Place, Seeded};
use read::Reader;
use shapewright_schema::{Document, Structure};
use shapewright_wire::json::parse_written_document;
use std::collections::BTreeMap;

impl Mock {
    /// Puts the records of a seed document in, all of them or, where one cannot be, none:
    /// `{"library": {"Shelves": [{"ShelfId": "s-1", "Name": "Poetry"}]}}`.
    ///
    /// They go to account `000000000000` in `us-east-1`; those under `"accounts": {"123456789012": {"eu-west-1": {..}}}`
    /// go there. Returns the records with their identifiers.
    ///
    /// # Errors
    /// When the text is no JSON, names what is not there, holds values that the description does not allow, or records
    /// for which the state has no room. The error tells all that is wrong, and nothing has changed.
    pub fn seed(&self, json: &str) -> Result<Vec<Seeded>, SeedError> {
        self.seed_at(&Place::default(), json)
    }

    /// As [`Mock::seed`], for another account and region.
    ///
    /// # Errors
    /// As there.
    pub fn seed_at(&self, place: &Place, json: &str) -> Result<Vec<Seeded>, SeedError> {
        let document = parse_written_document(json.as_bytes()).map_err(|error| {
            let got = format!("text that is none: {error}");
            SeedError::new(vec![SeedProblem::new("", got, "be JSON")])
        })?;
        self.seed_document(place, &document)
    }

    /// As [`Mock::seed_at`], with the document read already.
    ///
    /// # Errors
    /// As there.
    pub fn seed_document(&self, place: &Place, document: &Document) -> Result<Vec<Seeded>, SeedError> {
        let mut reader = Reader::new(self);
        reader.root(place, document);
        apply::apply(self, reader.finish()?)
    }

    /// Seeds the records of one collection: what the methods of generated mocks do.
    ///
    /// # Errors
    /// As [`Mock::seed`].
    pub fn seed_records<R: Structure>(
        &self,
        place: &Place,
        service: &str,
        collection: &str,
        records: impl IntoIterator<Item = R>,
    ) -> Result<Vec<Seeded>, SeedError> {
        let mut records: Vec<Document> = records
            .into_iter()
            .map(|record| Document::Map(Document::fields_of(&record)))
            .collect();
        let records = match (records.len(), self.is_single(service, collection)) {
            (1, true) => records.remove(0),
            _ => Document::List(records),
        };
        let within = |name: &str, document| Document::Map(BTreeMap::from([(name.to_owned(), document)]));
        self.seed_document(place, &within(service, within(collection, records)))
    }
}
