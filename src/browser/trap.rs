//! The hook by which a test breaks the core: safe Rust without a panic path has no other way to.

use core::arch::wasm32::unreachable;
use js_sys::{Reflect, global};

/// Traps at the step that the page asks for: `proofkeyTrap = 2` is the second one from now.
pub fn at_step() {
    let (page, name) = (global(), "proofkeyTrap".into());
    let Some(steps) = Reflect::get(&page, &name).unwrap_or_default().as_f64() else { return };
    let _ = Reflect::set(&page, &name, &(steps - 1.0).into());
    if steps <= 1.0 {
        // Once: the core that replaces this one is to work.
        let _ = Reflect::delete_property(&page, &name);
        unreachable();
    }
}
