//! The tables of the studio, as numbered SQL files below `migrations/`.

mod embedded {
    refinery::embed_migrations!("migrations");
}

/// What brings the tables up to date.
pub(super) fn runner() -> refinery::Runner {
    embedded::migrations::runner()
}
