//! Work on slices by several threads, with results in order.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

/// Cuts `items` into pieces of `size`, works on them with `threads` threads and returns the results in order. What a
/// piece gives does not depend on the thread that works on it.
pub(crate) fn map<T: Sync, R: Send>(
    items: &[T],
    size: usize,
    threads: usize,
    work: impl Fn(&[T]) -> R + Sync,
) -> Vec<R> {
    let pieces: Vec<&[T]> = items.chunks(size.max(1)).collect();
    if threads <= 1 || pieces.len() <= 1 {
        return pieces.into_iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    let serve = |sender: mpsc::Sender<_>| {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(piece) = pieces.get(number) else { break };
            let _ = sender.send((number, work(piece)));
        }
    };
    std::thread::scope(|scope| {
        // This thread works too: it does all of it where the system refuses others.
        for _ in 1..threads.min(pieces.len()) {
            let sender = sender.clone();
            if std::thread::Builder::new().spawn_scoped(scope, || serve(sender)).is_err() {
                break;
            }
        }
        serve(sender.clone());
    });
    drop(sender);
    let mut results: Vec<_> = receiver.into_iter().collect();
    results.sort_by_key(|(number, _)| *number);
    results.into_iter().map(|(_, result)| result).collect()
}
