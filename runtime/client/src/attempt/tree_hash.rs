//! The SHA-256 tree hash of a body, with the feature `tree-hash`: each mebibyte is hashed, then each pair of hashes as one,
//! until one is left.

use crate::errors::Failure;
use http::{HeaderMap, HeaderName, HeaderValue};
use shapewright_schema::Operation;
use shapewright_sigv4::{CONTENT_HASH, PayloadHasher};

/// Makes the tree hash and the plain hash of a body that comes in pieces.
pub(crate) struct TreeHasher {
    header: &'static str,
    plain: PayloadHasher,
    tree: tree::Hasher,
}

impl TreeHasher {
    /// For an operation whose requests carry a tree hash. `None` for any other.
    ///
    /// # Errors
    /// When the feature is off.
    pub(crate) fn of(operation: &'static Operation) -> Result<Option<Self>, Failure> {
        let Some(header) = operation.request.tree_hash else {
            return Ok(None);
        };
        Ok(Some(Self {
            header,
            plain: PayloadHasher::default(),
            tree: tree::Hasher::new(operation.name)?,
        }))
    }

    pub(crate) fn update(&mut self, piece: &[u8]) {
        self.plain.update(piece);
        self.tree.update(piece);
    }

    /// Puts both hashes into the headers. A tree hash that the caller gave stays. Gives the plain one.
    pub(crate) fn finish(self, headers: &mut HeaderMap) -> Result<String, Failure> {
        let value = |text: &str| {
            HeaderValue::try_from(text)
                .map_err(|error| Failure::construction("the hash of the body is no header value", error))
        };
        let hash = self.plain.finish();
        headers.insert(CONTENT_HASH, value(&hash)?);
        if !headers.contains_key(self.header) {
            let name = HeaderName::try_from(self.header)
                .map_err(|error| Failure::construction("the hash of the body has no header to go in", error))?;
            headers.insert(name, value(&self.tree.finish())?);
        }
        Ok(hash)
    }
}

#[cfg(feature = "tree-hash")]
mod tree {
    use crate::errors::Failure;
    use sha2::{Digest, Sha256};

    const CHUNK: usize = 1 << 20;

    #[derive(Default)]
    pub(super) struct Hasher {
        chunks: Vec<[u8; 32]>,
        chunk: Sha256,
        /// How many bytes of the last chunk there are.
        filled: usize,
    }

    impl Hasher {
        pub(super) fn new(_operation: &str) -> Result<Self, Failure> {
            Ok(Self::default())
        }

        pub(super) fn update(&mut self, mut piece: &[u8]) {
            while !piece.is_empty() {
                let (now, later) = piece.split_at(piece.len().min(CHUNK - self.filled));
                self.chunk.update(now);
                self.filled += now.len();
                if self.filled == CHUNK {
                    self.end_chunk();
                }
                piece = later;
            }
        }

        fn end_chunk(&mut self) {
            self.chunks.push(self.chunk.finalize_reset().into());
            self.filled = 0;
        }

        /// The hash in 64 lower-case hexadecimal digits.
        pub(super) fn finish(mut self) -> String {
            if self.filled > 0 || self.chunks.is_empty() {
                self.end_chunk();
            }
            let mut level = self.chunks;
            while level.len() > 1 {
                level = level.chunks(2).map(together).collect();
            }
            level.iter().flatten().map(|byte| format!("{byte:02x}")).collect()
        }
    }

    fn together(pair: &[[u8; 32]]) -> [u8; 32] {
        match pair {
            [one] => *one,
            _ => Sha256::digest(pair.concat()).into(),
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        /// By botocore's `calculate_tree_hash` of as many letters `a`.
        #[test]
        fn trees_of_any_size() {
            for (size, expect) in [
                (0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
                (1, "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"),
                (
                    CHUNK,
                    "9bc1b2a288b26af7257a36277ae3816a7d4f16e89c1e7e77d0a5c48bad62b360",
                ),
                (
                    CHUNK + 1,
                    "8dd49bbc6297567fac3852c2deddcdbc57358bc403c10d4f6dc64b143ad9b27b",
                ),
                (
                    3 * CHUNK,
                    "70239f4f2ead7561f69d48b956b547edef52a1280a93c262c0b582190be7db17",
                ),
                (
                    5 * CHUNK + 7,
                    "b858f8d4da2746113616921f1046c2a930c7a1964323214ca3e088f695624094",
                ),
            ] {
                let body = vec![b'a'; size];
                for piece in [1 << 16, 999_999, size.max(1)] {
                    let mut hasher = Hasher::default();
                    body.chunks(piece).for_each(|piece| hasher.update(piece));
                    assert_eq!(hasher.finish(), expect, "{size} in pieces of {piece}");
                }
            }
        }
    }
}

#[cfg(not(feature = "tree-hash"))]
mod tree {
    use crate::errors::Failure;

    /// There is none without the feature.
    pub(super) enum Hasher {}

    impl Hasher {
        pub(super) fn new(operation: &str) -> Result<Self, Failure> {
            let why = format!(
                "{operation} wants a tree hash of its body: switch on the feature `tree-hash` of shapewright-client"
            );
            Err(Failure::construction("the request could not be written", why))
        }

        pub(super) fn update(&mut self, _piece: &[u8]) {
            match *self {}
        }

        pub(super) fn finish(self) -> String {
            match self {}
        }
    }
}
