// Maps and their sheets: small functions that the compiler inlines into each other.
use std::collections::BTreeMap;

struct Sheet {
    width: f64,
    height: f64,
}

impl Sheet {
    fn area(&self) -> f64 {
        self.width * self.height
    }
}

fn scale(zoom: u32) -> u32 {
    zoom.wrapping_mul(3) + 1
}

fn zoomed(zoom: u32) -> u32 {
    scale(zoom) + scale(zoom / 2)
}

#[inline(never)]
fn fold(sheets: u32) -> f64 {
    let all: Vec<Sheet> = (0..sheets)
        .map(|i| Sheet { width: i as f64 + 1.0, height: zoomed(i) as f64 })
        .collect();
    all.iter().map(|sheet| sheet.area() / (1.0 + sheet.width)).sum()
}

#[inline(never)]
fn index(places: u32) -> u64 {
    let mut names: BTreeMap<String, u64> = BTreeMap::new();
    for i in 0..places {
        *names.entry(format!("place {}", zoomed(i) % 17)).or_default() += i as u64;
    }
    names.values().sum()
}

#[inline(never)]
fn northernmost(places: &mut Vec<u32>) -> u32 {
    places.sort_by_key(|place| zoomed(*place));
    places.last().copied().unwrap_or(0)
}

fn main() {
    let count = std::env::args().count() as u32;
    let mut places: Vec<u32> = (0..count * 8).rev().collect();
    let all = fold(count) + index(count) as f64;
    std::process::exit((all as u32 + northernmost(&mut places)) as i32 & 127);
}
