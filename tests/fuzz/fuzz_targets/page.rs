//! Any markup is taken apart, and every cell of every table lies inside its rectangle.
#![no_main]

use gongkai_watch::html::Block;
use gongkai_watch::html::Page;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|html: &str| {
    let Ok(page) = Page::parse(html) else { return };
    for placed in page.blocks {
        if let Block::Table(grid) = placed.block {
            for cell in &grid.cells {
                assert!(cell.row + cell.height <= grid.height);
                assert!(cell.col + cell.width <= grid.width);
            }
        }
    }
});
