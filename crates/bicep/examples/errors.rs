fn main() {
    for path in std::env::args().skip(1) {
        let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let s = aiolint_bicep::syntax::parse(text, aiolint_bicep::syntax::Dialect::of_path(&path).unwrap_or_default());
        for e in s.errors {
            let l = text[..e.span.start as usize].matches('\n').count() + 1;
            println!("{path}\t{l}\t{}\t{}", e.message, e.help.unwrap_or_default());
        }
        println!("{path}\tS\t{}", s.statements.len());
    }
}
