//! Proofs over finished datasets: verify, restore, diff, and the lock.
