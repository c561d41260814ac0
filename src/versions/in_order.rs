//! Work that all processors share, with results that one thread takes in order.

use crate::error::Error;
use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// Makes something of each piece, by all processors, and gives it to `take` in the order of the
/// pieces. While one is taken, others are made: at most `ahead` are on the way or wait.
///
/// # Errors
/// The first one of `make` or `take`, in that order. Nothing behind it is taken.
pub(super) fn in_order<P: Sync, R: Send>(
    pieces: &[P],
    ahead: usize,
    make: &(dyn Fn(&P) -> Result<R, Error> + Sync),
    take: &mut dyn FnMut(R) -> Result<(), Error>,
) -> Result<(), Error> {
    rayon::in_place_scope_fifo(|scope| {
        let mut open = pieces.iter();
        let mut started: VecDeque<Receiver<Result<R, Error>>> = VecDeque::new();
        loop {
            while started.len() < ahead.max(1)
                && let Some(piece) = open.next()
            {
                let (give, made) = channel();
                // Behind a fault nobody waits any more.
                scope.spawn_fifo(move |_| drop(give.send(make(piece))));
                started.push_back(made);
            }
            // Nothing comes where a thread has panicked: the end of the scope passes that on.
            let Some(made) = started.pop_front().and_then(|made| wait_for(&made)) else { return Ok(()) };
            take(made?)?;
        }
    })
}

/// What another thread makes; `None` when it panics. Where this thread is one of those that work,
/// it works while it waits.
fn wait_for<R>(made: &Receiver<R>) -> Option<R> {
    const SOON: Duration = Duration::from_millis(1);
    while let Some(worked) = rayon::yield_now() {
        let most = if worked == rayon::Yield::Executed { Duration::ZERO } else { SOON };
        match made.recv_timeout(most) {
            Ok(made) => return Some(made),
            Err(RecvTimeoutError::Disconnected) => return None,
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
    made.recv().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn taken(ahead: usize, make: &(dyn Fn(&usize) -> Result<usize, Error> + Sync)) -> (Vec<usize>, Result<(), Error>) {
        let pieces: Vec<usize> = (0..200).collect();
        let mut taken = Vec::new();
        let done = in_order(&pieces, ahead, make, &mut |made| {
            taken.push(made);
            Ok(())
        });
        (taken, done)
    }

    #[test]
    fn results_come_in_the_order_of_the_pieces_and_no_more_wait_than_allowed() {
        for ahead in [0, 1, 7] {
            let made = AtomicUsize::new(0);
            let pieces: Vec<usize> = (0..200).collect();
            let make = |piece: &usize| {
                made.fetch_add(1, Ordering::SeqCst);
                // Later pieces are often quicker.
                std::thread::sleep(Duration::from_micros(300 * (piece % 3) as u64));
                Ok(*piece)
            };
            let mut next = 0;
            let done = in_order(&pieces, ahead, &make, &mut |piece| {
                assert_eq!(piece, next);
                next += 1;
                assert!(made.load(Ordering::SeqCst) <= next + ahead);
                Ok(())
            });
            assert!(done.is_ok() && next == 200);
        }
    }

    #[test]
    fn the_first_fault_ends_it() {
        let make = |piece: &usize| match piece % 50 {
            49 => Err(Error::new(format!("no {piece}"))),
            _ => Ok(*piece),
        };
        let (taken, done) = taken(8, &make);
        assert_eq!((taken.len(), done.unwrap_err().message()), (49, "no 49"));
    }

    #[test]
    fn a_thread_of_the_pool_works_while_it_waits() {
        let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        let (taken, done) = alone.install(|| taken(8, &|piece| Ok(*piece)));
        assert!(done.is_ok());
        assert_eq!(taken, (0..200).collect::<Vec<_>>());
    }

    #[test]
    fn a_panic_goes_on() {
        let caught = std::panic::catch_unwind(|| taken(8, &|piece| if *piece == 9 { panic!("nine") } else { Ok(0) }));
        assert!(caught.is_err());
    }
}
