//! `load ADDRESS CONNECTIONS COUNT < REQUEST`: sends one request COUNT times, over so many connections at the same time,
//! and prints how long that took as JSON.
//!
//! Nothing is parsed but where a response ends, so that the server is what is measured; the program's own share of a core is
//! printed, to show whether that is so. `@@@@@@` in the request becomes the number of the request. A server that closes its
//! connections is connected to again, which is part of the time, as it is for its clients. Any response but a success ends
//! the program.

use std::{
    cell::Cell,
    error::Error,
    fs,
    io::{self, Read},
    rc::Rc,
    time::Instant,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::LocalSet,
};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [address, connections, count] = arguments.as_slice() else {
        return Err("usage: load ADDRESS CONNECTIONS COUNT < REQUEST".into());
    };
    let (connections, count): (usize, usize) = (connections.parse()?, count.parse()?);
    let mut request = Vec::new();
    io::stdin().read_to_end(&mut request)?;
    let work = Rc::new(Work {
        address: address.clone(),
        request,
        next: Cell::new(0),
        count,
        opened: Cell::new(0),
        bytes: Cell::new(0),
    });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    let (start, own) = (Instant::now(), own_seconds()?);
    let set = LocalSet::new();
    let clients: Vec<_> = (0..connections)
        .map(|_| set.spawn_local(client(Rc::clone(&work))))
        .collect();
    runtime.block_on(set.run_until(async {
        for client in clients {
            client.await.map_err(|error| error.to_string())??;
        }
        Ok::<(), String>(())
    }))?;
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{{\"seconds\": {seconds}, \"per_second\": {}, \"own_share\": {}, \"opened\": {}, \"bytes\": {}}}",
        count as f64 / seconds,
        (own_seconds()? - own) / seconds,
        work.opened.get(),
        work.bytes.get() / count.max(1),
    );
    Ok(())
}

/// What all connections share.
struct Work {
    address: String,
    request: Vec<u8>,
    next: Cell<usize>,
    count: usize,
    opened: Cell<usize>,
    bytes: Cell<usize>,
}

impl Work {
    /// The next request's number.
    fn take(&self) -> Option<usize> {
        let number = self.next.get();
        self.next.set(number + 1);
        (number < self.count).then_some(number)
    }
}

async fn client(work: Rc<Work>) -> std::result::Result<(), String> {
    run(&work).await.map_err(|error| error.to_string())
}

async fn run(work: &Work) -> Result<()> {
    let mut request = work.request.clone();
    let place = request.windows(6).position(|window| window == b"@@@@@@");
    let mut response = Vec::with_capacity(64 << 10);
    let mut open = None;
    while let Some(number) = work.take() {
        if let Some(place) = place {
            request[place..place + 6].copy_from_slice(format!("{number:06}").as_bytes());
        }
        let mut stream = match open.take() {
            Some(stream) => stream,
            None => {
                work.opened.set(work.opened.get() + 1);
                let stream = TcpStream::connect(&work.address).await?;
                stream.set_nodelay(true)?;
                stream
            }
        };
        stream.write_all(&request).await?;
        if read(&mut stream, &mut response).await? {
            open = Some(stream);
        }
        work.bytes.set(work.bytes.get() + response.len());
    }
    Ok(())
}

/// Reads one response. Tells whether the connection goes on.
async fn read(stream: &mut TcpStream, response: &mut Vec<u8>) -> Result<bool> {
    response.clear();
    let mut end = None;
    loop {
        if end.is_some_and(|(end, _)| response.len() >= end) {
            return Ok(end.is_some_and(|(_, keeps)| keeps));
        }
        if stream.read_buf(response).await? == 0 {
            return match end {
                Some((usize::MAX, _)) => Ok(false),
                _ => Err("the server closed in the middle of a response".into()),
            };
        }
        if end.is_none() {
            end = head(response)?;
        }
    }
}

/// Where the response ends (unknown: when the connection does), and whether the connection goes on. `None` until the head is
/// there.
fn head(response: &[u8]) -> Result<Option<(usize, bool)>> {
    let Some(body) = response
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .map(|place| place + 4)
    else {
        return Ok(None);
    };
    let head = std::str::from_utf8(&response[..body])?;
    if !matches!(head.get(9..10), Some("2")) {
        return Err(String::from_utf8_lossy(response).into_owned().into());
    }
    let (mut length, mut keeps) = (None, head.starts_with("HTTP/1.1"));
    for line in head.lines() {
        let Some((name, value)) = line.split_once(':') else {
            continue;
        };
        if name.eq_ignore_ascii_case("content-length") {
            length = Some(value.trim().parse::<usize>()?);
        } else if name.eq_ignore_ascii_case("connection") {
            keeps = !value.trim().eq_ignore_ascii_case("close");
        }
    }
    Ok(Some(
        length.map_or((usize::MAX, false), |length| (body + length, keeps)),
    ))
}

/// The CPU time of this process in seconds, as Linux counts it: in hundredths.
fn own_seconds() -> Result<f64> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let fields: Vec<&str> = stat.rsplit_once(')').ok_or("no stat")?.1.split_whitespace().collect();
    Ok((fields[11].parse::<f64>()? + fields[12].parse::<f64>()?) / 100.0)
}
