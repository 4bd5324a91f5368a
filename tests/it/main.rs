//! One binary for all integration tests: one link, and fixtures shared between them.

mod config;
