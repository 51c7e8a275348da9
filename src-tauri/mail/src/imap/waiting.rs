//! Waiting for news.

use std::time::Duration;

use tokio::time::{Instant, sleep, timeout};

use super::line::{MAX_ANSWER, Prompt, in_time};
use super::{ImapError, ImapSession, Woke};

/// RFC 2177 asks for less than 29 minutes; a connection that somebody in between has forgotten is found out sooner.
const RENEWAL: Duration = Duration::from_mins(9);

/// What a server calls RFC 2177.
pub(super) const IDLE: &str = "IDLE";

impl ImapSession {
    /// Waits until mail may have come to the open folder, at most so long. A server that cannot tell (RFC 2177) is
    /// asked once, at the end. What was told since the last [`ImapSession::heads_after`] is news at once.
    pub async fn wait(&mut self, at_most: Duration) -> Result<Woke, ImapError> {
        self.wait_renewing(at_most, RENEWAL).await
    }

    async fn wait_renewing(&mut self, at_most: Duration, renewal: Duration) -> Result<Woke, ImapError> {
        let began = Instant::now();
        loop {
            if self.line.take_news() {
                return Ok(Woke::News);
            }
            let left = at_most.saturating_sub(began.elapsed());
            if left.is_zero() {
                return Ok(Woke::Nothing);
            }
            if self.offers(IDLE) {
                self.idle(left.min(renewal)).await?;
            } else {
                sleep(left).await;
                self.line.exchange("NOOP", self.reply_bounds(), |_| {}).await?.fine()?;
            }
        }
    }

    async fn idle(&mut self, limit: Duration) -> Result<(), ImapError> {
        let line = &mut self.line;
        line.begin(MAX_ANSWER)?;
        let prompt = in_time(self.timeouts.reply, async {
            let tag = line.send(IDLE).await?;
            Ok((line.prompt(&tag).await?, tag))
        });
        let (prompt, tag) = prompt.await?;
        match prompt {
            // What the server told before it began to wait is news as well.
            Prompt::GoOn => {
                if let Ok(broken) = timeout(limit, line.until_news(&tag)).await {
                    broken?;
                }
                let verdict = in_time(self.timeouts.reply, async {
                    line.write(b"DONE").await?;
                    line.finish(&tag, |_| {}).await
                });
                verdict.await?.fine()?;
            }
            // It cannot after all.
            Prompt::Ended(_) => self.offered.retain(|ability| ability != IDLE),
        }
        line.end();
        Ok(())
    }
}

#[cfg(test)]
mod tests;
