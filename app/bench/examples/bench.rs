//! `cargo run --release -p bench --example bench -- [postgres://…] SIZE…`
fn main() {
    let mut options = bench::Options { server: None, sizes: Vec::new() };
    for word in std::env::args().skip(1) {
        match word.parse::<u64>() {
            Ok(size) => options.sizes.push(size),
            Err(_) => options.server = word.parse().ok(),
        }
    }
    if let Err(error) = bench::run(&options, &mut |line| println!("{line}")) {
        eprintln!("{error}");
    }
}
