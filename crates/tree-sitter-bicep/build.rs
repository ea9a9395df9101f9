//! Compiles the generated parser and the hand-written scanner.

fn main() {
    let mut build = cc::Build::new();
    build.std("c11").include("src").file("src/parser.c").file("src/scanner.c");
    // Generated code: its warnings say nothing that we could mend.
    build.flag_if_supported("-Wno-unused").flag_if_supported("-Wno-unused-parameter");
    // A debug build is what the tests use; an unoptimised parser would be ten times slower there.
    build.opt_level(2);
    build.compile("tree-sitter-bicep");
    for file in ["src/parser.c", "src/scanner.c", "src/tree_sitter/parser.h"] {
        println!("cargo:rerun-if-changed={file}");
    }
}
