//! A TCP proxy between a client and its server that breaks what a test wants broken, at run time.

mod pump;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::mpsc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc as async_mpsc, watch};

use crate::background::Background;
use crate::ports::free_port;

/// The proxy; it ends, and with it its connections, when dropped.
pub struct FaultProxy {
    address: SocketAddr,
    orders: async_mpsc::UnboundedSender<(Order, mpsc::Sender<()>)>,
    connections: watch::Receiver<usize>,
    _background: Background,
}

/// What happens to connections, those there are and new ones, until the next [`FaultProxy::set`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing: bytes pass.
    Pass,
    /// Nothing listens at the address, open connections end.
    Refuse,
    /// Connections are taken and stay open, no byte passes.
    Stall,
    /// Every piece of bytes waits so long before it passes.
    Delay(Duration),
    /// A connection ends when so many more bytes have passed in that direction: exactly so many, counted
    /// for each connection from now on or from its beginning.
    CutAfter(Direction, usize),
    /// The same, but the connection stays open and falls silent in that direction.
    StallAfter(Direction, usize),
}

/// Which way bytes go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From the client to the server.
    ToServer,
    /// From the server to the client.
    ToClient,
}

enum Order {
    Set(Fault),
    CutNow,
}

/// What the connections watch: any change makes them look; another number of `cuts` ends those there are.
#[derive(Clone, Copy)]
struct Weather {
    fault: Fault,
    cuts: usize,
}

impl FaultProxy {
    /// Starts one that lets all pass to `server`, which need not be there yet.
    pub fn start(server: SocketAddr) -> Self {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, free_port()));
        let listener = std::net::TcpListener::bind(address).unwrap();
        listener.set_nonblocking(true).unwrap();
        let (orders, inbox) = async_mpsc::unbounded_channel();
        let (count, connections) = watch::channel(0);
        let background = Background::run("fault-proxy", move || async move {
            run(TcpListener::from_std(listener).unwrap(), server, inbox, count).await;
        });
        Self { address, orders, connections, _background: background }
    }

    /// Where clients connect.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// How many connections there were.
    pub fn connections(&self) -> usize {
        *self.connections.borrow()
    }

    /// Changes the weather; holds when it returns.
    pub fn set(&self, fault: Fault) {
        self.order(Order::Set(fault));
    }

    /// Ends the connections there are, once; new ones are not touched.
    pub fn cut_now(&self) {
        self.order(Order::CutNow);
    }

    fn order(&self, order: Order) {
        let (done, wait) = mpsc::channel();
        self.orders.send((order, done)).expect("the proxy runs");
        wait.recv().expect("the proxy runs");
    }
}

async fn run(
    listener: TcpListener,
    server: SocketAddr,
    mut orders: async_mpsc::UnboundedReceiver<(Order, mpsc::Sender<()>)>,
    count: watch::Sender<usize>,
) {
    let address = listener.local_addr().unwrap();
    let weather = watch::Sender::new(Weather { fault: Fault::Pass, cuts: 0 });
    let mut listener = Some(listener);
    loop {
        let client = async {
            match &listener {
                Some(listener) => listener.accept().await.unwrap().0,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            Some((order, done)) = orders.recv() => {
                weather.send_modify(|now| match order {
                    Order::Set(fault) => now.fault = fault,
                    Order::CutNow => now.cuts += 1,
                });
                let refuse = weather.borrow().fault == Fault::Refuse;
                listener = match listener {
                    _ if refuse => None,
                    None => Some(TcpListener::bind(address).await.unwrap()),
                    open => open,
                };
                // Nobody waits any more if the test has ended.
                let _ = done.send(());
            }
            client = client => {
                count.send_modify(|number| *number += 1);
                tokio::spawn(carry(client, server, weather.subscribe()));
            }
        }
    }
}

/// Carries one connection until either end, or the weather, ends it.
async fn carry(client: TcpStream, server: SocketAddr, weather: watch::Receiver<Weather>) {
    // A server that is away looks through the proxy like one that hangs up at once.
    let Ok(server) = TcpStream::connect(server).await else { return };
    client.set_nodelay(true).unwrap();
    server.set_nodelay(true).unwrap();
    let cuts = weather.borrow().cuts;
    let mut ending = weather.clone();
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    tokio::select! {
        () = pump::pump(from_client, to_server, Direction::ToServer, weather.clone()) => {}
        () = pump::pump(from_server, to_client, Direction::ToClient, weather) => {}
        _ = ending.wait_for(|now| now.cuts != cuts || now.fault == Fault::Refuse) => {}
    }
}
