//! Many rows in few statements: a statement costs far more than a row of it, so what may be many is written and
//! asked for together.

use sqlx::query_builder::Separated;
use sqlx::sqlite::SqliteRow;
use sqlx::{Encode, FromRow, QueryBuilder, Sqlite, SqliteConnection, Type};

use crate::error::Result;

/// Rows of one statement at most. SQLite takes 32,766 parameters, and our widest row has 21.
const AT_ONCE: usize = 256;

/// The parameters of one row, to be pushed in the order of its columns.
pub(crate) type Values<'v> = Separated<'v, Sqlite, &'static str>;

/// Runs `before VALUES (…), (…) after` over all rows; nothing when there are none. In `before` and `after` the
/// values of a row are called `column1`, `column2` …, as SQLite and PostgreSQL do. Each statement is put together while
/// the store's thread runs the one before.
pub(crate) async fn write<Row>(
    connection: &mut SqliteConnection,
    before: &str,
    rows: &[Row],
    push: impl Fn(&mut Values<'_>, &Row),
    after: &str,
) -> Result<()> {
    let mut statements = rows.chunks(AT_ONCE).map(|rows| statement(before, rows, &push, after));
    let mut next = statements.next();
    while let Some(mut query) = next {
        let (done, following) =
            tokio::join!(query.build().execute(&mut *connection), async { statements.next() });
        done?;
        next = following;
    }
    Ok(())
}

/// What `before VALUES (…), (…) after` finds for all keys; an order holds within those asked for together alone.
pub(crate) async fn read<Found, Key>(
    connection: &mut SqliteConnection,
    before: &str,
    keys: &[Key],
    push: impl Fn(&mut Values<'_>, &Key),
    after: &str,
) -> Result<Vec<Found>>
where
    Found: for<'r> FromRow<'r, SqliteRow> + Send + Unpin,
{
    let mut found = Vec::new();
    for keys in keys.chunks(AT_ONCE) {
        found.extend(
            statement(before, keys, &push, after).build_query_as().fetch_all(&mut *connection).await?,
        );
    }
    Ok(found)
}

/// The one value of a row that is an id.
pub(crate) fn id<Id>(values: &mut Values<'_>, id: &Id)
where
    Id: Copy + for<'q> Encode<'q, Sqlite> + Type<Sqlite>,
{
    values.push_bind(*id);
}

fn statement<Row>(
    before: &str,
    rows: &[Row],
    push: impl Fn(&mut Values<'_>, &Row),
    after: &str,
) -> QueryBuilder<Sqlite> {
    let mut query = QueryBuilder::new(before);
    query.push_values(rows, |mut values, row| push(&mut values, row)).push(after);
    query
}
