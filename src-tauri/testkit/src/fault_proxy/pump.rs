//! One direction of one connection through the proxy.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::sync::watch;
use tokio::time::sleep;

use super::{Direction, Fault, Weather};

/// Carries bytes until one end closes or a cut is reached. A change of weather is looked at before each read,
/// so that no byte that was read is lost to it.
pub(super) async fn pump(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    direction: Direction,
    mut weather: watch::Receiver<Weather>,
) {
    let mut buffer = vec![0; 16 * 1024];
    let mut fault = weather.borrow_and_update().fault;
    let mut left = allowance(fault, direction);
    loop {
        let silent = fault == Fault::Stall || (left == 0 && matches!(fault, Fault::StallAfter(..)));
        if left == 0 && !silent {
            return;
        }
        // What may not pass is not read: it passes when the weather changes.
        let room = left.min(buffer.len());
        let read = tokio::select! {
            biased;
            changed = weather.changed() => {
                if changed.is_err() {
                    return;
                }
                fault = weather.borrow_and_update().fault;
                left = allowance(fault, direction);
                continue;
            }
            read = from.read(&mut buffer[..room]), if !silent => read,
        };
        let Ok(read @ 1..) = read else { return };
        if let Fault::Delay(time) = fault {
            sleep(time).await;
        }
        left -= read;
        if to.write_all(&buffer[..read]).await.is_err() {
            return;
        }
    }
}

fn allowance(fault: Fault, direction: Direction) -> usize {
    match fault {
        Fault::CutAfter(of, bytes) | Fault::StallAfter(of, bytes) if of == direction => bytes,
        _ => usize::MAX,
    }
}
