//! What a signal leaves behind: no file of ours, and no command that is half done.

use parking_lot::{Mutex, MutexGuard};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Once;

/// The files that go when a signal ends the process.
static TEMPORARY: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// While it is there, no signal that can be caught ends the process.
pub(super) struct Held(MutexGuard<'static, BTreeSet<PathBuf>>);

/// Keeps signals from ending the process for a while.
pub(super) fn hold() -> Held {
    Held(TEMPORARY.lock())
}

impl Held {
    /// A file goes with the process from now on.
    pub(super) fn add(&mut self, path: &Path) {
        self.0.insert(path.to_path_buf());
    }

    /// A file stays, or is gone.
    pub(super) fn forget(&mut self, path: &Path) {
        self.0.remove(path);
    }

    #[cfg(unix)]
    fn clear(&mut self) {
        for path in std::mem::take(&mut *self.0) {
            // Nobody could be told.
            let _ = std::fs::remove_file(path);
        }
    }
}

/// From now on, a signal that ends the process takes its files away first.
pub(super) fn watch() {
    static ONCE: Once = Once::new();
    ONCE.call_once(start);
}

#[cfg(unix)]
fn start() {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGXFSZ};
    use signal_hook::iterator::Signals;
    use std::sync::atomic::AtomicBool;
    use std::sync::{Arc, mpsc};
    // Beyond a limit of file sizes a write fails, as on a full disk, and can be taken back.
    let _ = signal_hook::flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)));
    let (give, take) = mpsc::channel::<Signals>();
    let wait = move || {
        let Ok(mut signals) = take.recv() else { return };
        if let Some(signal) = signals.forever().next() {
            // Never given back: no file comes into being any more.
            let mut held = hold();
            held.clear();
            let _ = signal_hook::low_level::emulate_default_handler(signal);
        }
    };
    // Where there can be no other thread, signals end the process at once, as they do by default.
    if std::thread::Builder::new().name("signals".to_owned()).spawn(wait).is_ok()
        && let Ok(signals) = Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM])
    {
        let _ = give.send(signals);
    }
}

#[cfg(not(unix))]
fn start() {}
