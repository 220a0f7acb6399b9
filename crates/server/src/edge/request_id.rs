//! A request's name: in its answer, in problems and on every line of the log about it.

use std::fmt;
use std::sync::Arc;

use crate::App;

/// The name of one request. Always ours: a name from outside could be anything.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(Arc<str>);

impl RequestId {
    /// A new name.
    pub fn new(app: &App) -> Self {
        Self(app.ids.uuid_v7(app.clock.now()).to_string().into())
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
