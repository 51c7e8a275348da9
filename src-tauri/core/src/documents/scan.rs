//! Looking at the disk until all that is there is on record: look, plan, write, and look at what the plan asks for.

use std::time::Duration;

use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep};

use super::disk::Disk;
use super::folders::make_missing;
use super::keeper::{Keeper, keeper};
use super::plan::{Look, NewIds, Observed, Plan, Scope, plan};
use super::settling::Whole;
use crate::access::By;
use crate::error::Result;
use crate::id::{DocumentId, FolderId};
use crate::office::Office;

/// How often a plan may ask for more before everything is looked at.
const ROUNDS: usize = 4;

/// Looks at these parts of the disk and writes what happened there. `whole` says what is in files that were hashed.
pub(super) async fn look(
    office: &Office,
    by: &By,
    keeper: &mut Keeper,
    scope: Scope,
    whole: &Whole,
    command: Option<&'static str>,
) -> Result<()> {
    let mut scope = scope;
    for round in 0.. {
        let observed = observe(office, &scope, whole).await?;
        let mut planned = plan_aside(office, keeper, observed, &scope).await?;
        keeper.write(office, by, &std::mem::take(&mut planned.acts), command).await?;
        keeper.queue.extend(planned.settle);
        keeper.again_at = planned.again_at;
        if planned.look.is_empty() || scope == Scope::Whole {
            return Ok(());
        }
        scope = match scope {
            Scope::Parts(mut parts)
                if round < ROUNDS && !planned.look.contains(&Look::Below(String::new())) =>
            {
                parts.extend(planned.look);
                parts.sort_unstable();
                parts.dedup();
                Scope::Parts(parts)
            }
            _ => Scope::Whole,
        };
    }
    Ok(())
}

/// Plans off the async threads, for the tree may be large.
async fn plan_aside(office: &Office, keeper: &mut Keeper, observed: Observed, scope: &Scope) -> Result<Plan> {
    let (known, scope) = (keeper.take_tree(office).await?, scope.clone());
    let planned = spawn_blocking(move || {
        let (mut folder, mut document) = (FolderId::new, DocumentId::new);
        let mut ids = NewIds { folder: &mut folder, document: &mut document };
        let planned = plan(&known, &observed, &scope, &mut ids);
        (known, planned)
    });
    let (known, planned) = planned.await?;
    keeper.give_back(known);
    Ok(planned)
}

async fn observe(office: &Office, scope: &Scope, whole: &Whole) -> Result<Observed> {
    let at = office.now().timestamp_millis();
    let (folder, id, scope) = (office.documents_folder(), office.id(), scope.clone());
    let looked = spawn_blocking(move || Disk::open(&folder, id).map(|disk| disk.look(&scope, at))).await;
    let mut observed = looked?.unwrap_or_default();
    for entry in observed.entries.iter_mut().filter(|_| !whole.is_empty()) {
        let known = whole.get(&entry.path).filter(|(stat, _)| *stat == entry.stat);
        entry.content = known.map(|(_, content)| *content);
    }
    Ok(observed)
}

/// Looks at all of the disk, having made the folders of clients that have none.
pub async fn look_at_all(office: &Office) -> Result<()> {
    let mut keeper = keeper(office).await;
    make_missing(office, &mut keeper).await?;
    look(office, &By::system(), &mut keeper, Scope::Whole, &Whole::new(), None).await
}

/// Looks at parts of it.
pub(crate) async fn look_at(office: &Office, parts: Vec<Look>) -> Result<()> {
    let mut keeper = keeper(office).await;
    look(office, &By::system(), &mut keeper, Scope::Parts(parts), &Whole::new(), None).await
}

/// Looks at what is missing once more if its time has come, and says how long until then.
pub(crate) async fn look_again(office: &Office) -> Result<Option<Duration>> {
    let mut keeper = keeper(office).await;
    let Some(at) = keeper.again_at else { return Ok(None) };
    if let Ok(wait) = u64::try_from(at - office.now().timestamp_millis())
        && wait > 0
    {
        return Ok(Some(Duration::from_millis(wait)));
    }
    keeper.again_at = None;
    let missing = keeper.tree(office).await?.missing();
    look(office, &By::system(), &mut keeper, Scope::Parts(missing), &Whole::new(), None).await?;
    Ok(keeper.again_at.map(|at| {
        let wait = at - office.now().timestamp_millis();
        Duration::from_millis(u64::try_from(wait).unwrap_or_default().max(100))
    }))
}

/// Looks at files that are being written, hashes those that stand still and publishes them. Says how long until there is
/// more to do; `None`: every file is whole.
pub async fn settle(office: &Office) -> Result<Option<Duration>> {
    let mut first = keeper(office).await;
    let round = first.queue.due();
    if round.is_empty() {
        return Ok(first.queue.wait());
    }
    drop(first);
    let (folder, id) = (office.documents_folder(), office.id());
    // The keeper is free meanwhile: to hash may take long.
    let looked = spawn_blocking(move || {
        Disk::open(&folder, id).map_or_else(super::settling::Looked::default, |disk| round.look(&disk))
    });
    let looked = looked.await?;
    let mut keeper = keeper(office).await;
    keeper.queue.put_back(looked.rest);
    let parts: Vec<Look> = looked.whole.keys().chain(&looked.absent).cloned().map(Look::Entry).collect();
    if !parts.is_empty() {
        look(office, &By::system(), &mut keeper, Scope::Parts(parts), &looked.whole, None).await?;
    }
    Ok(keeper.queue.wait())
}

/// Looks at everything and waits until all is whole, at most so long by the monotonic clock. Says how many files are not.
pub(crate) async fn look_until_whole(office: &Office, longest: Duration) -> Result<usize> {
    let until = Instant::now() + longest;
    look_at_all(office).await?;
    while let Some(wait) = settle(office).await? {
        let next = Instant::now() + wait;
        if next > until {
            break;
        }
        sleep(wait).await;
    }
    look_again(office).await?;
    Ok(keeper(office).await.queue.len())
}
