//! Burns CPU time along a known tree and tells, when it is ended, how many nanoseconds went where.

use std::hint::black_box;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

static ENDED: AtomicBool = AtomicBool::new(false);

extern "C" {
    fn signal(number: i32, handler: extern "C" fn(i32)) -> usize;
}

extern "C" fn end(_: i32) {
    ENDED.store(true, Ordering::Relaxed);
}

#[inline(never)]
fn leaf_burn(mut x: u64) -> u64 {
    for _ in 0..50000 {
        x = black_box(x.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407));
    }
    x
}

#[inline(never)]
fn deep_burn(x: u64, depth: u32) -> u64 {
    let y = if depth == 0 { leaf_burn(x) } else { deep_burn(x, depth - 1) };
    black_box(y).wrapping_add(1)
}

#[inline(never)]
fn other_burn(x: u64) -> u64 {
    black_box(leaf_burn(x)).wrapping_add(1)
}

trait Work {
    fn run_burn(&self, x: u64) -> u64;
}

struct Job;

impl Work for Job {
    #[inline(never)]
    fn run_burn(&self, x: u64) -> u64 {
        black_box(leaf_burn(black_box(x))).wrapping_add(2)
    }
}

fn main() {
    unsafe { signal(15, end) };
    let mut nanos = [0u128; 3];
    let mut x = 1;
    let job: Box<dyn Work> = black_box(Box::new(Job));
    while !ENDED.load(Ordering::Relaxed) {
        let start = Instant::now();
        x = deep_burn(x, 2);
        let deep = Instant::now();
        x = other_burn(other_burn(x));
        let other = Instant::now();
        x = job.run_burn(x);
        nanos[0] += (deep - start).as_nanos();
        nanos[1] += (other - deep).as_nanos();
        nanos[2] += other.elapsed().as_nanos();
    }
    println!("main;deep_burn;deep_burn;deep_burn;leaf_burn {}", nanos[0]);
    println!("main;other_burn;leaf_burn {}", nanos[1]);
    println!("main;run_burn;leaf_burn {}", nanos[2]);
    black_box(x);
}
