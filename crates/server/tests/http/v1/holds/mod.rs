//! `/v1/holds/{hold}`.

mod extend;
mod release;
mod settle;
mod words;
