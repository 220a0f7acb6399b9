//! What pages are made of.

#[cfg(feature = "ssr")]
pub mod account_form;
pub mod app_shell;
#[cfg(feature = "ssr")]
pub mod field;
pub mod generations;
pub mod icon;
pub mod modals;
pub mod notice;
pub mod plain_shell;
pub mod tool_sidebar;
