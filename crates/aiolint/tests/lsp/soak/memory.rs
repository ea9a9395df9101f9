//! How much memory the server has.

use crate::client::Client;

/// The resident memory in KiB: what is measured in the first part of a run, and later.
#[derive(Default)]
pub struct Memory {
    /// The highest sample of the first part, and its last one.
    pub first: Option<(u64, u64)>,
    /// The highest later sample, and the last one.
    pub later: Option<(u64, u64)>,
}

impl Memory {
    /// Looks how much it is, where the system tells.
    pub fn sample(&mut self, client: &Client, is_first: bool) {
        let Some(now) = resident(client.process()) else { return };
        let part = if is_first { &mut self.first } else { &mut self.later };
        let highest = part.map_or(now, |(highest, _)| highest.max(now));
        *part = Some((highest, now));
    }

    /// What was seen, in words.
    pub fn words(&self) -> String {
        let mib = |kib: u64| format!("{}.{} MiB", kib >> 10, (kib & 1023) * 10 / 1024);
        let part = |part: Option<(u64, u64)>| {
            part.map_or("unknown".to_owned(), |(highest, last)| {
                format!("highest {}, at its end {}", mib(highest), mib(last))
            })
        };
        format!("first sixth: {}; later: {}", part(self.first), part(self.later))
    }

    /// Checks that it has not grown by more than a tenth since the first part.
    pub fn check(&self) {
        match (self.first, self.later) {
            (Some((first, _)), Some((later, _))) => {
                assert!(later * 10 <= first * 11, "memory has grown by more than 10 %: {}", self.words());
            }
            _ => println!("MEMORY IS NOT CHECKED: this system has no /proc/PID/status"),
        }
    }
}

/// The resident memory of a process in KiB, where `/proc` tells it.
fn resident(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}
