//! What holds for every request.

mod callers;
mod foreign_sites;
mod headers;
mod limits;
mod serving;
mod storage;
