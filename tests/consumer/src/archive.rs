//! A service whose bodies stream: recordings that need not fit into memory.

include!(concat!(env!("OUT_DIR"), "/archive.rs"));

use client::Client;
use futures_util::stream;
use mock::{Archive, ArchiveService};
use model::types::{GetTapeRequest, PutTapeRequest, PutTapeResponse, Tape};
use shapewright_client::{
    Builder, ByteStream, Credentials, Overrides, Retries,
    bytes::Bytes,
    errors::StreamErrorKind,
    http::{HeaderMap, Request, Response},
    schema::Structure,
    transport_fn,
};
use shapewright_server::{Context, Fault, Refusal};
use std::{
    convert::Infallible,
    error::Error,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{io::AsyncReadExt, net::TcpListener};

type Done = Result<(), Box<dyn Error>>;

const CHUNK: usize = 64 << 10;
/// 100 MiB in chunks.
const CHUNKS: usize = 1600;
/// How much may be under way at the same time: the buffers of the sockets and of HTTP, on both sides.
const UNDER_WAY: usize = 16 << 20;

/// A long body that counts how much of it has been made.
fn made_up(made: &Arc<AtomicUsize>) -> ByteStream {
    let made = Arc::clone(made);
    let chunks = (0..CHUNKS).map(move |_| {
        made.fetch_add(CHUNK, Ordering::Relaxed);
        Ok::<_, Infallible>(Bytes::from(vec![7; CHUNK]))
    });
    ByteStream::from_stream(stream::iter(chunks))
}

/// Reads a stream to its end, and looks whether it is made no faster than it is read.
async fn read(mut body: ByteStream, made: &AtomicUsize) -> Result<usize, Refusal> {
    let mut length = 0;
    while let Some(chunk) = body.next().await {
        length += chunk.map_err(|error| Refusal::internal(error.to_string()))?.len();
        let under_way = made.load(Ordering::Relaxed).saturating_sub(length);
        if under_way > UNDER_WAY {
            return Err(Refusal::internal(format!("{under_way} bytes are held in memory")));
        }
    }
    Ok(length)
}

/// Plays what it makes up, and counts what it is given.
#[derive(Clone, Default)]
struct Endless {
    made: Arc<AtomicUsize>,
}

impl ArchiveService for Endless {
    async fn put_tape(&self, input: PutTapeRequest, _: &Context) -> Result<PutTapeResponse, Refusal> {
        let length = read(input.sound, &self.made).await?;
        Ok(PutTapeResponse {
            length: i64::try_from(length).ok(),
        })
    }

    async fn get_tape(&self, input: GetTapeRequest, _: &Context) -> Result<Tape, Refusal> {
        let whole = made_up(&self.made);
        Ok(Tape {
            label: Some(input.name.clone()),
            sound: match &*input.name {
                "measured" => whole.with_length((CHUNK * CHUNKS) as u64),
                // More than the server holds back before it sends anything.
                "torn" => ByteStream::from_stream(stream::iter([Ok(vec![7; 1 << 20]), Err("the tape is torn")])),
                "stuck" => ByteStream::from_stream(stream::pending::<Result<Bytes, Infallible>>()),
                _ => whole,
            },
        })
    }
}

#[tokio::test]
async fn a_body_of_any_length_goes_both_ways_in_little_memory() -> Done {
    let service = Endless::default();
    let mock = Archive::with(service.clone());
    let server = mock.listen("127.0.0.1:0").await?;
    for client in [mock.client(), mock.client_for(server.url())?] {
        for name in ["measured", "endless"] {
            service.made.store(0, Ordering::Relaxed);
            let tape = client.get_tape().name(name).send().with_metadata().await?;
            assert_eq!(tape.output.label.as_deref(), Some(name));
            let known = (name == "measured").then_some((CHUNK * CHUNKS) as u64);
            assert_eq!(tape.output.sound.length(), known);
            assert!(
                service.made.load(Ordering::Relaxed) < UNDER_WAY,
                "the output is there before its body"
            );
            let length = read(tape.output.sound, &service.made)
                .await
                .map_err(|error| format!("{error:?}"))?;
            assert_eq!(length, CHUNK * CHUNKS);
        }
        service.made.store(0, Ordering::Relaxed);
        let put = client.put_tape().name("long").sound(made_up(&service.made));
        assert_eq!(put.send().await?.length, Some((CHUNK * CHUNKS) as i64));
    }
    Ok(())
}

#[tokio::test]
async fn what_breaks_off_says_so() -> Done {
    let mock = Archive::with(Endless::default());
    let server = mock.listen("127.0.0.1:0").await?;
    for client in [mock.client(), mock.client_for(server.url())?] {
        let torn = client.get_tape().name("torn").send().await?.sound;
        assert_eq!(torn.collect().await.unwrap_err().kind(), StreamErrorKind::Source);

        let sound = ByteStream::from_stream(stream::iter([Ok("half"), Err("no more tape")]));
        let error = client.put_tape().name("torn").sound(sound).send().await.unwrap_err();
        assert!(error.to_string().contains("no more tape"), "{error}");

        let sound = ByteStream::from_stream(stream::iter([Ok::<_, Infallible>("half")])).with_length(8);
        let error = client.put_tape().name("short").sound(sound).send().await.unwrap_err();
        assert!(
            error.to_string().contains("was to have 8 bytes, and ended after 4"),
            "{error}"
        );

        let patient = Overrides::new().attempt_timeout(Duration::from_millis(50));
        let mut stuck = client.get_tape().name("stuck").send().with(patient).await?.sound;
        let error = stuck.next().await.expect("it is not the end").unwrap_err();
        assert_eq!(error.kind(), StreamErrorKind::TimedOut(Duration::from_millis(50)));
    }
    let client = mock.client_for(server.url())?;
    mock.inject(Fault::cut_body().times(1))?;
    let cut = client.get_tape().name("measured").send().await?.sound;
    let error = cut.collect().await.unwrap_err();
    assert!(error.to_string().contains("broke"), "{error}");
    Ok(())
}

#[tokio::test]
async fn the_mock_keeps_what_it_was_sent() -> Done {
    let folder = tempfile::tempdir()?;
    let (from, to) = (folder.path().join("from"), folder.path().join("to"));
    std::fs::write(&from, "a file")?;
    let mock = Archive::start();
    let server = mock.listen("127.0.0.1:0").await?;
    for client in [mock.client(), mock.client_for(server.url())?] {
        let reader = ByteStream::from_reader(std::io::Cursor::new("a reader"));
        for (name, sound) in [
            ("bytes", "bytes".into()),
            ("file", ByteStream::from_path(&from).await?),
            ("reader", reader),
            ("nothing", ByteStream::default()),
        ] {
            client.put_tape().name(name).label(name).sound(sound).send().await?;
        }
        for (name, wanted) in [
            ("bytes", "bytes"),
            ("file", "a file"),
            ("reader", "a reader"),
            ("nothing", ""),
        ] {
            let tape = client.get_tape().name(name).send().await?;
            assert_eq!(tape.label.as_deref(), Some(name));
            assert_eq!(tape.sound.write_to_path(&to).await?, wanted.len() as u64);
            assert_eq!(std::fs::read_to_string(&to)?, wanted);
            let (mut text, mut reader) = (
                String::new(),
                client.get_tape().name(name).send().await?.sound.into_reader(),
            );
            reader.read_to_string(&mut text).await?;
            assert_eq!(text, wanted);
        }
        let error = client.get_tape().name("lost").send().await.unwrap_err();
        assert!(error.is_tape_not_found(), "{error}");
        let too_long = made_up(&Arc::default());
        let error = client.put_tape().name("long").sound(too_long).send().await.unwrap_err();
        assert_eq!(error.code(), Some("RequestTooLargeException"), "{error}");
    }
    Ok(())
}

#[tokio::test]
async fn only_what_can_be_read_again_is_sent_again() -> Done {
    let mock = Archive::start();
    let again = || ByteStream::replayable(|| ByteStream::from_reader(std::io::Cursor::new("again")));
    for (sound, attempts) in [
        (ByteStream::from_reader(std::io::Cursor::new("once")), 1),
        (again(), 2),
        ("bytes".into(), 2),
        (ByteStream::from("bytes").with_length(5), 2),
    ] {
        mock.reset();
        mock.inject(Fault::throttle().times(1))?;
        let retries = Retries::standard().with_throttled_backoff(Duration::from_millis(1));
        let call = mock.client().put_tape().name("tape").sound(sound).send();
        let sent = call.with(Overrides::new().retries(retries)).await;
        assert_eq!(sent.is_ok(), attempts == 2);
        assert_eq!(mock.journal().len(), attempts);
    }
    Ok(())
}

/// What a client sends: the head of its request as text.
async fn head_of(sound: ByteStream, signed: bool) -> Result<String, Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    let client: Client = shapewright_client::connected_to(url, "AKID", "eu-west-1")?;
    let head = async {
        let (mut socket, _) = listener.accept().await?;
        let mut head = Vec::new();
        while !head.windows(4).any(|window| window == b"\r\n\r\n") {
            head.push(socket.read_u8().await?);
        }
        Ok::<_, std::io::Error>(String::from_utf8_lossy(&head).to_ascii_lowercase())
    };
    let once = Overrides::new().retries(Retries::off());
    match signed {
        true => {
            tokio::select! { head = head => Ok(head?), sent = client.sign_tape().sound(sound).send().with(once) => Err(sent.unwrap_err().into()) }
        }
        false => {
            tokio::select! { head = head => Ok(head?), sent = client.put_tape().name("a").sound(sound).send().with(once) => Err(sent.unwrap_err().into()) }
        }
    }
}

#[tokio::test]
async fn the_head_says_what_is_known_of_the_body() -> Done {
    let once = || ByteStream::from_reader(std::io::Cursor::new("hello world"));
    let again = || ByteStream::replayable(|| ByteStream::from_reader(std::io::Cursor::new("hello world")));
    let chunked = head_of(once(), false).await?;
    assert!(chunked.contains("transfer-encoding: chunked"), "{chunked}");
    assert!(chunked.contains("x-amz-content-sha256: unsigned-payload"), "{chunked}");
    assert!(chunked.contains("content-type: application/octet-stream"), "{chunked}");
    let measured = head_of(again().with_length(11), true).await?;
    assert!(measured.contains("content-length: 11"), "{measured}");
    assert!(!measured.contains("unsigned-payload"), "{measured}");
    let error = head_of(again(), true).await.unwrap_err().to_string();
    assert!(error.contains("with_length"), "{error}");
    let error = head_of(once().with_length(11), true).await.unwrap_err().to_string();
    assert!(error.contains("replayable"), "{error}");
    Ok(())
}

#[tokio::test]
async fn stubs_see_and_give_streams() -> Done {
    use model::operations::{GetTape, PutTape};
    let mock = Archive::start();
    mock.on::<PutTape>()
        .when(|input| input.name == "b")
        .respond_with(|input, _| {
            let length = input.sound.bytes().map(|bytes| bytes.len() as i64);
            Ok(PutTapeResponse { length })
        });
    let client = mock.client();
    for (name, length) in [("a", None), ("b", Some(5))] {
        let sound = ByteStream::from_reader(std::io::Cursor::new("sound"));
        assert_eq!(client.put_tape().name(name).sound(sound).send().await?.length, length);
    }
    let again = ByteStream::replayable(|| ByteStream::from_reader(std::io::Cursor::new("again")));
    mock.on::<GetTape>().respond(Tape {
        sound: again,
        ..Tape::default()
    });
    for _ in 0..2 {
        assert_eq!(
            client.get_tape().name("a").send().await?.sound.collect().await?,
            "again"
        );
    }
    let made = Tape {
        sound: ByteStream::from_reader(std::io::Cursor::new("once")),
        ..Tape::default()
    };
    assert_eq!(
        format!("{made:?}"),
        "Tape { Sound: ByteStream(a stream of unknown length) }"
    );
    assert_eq!(made.schema().stream().map(|(index, _)| index), Some(1));
    mock.on::<GetTape>().respond(made);
    let error = client.get_tape().name("a").send().await.unwrap_err();
    assert!(error.to_string().contains("respond_with"), "{error}");
    Ok(())
}

/// The headers of the request that describes a tape, and what the mock reads of it.
async fn described(builder: Builder<Client>, text: &str, encoding: Option<&str>) -> (HeaderMap, usize, bool) {
    let mock = Archive::start();
    let sent = Arc::new(Mutex::new(None));
    let (to, kept) = (mock.clone(), Arc::clone(&sent));
    let client: Client = builder
        .region("eu-west-1")
        .credentials(Credentials::new("AKID", "secret", None))
        .endpoint_url("http://localhost")
        .transport(transport_fn(move |request: Request<Bytes>| {
            *kept.lock().unwrap() = Some((request.headers().clone(), request.body().len()));
            let mock = to.clone();
            async move { Ok(mock.call(request).await.unwrap()) }
        }))
        .build()
        .unwrap();
    let mut call = client.describe_tape().text(text);
    if let Some(encoding) = encoding {
        call = call.encoding(encoding);
    }
    call.send().await.unwrap();
    let (headers, length) = sent.lock().unwrap().take().unwrap();
    let called = mock
        .assert_called::<model::operations::DescribeTape>()
        .with("Text", text);
    let kept =
        encoding.is_none_or(|encoding| mock.journal().entries()[0].request().headers()["content-encoding"] == encoding);
    called.times(1);
    (headers, length, kept)
}

#[tokio::test]
async fn large_bodies_are_compressed_and_checksums_are_of_what_is_sent() {
    let (short, long) = ("short".to_owned(), "long ".repeat(4000));
    let variables = |name: &'static str, value: &'static str| {
        Client::builder().or_variables(move |asked| (asked == name).then(|| value.to_owned()))
    };
    for (builder, text, encoding, wanted) in [
        (Client::builder(), &short, None, None),
        (Client::builder(), &long, None, Some("gzip")),
        (Client::builder(), &long, Some("custom"), Some("custom, gzip")),
        (Client::builder().compress_requests(false), &long, None, None),
        (Client::builder().min_compression_size(4), &short, None, Some("gzip")),
        (variables("AWS_DISABLE_REQUEST_COMPRESSION", "true"), &long, None, None),
        (
            variables("AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES", "4"),
            &short,
            None,
            Some("gzip"),
        ),
    ] {
        let (headers, length, kept) = described(builder, text, encoding).await;
        let found = headers
            .get("content-encoding")
            .map(|encoding| encoding.to_str().unwrap());
        assert_eq!(found, wanted);
        assert_eq!(headers["content-md5"].len(), 24);
        assert_eq!(length < text.len(), wanted.is_some() && *text == long);
        assert!(kept);
    }
    let (headers, ..) = described(Client::builder(), "hello", None).await;
    // By `md5sum` of the body, `{"Text":"hello"}`.
    assert_eq!(headers["content-md5"], "UiGafi3h4XL6mXmytmi5Fw==");
    let wrong = variables("AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES", "10485761");
    assert!(
        wrong
            .region("eu-west-1")
            .build()
            .unwrap_err()
            .to_string()
            .contains("10485760")
    );
}

#[tokio::test]
async fn what_is_unpacked_is_bounded() -> Done {
    use std::io::Write;
    let mock = Archive::start();
    let answered = async |body: Vec<u8>| -> Result<Response<Bytes>, Box<dyn Error>> {
        let request = Request::post("http://localhost/descriptions")
            .header("content-type", "application/json")
            .header("content-encoding", "gzip")
            .body(body.into())?;
        Ok(mock.call(request).await?)
    };
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let zeros = vec![b'0'; 1 << 20];
    for _ in 0..11 {
        bomb.write_all(&zeros)?;
    }
    assert_eq!(answered(bomb.finish()?).await?.status(), 413);
    assert_eq!(answered(b"no gzip".to_vec()).await?.status(), 400);
    Ok(())
}
