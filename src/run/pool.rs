//! A pool of threads whose results come out in the order in which the work went in.

use std::any::Any;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crossbeam_channel::{Receiver, Sender};

/// What the threads share: the work not yet taken, and how much of what was taken has not come out yet.
struct Queue<I> {
    items: I,
    next: u64,
    /// Weight of items taken and not yet handed to the sink, and their number.
    weight: u64,
    count: usize,
    stopped: bool,
}

/// Limits on what may be under way at once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Number of threads that work.
    pub threads: usize,
    /// Weight under way before no further item is taken; one item may exceed it alone.
    pub weight: u64,
}

type Outcome<R> = (u64, u64, Result<R, Box<dyn Any + Send>>);

/// Maps `work` over `items` on several threads and hands the results to `sink` on this thread, in the items' order.
///
/// Each item comes with its weight. A panic in `work` is passed on to the caller.
///
/// # Errors
/// The first error of `sink`; no further item is taken after it.
pub(super) fn ordered<T: Send, R: Send, E>(
    items: impl Iterator<Item = (u64, T)> + Send,
    limits: Limits,
    work: impl Fn(T) -> R + Sync,
    mut sink: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let queue = Mutex::new(Queue { items, next: 0, weight: 0, count: 0, stopped: false });
    let room = Condvar::new();
    std::thread::scope(|scope| {
        let (sender, receiver) = crossbeam_channel::unbounded();
        for _ in 0..limits.threads.max(1) {
            let sender = sender.clone();
            scope.spawn(|| serve(&queue, &room, limits, &work, sender));
        }
        drop(sender);
        let result = drain(&receiver, &queue, &room, &mut sink);
        lock(&queue).stopped = true;
        room.notify_all();
        match result {
            Ok(()) => Ok(()),
            Err(Stop::Sink(error)) => Err(error),
            Err(Stop::Panic(panic)) => resume_unwind(panic),
        }
    })
}

enum Stop<E> {
    Sink(E),
    Panic(Box<dyn Any + Send>),
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One thread: takes an item when there is room for it, works, sends the result.
fn serve<T, R>(
    queue: &Mutex<Queue<impl Iterator<Item = (u64, T)>>>,
    room: &Condvar,
    limits: Limits,
    work: &impl Fn(T) -> R,
    sender: Sender<Outcome<R>>,
) {
    // Results wait in memory for those before them, so their number is bounded too: a slow item must not let the
    // others run away.
    let most = limits.threads.max(1) * 64;
    loop {
        let mut state = lock(queue);
        while !state.stopped && state.count > 0 && (state.weight >= limits.weight || state.count >= most) {
            state = room.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.stopped {
            return;
        }
        let Some((weight, item)) = state.items.next() else { return };
        let number = state.next;
        state.next += 1;
        state.weight += weight;
        state.count += 1;
        drop(state);
        let result = catch_unwind(AssertUnwindSafe(|| work(item)));
        if sender.send((number, weight, result)).is_err() {
            return;
        }
    }
}

fn drain<I, R, E>(
    receiver: &Receiver<Outcome<R>>,
    queue: &Mutex<Queue<I>>,
    room: &Condvar,
    sink: &mut impl FnMut(R) -> Result<(), E>,
) -> Result<(), Stop<E>> {
    let mut early = BTreeMap::new();
    let mut due = 0;
    for (number, weight, result) in receiver {
        early.insert(number, (weight, result.map_err(Stop::Panic)?));
        while let Some((weight, result)) = early.remove(&due) {
            due += 1;
            sink(result).map_err(Stop::Sink)?;
            let mut state = lock(queue);
            state.weight -= weight;
            state.count -= 1;
            drop(state);
            room.notify_all();
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { threads: 4, weight: 10 };

    #[test]
    fn results_come_in_order_whatever_finishes_first() {
        let mut seen = Vec::new();
        let items = (0..500_u64).map(|n| (n % 7, n));
        // Later items are done sooner.
        let work = |n: u64| {
            std::hint::black_box((0..(500 - n) * 20).sum::<u64>());
            n
        };
        ordered(items, LIMITS, work, |n| {
            seen.push(n);
            Ok::<_, ()>(())
        })
        .unwrap();
        assert_eq!(seen, (0..500).collect::<Vec<_>>());
    }

    #[test]
    fn an_error_of_the_sink_stops_the_work() {
        let items = (0..).map(|n| (1, n));
        let result = ordered(items, LIMITS, |n: u32| n, |n| if n == 20 { Err("full") } else { Ok(()) });
        assert_eq!(result, Err("full"));
    }

    #[test]
    fn a_panic_is_passed_on() {
        let items = (0..).map(|n| (1, n));
        let run = || ordered(items, LIMITS, |n: u32| assert!(n < 30, "thirty"), |()| Ok::<_, ()>(()));
        assert!(catch_unwind(AssertUnwindSafe(run)).is_err());
    }
}
