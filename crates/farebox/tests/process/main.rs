//! The real program as a process: its command line, its start and its end, storage trouble, and `kill -9` at any moment.
#![cfg(test)]

mod support;
mod transfer;

mod account;
mod catalog;
mod configuration;
mod key;
mod kill;
mod live;
mod permissions;
mod postgres;
mod start;
mod stop;
mod storage;
mod stripe;
