//! gongkai-watch
fn main() {}
