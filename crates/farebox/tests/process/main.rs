//! The real program as a process: its command line, its start and its end, storage trouble, and `kill -9` at any moment.
#![cfg(test)]

mod support;

mod configuration;
mod catalog;
mod start;
mod account;
mod live;
mod stop;
mod storage;
mod kill;
