//! What the server renders: every page, its names for assistive technology, and that nothing in it needs a looser content policy.

#![cfg(test)]

mod billing;
mod documents;
mod gallery;
mod plain;
mod shown;
mod styles;
mod workspace;
