//! The lock of the browser: one holder, and those who wait, in order.

use std::collections::VecDeque;

#[derive(Default)]
pub struct Lock {
    pub holder: Option<usize>,
    pub waiting: VecDeque<usize>,
}

impl Lock {
    /// Asks for it; gives whether it is there.
    pub fn ask(&mut self, flow: usize) -> bool {
        if self.holder.is_none() {
            self.holder = Some(flow);
            return true;
        }
        self.waiting.push_back(flow);
        false
    }

    /// It is given back, or nobody is there any more who wants it; gives whoever has it now instead.
    pub fn release(&mut self, flow: usize) -> Option<usize> {
        self.waiting.retain(|waiting| *waiting != flow);
        if self.holder != Some(flow) {
            return None;
        }
        self.holder = self.waiting.pop_front();
        self.holder
    }
}
