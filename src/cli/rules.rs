//! `taojin rules`: the rules there are, and a test of them all.
