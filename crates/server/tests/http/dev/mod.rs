//! What is only there for developers, in development builds.

mod gallery;
