//! A pool of threads that make results of items, which come out in the order in which the items went in.
//!
//! An item is cheap and its weight need not be known: work on it takes room as it goes, and may give any number of results,
//! which come out while it goes on. What is under way weighs no more than the limit, and one item more: the one whose
//! results are due may exceed it, or nothing would ever come out, but only while everything that it gave has come out.

use std::any::Any;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::io;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crossbeam_channel::{Receiver, Sender};

use crate::read::Room;

/// Limits on what may be under way at once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Number of threads that work.
    pub threads: usize,
    /// Weight under way before no more is taken.
    pub weight: u64,
}

impl Limits {
    /// Results wait in memory for those before them, so their number is bounded too: a slow item must not let the others
    /// run away.
    fn results(self) -> usize {
        self.threads.max(1) * 64
    }
}

/// Lets `work` make results of `items` on several threads and hands them to `sink` on this thread, in the items' order and
/// in the order in which the work on one gave them.
///
/// Each item comes with the weight that it has from the start. A panic in `work` is passed on to the caller. Where the
/// system refuses some of the threads, the others do the work.
///
/// # Errors
/// The first error of `sink`; no further item is taken after it. [`NoThread`] when the system refuses them all.
pub(super) fn ordered<T: Send, R: Send, E: From<NoThread>>(
    items: impl Iterator<Item = (u64, T)> + Send,
    limits: Limits,
    work: impl Fn(T, &Outlet<'_, R>) + Sync,
    sink: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let queue = Mutex::new(items.enumerate());
    let shared = Shared { limits, state: Mutex::default(), changed: Condvar::new() };
    std::thread::scope(|scope| {
        let (sender, receiver) = crossbeam_channel::unbounded();
        let start = || {
            let sender = sender.clone();
            std::thread::Builder::new().spawn_scoped(scope, || serve(&queue, &shared, &work, sender))
        };
        let started: Vec<_> = (0..limits.threads.max(1)).map(|_| start()).collect();
        if !started.iter().any(Result::is_ok)
            && let Some(Err(error)) = started.into_iter().next()
        {
            return Err(NoThread(error).into());
        }
        drop(sender);
        let result = drain(&receiver, &shared, sink);
        shared.update(|state| state.stopped = true);
        match result {
            Ok(()) => Ok(()),
            Err(Stop::Sink(error)) => Err(error),
            Err(Stop::Panic(panic)) => resume_unwind(panic),
        }
    })
}

/// The system refuses a thread.
#[derive(Debug)]
pub(super) struct NoThread(pub(super) io::Error);

enum Stop<E> {
    Sink(E),
    Panic(Box<dyn Any + Send>),
}

/// What the threads know of each other.
struct Shared {
    limits: Limits,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// Weight taken and not yet come out.
    weight: u64,
    /// Results given and not yet come out.
    results: usize,
    /// Items taken and not yet done with.
    items: usize,
    /// Number of the item whose results are due, and how many of them have come out.
    due: usize,
    out: u64,
    stopped: bool,
}

impl State {
    fn is_full(&self, limits: Limits) -> bool {
        self.weight >= limits.weight || self.results >= limits.results()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    /// Changes the state, once `until` it is so or all is stopped.
    fn when(&self, until: impl Fn(&State) -> bool, change: impl FnOnce(&mut State)) {
        let mut state = lock(&self.state);
        while !state.stopped && !until(&state) {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        change(&mut state);
    }

    fn update(&self, change: impl FnOnce(&mut State)) {
        change(&mut lock(&self.state));
        self.changed.notify_all();
    }
}

/// What a thread says of an item.
enum Message<R> {
    /// A result and the weight that goes with it.
    Result(u64, R),
    /// There are no more, and some weight was left.
    End(u64),
    Panic(Box<dyn Any + Send>),
}

/// Where the results of one item go.
pub(super) struct Outlet<'a, R> {
    shared: &'a Shared,
    sender: &'a Sender<(usize, Message<R>)>,
    item: usize,
    /// Weight taken for the next result.
    weight: Cell<u64>,
    /// Results given.
    given: Cell<u64>,
}

impl<R> Outlet<'_, R> {
    /// Whether more may be taken or given: there is room, or all waits for this very item.
    fn is_free(&self, state: &State) -> bool {
        !state.is_full(self.shared.limits) || state.due == self.item && state.out == self.given.get()
    }

    /// Gives a result, with the weight taken since the one before. Waits while too many wait to come out. Breaks when no more
    /// are wanted.
    pub(super) fn give(&self, result: R) -> ControlFlow<()> {
        let mut stopped = false;
        self.shared.when(
            |state| state.results < self.shared.limits.results() || self.is_free(state),
            |state| {
                state.results += 1;
                stopped = state.stopped;
            },
        );
        self.given.set(self.given.get() + 1);
        let sent = self.sender.send((self.item, Message::Result(self.weight.take(), result)));
        if stopped || sent.is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

impl<R> Room for Outlet<'_, R> {
    fn take(&self, bytes: u64) {
        self.shared.when(|state| self.is_free(state), |state| state.weight += bytes);
        self.weight.set(self.weight.get() + bytes);
    }
}

/// One thread: takes an item when there is room for more, works, says that it is done.
fn serve<T, R>(
    queue: &Mutex<impl Iterator<Item = (usize, (u64, T))>>,
    shared: &Shared,
    work: &impl Fn(T, &Outlet<'_, R>),
    sender: Sender<(usize, Message<R>)>,
) {
    loop {
        // Held until the item is counted in: whoever finds room next must know of it.
        let mut items = lock(queue);
        let mut stopped = false;
        shared.when(|state| state.items == 0 || !state.is_full(shared.limits), |state| stopped = state.stopped);
        let next = if stopped { None } else { items.next() };
        let Some((item, (weight, value))) = next else { return };
        let mut state = lock(&shared.state);
        state.items += 1;
        state.weight += weight;
        drop((state, items));
        let outlet = Outlet { shared, sender: &sender, item, weight: Cell::new(weight), given: Cell::new(0) };
        let end = match catch_unwind(AssertUnwindSafe(|| work(value, &outlet))) {
            Ok(()) => Message::End(outlet.weight.take()),
            Err(panic) => Message::Panic(panic),
        };
        if sender.send((item, end)).is_err() {
            return;
        }
    }
}

fn drain<R, E>(
    receiver: &Receiver<(usize, Message<R>)>,
    shared: &Shared,
    mut sink: impl FnMut(R) -> Result<(), E>,
) -> Result<(), Stop<E>> {
    let mut early: BTreeMap<usize, Vec<Message<R>>> = BTreeMap::new();
    let mut due = 0;
    // Whether the item is done.
    let mut hear = |message: Message<R>, next: usize| -> Result<bool, Stop<E>> {
        match message {
            Message::Result(weight, result) => {
                sink(result).map_err(Stop::Sink)?;
                shared.update(|state| {
                    state.weight -= weight;
                    state.results -= 1;
                    state.out += 1;
                });
                Ok(false)
            }
            Message::End(weight) => {
                shared.update(|state| {
                    state.weight -= weight;
                    state.items -= 1;
                    (state.due, state.out) = (next, 0);
                });
                Ok(true)
            }
            Message::Panic(panic) => Err(Stop::Panic(panic)),
        }
    };
    for (item, message) in receiver {
        if item != due {
            early.entry(item).or_default().push(message);
            continue;
        }
        let mut is_done = hear(message, due + 1)?;
        while is_done {
            due += 1;
            is_done = false;
            for message in early.remove(&due).unwrap_or_default() {
                is_done = hear(message, due + 1)?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};

    /// What the sinks of these tests say.
    #[derive(Debug, PartialEq)]
    struct Full(u32);

    impl From<NoThread> for Full {
        fn from(no: NoThread) -> Self {
            panic!("{}", no.0)
        }
    }

    const LIMITS: Limits = Limits { threads: 4, weight: 10 };

    #[test]
    fn results_come_in_order_whatever_finishes_first() {
        let mut seen = Vec::new();
        let items = (0..500_u64).map(|n| (n % 7, n));
        // Later items are done sooner. An item has up to four results, and some have none.
        let work = |n: u64, outlet: &Outlet<'_, (u64, u64)>| {
            std::hint::black_box((0..(500 - n) * 20).sum::<u64>());
            for part in 0..n % 5 {
                outlet.take(n % 3 * part);
                let _ = outlet.give((n, part));
            }
            outlet.take(1);
        };
        ordered(items, LIMITS, work, |result| {
            seen.push(result);
            Ok::<_, Full>(())
        })
        .unwrap();
        assert_eq!(seen, (0..500).flat_map(|n| (0..n % 5).map(move |part| (n, part))).collect::<Vec<_>>());
    }

    #[test]
    fn an_error_of_the_sink_stops_the_work() {
        let items = (0..).map(|n| (1, n));
        let work = |n: u32, outlet: &Outlet<'_, u32>| outlet.give(n).continue_value().unwrap_or_default();
        let result = ordered(items, LIMITS, work, |n| if n == 20 { Err(Full(20)) } else { Ok(()) });
        assert_eq!(result, Err(Full(20)));
    }

    #[test]
    fn an_item_without_end_gives_its_results_as_it_goes() {
        let work = |_: u32, outlet: &Outlet<'_, u32>| {
            let mut numbers = 0..;
            while numbers.next().is_some_and(|n| outlet.give(n).is_continue()) {}
        };
        let items = (0..).map(|n| (0, n));
        let result = ordered(items, LIMITS, work, |n| if n == 10_000 { Err(Full(n)) } else { Ok(()) });
        assert_eq!(result, Err(Full(10_000)));
    }

    #[test]
    fn what_is_under_way_is_bounded_though_no_size_is_known_beforehand() {
        let (held, most) = (AtomicU64::new(0), AtomicU64::new(0));
        // Documents grow piece by piece; every seventh is larger than the limit by itself.
        let work = |n: u64, outlet: &Outlet<'_, u64>| {
            for _ in 0..3 {
                let size = if n.is_multiple_of(7) { 25 } else { n % 6 };
                for _ in 0..size {
                    outlet.take(1);
                    let now = held.fetch_add(1, Ordering::SeqCst) + 1;
                    most.fetch_max(now, Ordering::SeqCst);
                }
                let _ = outlet.give(size);
            }
        };
        let sink = |size| {
            held.fetch_sub(size, Ordering::SeqCst);
            Ok::<_, Full>(())
        };
        ordered((0..400).map(|n| (0, n)), LIMITS, work, sink).unwrap();
        // The limit, and the one document that is due.
        let most = most.into_inner();
        assert!(most <= LIMITS.weight + 25, "{most}");
    }

    #[test]
    fn a_panic_is_passed_on() {
        let items = (0..).map(|n| (1, n));
        let work = |n: u32, outlet: &Outlet<'_, ()>| {
            assert!(n < 30, "thirty");
            let _ = outlet.give(());
        };
        let run = || ordered(items, LIMITS, work, |()| Ok::<_, Full>(()));
        assert!(catch_unwind(AssertUnwindSafe(run)).is_err());
    }
}
