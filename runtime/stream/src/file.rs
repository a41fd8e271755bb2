//! From and to files.

use crate::{ByteStream, StreamError, StreamErrorKind, reader::FromReader};
use bytes::Bytes;
use http_body::{Body, Frame};
use std::{
    io,
    path::{Path, PathBuf},
    pin::Pin,
    task::{Context, Poll, ready},
};
use tokio::{fs::File, io::AsyncWrite};

impl ByteStream {
    /// A file, which is opened when it is read, anew each time. Its length is the one that it has now.
    ///
    /// # Errors
    /// When there is no such file, or it is a folder or a device, whose length nobody knows.
    pub async fn from_path(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref().to_owned();
        let metadata = tokio::fs::metadata(&path).await.map_err(|error| named(&path, &error))?;
        if !metadata.is_file() {
            let why = "it is no regular file; open it, and read it with `ByteStream::from_reader`";
            return Err(named(&path, &io::Error::new(io::ErrorKind::InvalidInput, why)));
        }
        let make = move || Self::once(Opening::new(path.clone()), None);
        Ok(Self::replayable(make).with_length(metadata.len()))
    }

    /// Writes all of it to a file, in place of what is there, and gives the number of bytes.
    ///
    /// # Errors
    /// When it cannot be read to its end, or the file cannot be written. What had come by then is in the file.
    pub async fn write_to_path(mut self, path: impl AsRef<Path>) -> Result<u64, StreamError> {
        let path = path.as_ref();
        let failed = |error: io::Error| StreamError::of_source(named(path, &error));
        let mut file = File::create(path).await.map_err(failed)?;
        let mut length = 0;
        while let Some(chunk) = self.next().await {
            let chunk = chunk?;
            let mut rest = &chunk[..];
            while !rest.is_empty() {
                let written = std::future::poll_fn(|task| Pin::new(&mut file).poll_write(task, rest)).await;
                rest = &rest[written.map_err(failed)?..];
            }
            length += chunk.len() as u64;
        }
        let flushed = std::future::poll_fn(|task| Pin::new(&mut file).poll_flush(task)).await;
        flushed.map_err(failed)?;
        Ok(length)
    }
}

fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

/// A file that is opened when it is read for the first time.
enum Opening {
    Path(PathBuf),
    Opened(Pin<Box<dyn Future<Output = io::Result<File>> + Send>>),
    Reading(FromReader<File>),
}

impl Opening {
    fn new(path: PathBuf) -> Self {
        Self::Path(path)
    }
}

impl Body for Opening {
    type Data = Bytes;
    type Error = StreamError;

    fn poll_frame(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, StreamError>>> {
        loop {
            *self = match &mut *self {
                Self::Path(path) => {
                    let path = std::mem::take(path);
                    Self::Opened(Box::pin(async move {
                        File::open(&path).await.map_err(|error| named(&path, &error))
                    }))
                }
                Self::Opened(file) => match ready!(file.as_mut().poll(task)) {
                    Ok(file) => Self::Reading(FromReader::new(file)),
                    Err(error) => {
                        let message = format!("the file cannot be read: {error}");
                        let error = StreamError::new(StreamErrorKind::Source, message).caused_by(error);
                        return Poll::Ready(Some(Err(error)));
                    }
                },
                Self::Reading(reader) => return Pin::new(reader).poll_frame(task),
            };
        }
    }
}
