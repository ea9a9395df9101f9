//! Tables on the terminal.

/// Prints rows under their heads. Columns of numbers stand at the right.
pub(crate) fn print(heads: &[&str], rows: &[Vec<String>]) {
    let cells = |column: usize| rows.iter().filter_map(move |row| row.get(column));
    let width = |cell: &str| cell.chars().count();
    let columns = heads.iter().enumerate().map(|(column, head)| {
        let widest = cells(column).map(|cell| width(cell)).max().unwrap_or(0).max(width(head));
        (widest, cells(column).all(|cell| cell == "-" || cell.starts_with(|first: char| first.is_ascii_digit())))
    });
    let columns: Vec<(usize, bool)> = columns.collect();
    let line = |row: &mut dyn Iterator<Item = &str>| {
        let padded = row.zip(&columns).map(|(cell, (wide, right))| match right {
            true => format!("{cell:>wide$}"),
            false => format!("{cell:<wide$}"),
        });
        println!("{}", padded.collect::<Vec<_>>().join("  ").trim_end());
    };
    line(&mut heads.iter().copied());
    rows.iter().for_each(|row| line(&mut row.iter().map(String::as_str)));
}
