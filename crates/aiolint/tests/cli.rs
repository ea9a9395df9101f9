//! The program as users run it: commands with their output and exit code, in `cmd/`.

#[test]
fn commands_print_what_the_cases_say() {
    trycmd::TestCases::new().case("tests/cmd/*.md").case("tests/cmd/*.toml");
}
