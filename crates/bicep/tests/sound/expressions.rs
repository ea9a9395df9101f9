//! Made-up expressions over all functions and operators of the language.

use crate::numbers::Numbers;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Type {
    Text,
    Int,
    Bool,
    List,
    Object,
}

impl Type {
    pub(crate) const ALL: [Self; 5] = [Self::Text, Self::Int, Self::Bool, Self::List, Self::Object];
}

/// Expressions with `T`, `I`, `B`, `L`, `O` for others of these types, and `F`… for a lambda that gives such a type.
const TEXTS: [&str; 52] = [
    "'<T>'",
    "'<T>-<T>'",
    "'<I>:<B>'",
    "'a<T>b'",
    "'<L>'",
    "toLower(<T>)",
    "toUpper(<T>)",
    "trim(<T>)",
    "concat(<T>, <T>)",
    "concat('x', <T>, <I>)",
    "format('{0}-{1}', <T>, <I>)",
    "replace(<T>, <T>, <T>)",
    "replace(<T>, 'a', 'bb')",
    "substring(<T>, <I>)",
    "substring(<T>, <I>, <I>)",
    "take(<T>, <I>)",
    "skip(<T>, <I>)",
    "padLeft(<T>, <I>)",
    "padLeft(<I>, <I>, '0')",
    "first(<T>)",
    "last(<T>)",
    "first(<L>)",
    "last(<L>)",
    "join(<L>, <T>)",
    "string(<T>)",
    "string(<I>)",
    "string(<B>)",
    "string(<L>)",
    "string(<O>)",
    "base64(<T>)",
    "base64ToString(<T>)",
    "uriComponent(<T>)",
    "uriComponentToString(<T>)",
    "uniqueString(<T>)",
    "uri('https://a.b/', <T>)",
    "dataUri(<T>)",
    "dataUriToString(<T>)",
    "<L>[<I>]",
    "<L>[?<I>] ?? <T>",
    "<L>[^<I>]",
    "<O>.a",
    "<O>.?a ?? <T>",
    "<O>['a']",
    "<O>[?'c'].?a ?? <T>",
    "<O>.?c.a ?? <T>",
    "opt ?? <T>",
    "coalesce(opt, <T>)",
    "made(<T>, <I>)",
    "reduce(<L>, <T>, (s, t) => '${s}${t}')",
    "tenantResourceId('A.B/c', <T>)",
    "any(<T>)",
    "guid(<T>)",
];
const NUMBERS: [&str; 20] = [
    "<I> + <I>",
    "<I> - <I>",
    "<I> * <I>",
    "<I> / <I>",
    "<I> % <I>",
    "-<I>",
    "length(<T>)",
    "length(<L>)",
    "length(<O>)",
    "indexOf(<T>, <T>)",
    "lastIndexOf(<T>, <T>)",
    "indexOf(<L>, <T>)",
    "lastIndexOf(<L>, <T>)",
    "min(<I>, <I>)",
    "max([<I>, <I>])",
    "int(<T>)",
    "int('1<I>')",
    "<O>.?b ?? <I>",
    "dateTimeToEpoch(<T>)",
    "reduce(range(0, <I>), 0, (s, t) => s + t)",
];
const BOOLS: [&str; 34] = [
    "<T> == <T>",
    "<T> != <T>",
    "<T> =~ <T>",
    "<T> !~ <T>",
    "<T> < <T>",
    "<I> < <I>",
    "<I> <= <I>",
    "<I> > <I>",
    "<I> >= <I>",
    "<I> == <I>",
    "<B> == <B>",
    "<L> == <L>",
    "<O> == <O>",
    "<B> && <B>",
    "<B> || <B>",
    "!<B>",
    "contains(<T>, <T>)",
    "contains(<L>, <T>)",
    "contains(<O>, 'a')",
    "contains(<O>, <T>)",
    "startsWith(<T>, <T>)",
    "endsWith(<T>, <T>)",
    "empty(<T>)",
    "empty(<L>)",
    "empty(<O>)",
    "like(<T>, 'a*')",
    "bool(<T>)",
    "opt == null",
    "<O>.?a == null",
    "contains(map(<L>, l => toLower(l)), <T>)",
    "<T> == <T> || <B>",
    "<I> == <I> && <B>",
    "empty(opt)",
    "size == <T>",
];
const LISTS: [&str; 32] = [
    "[<T>]",
    "[<T>, <T>]",
    "[...<L>]",
    "[<T>, ...<L>]",
    "[...<L>, <T>]",
    "concat(<L>, <L>)",
    "union(<L>, <L>)",
    "intersection(<L>, <L>)",
    "array(<T>)",
    "array(<L>)",
    "split(<T>, ',')",
    "split(<T>, ['-', ','])",
    "take(<L>, <I>)",
    "skip(<L>, <I>)",
    "distinct(<L>)",
    "flatten([<L>, <L>])",
    "map(<L>, l => <l>)",
    "map(<L>, (l, i) => '${i}${l}')",
    "filter(<L>, l => l == <T>)",
    "filter(<L>, l => <b>)",
    "filter(<L>, l => contains(l, <T>))",
    "sort(<L>, (x, y) => x < y)",
    "map(items(<O>), o => o.key)",
    "objectKeys(<O>)",
    "map(range(0, <I>), i => 'r${i}')",
    "listed(<L>)",
    "[for l in <L>: <l>]",
    "[for (l, i) in <L>: '${l}${i}']",
    "<O>.?d ?? <L>",
    "map(filter(<L>, l => !empty(l)), l => <l>)",
    "concat([<T>], map(<L>, l => <l>))",
    "map(items(<O>), o => string(o.value))",
];
const OBJECTS: [&str; 24] = [
    "{ a: <T> }",
    "{ a: <T>, b: <I> }",
    "{ ...<O> }",
    "{ ...<O>, a: <T> }",
    "{ a: <T>, ...<O> }",
    "{ '<T>': <I> }",
    "{ a: <T>, c: <O> }",
    "union(<O>, <O>)",
    "union(<O>, { a: <T> })",
    "union({ c: { a: <T> } }, <O>)",
    "shallowMerge([<O>, <O>])",
    "intersection(<O>, <O>)",
    "toObject(<L>, l => l)",
    "toObject(<L>, l => l, l => <l>)",
    "groupBy(<L>, l => l)",
    "groupBy(<L>, l => first(l))",
    "mapValues(<O>, v => 'v${v}')",
    "json('{\"a\":\"x\"}')",
    "json(<T>)",
    "<O>.?c ?? <O>",
    "reduce([<O>, <O>], {}, (s, t) => union(s, t))",
    "{ ...(<B> ? <O> : {}) }",
    "parseCidr('10.0.0.0/24')",
    "any(<O>)",
];

/// Makes expressions. Names are known with their types.
pub(crate) struct Maker<'n> {
    pub(crate) numbers: &'n mut Numbers,
    pub(crate) names: Vec<(String, Type)>,
    /// Whether this is the body of a function, which sees no functions that come later.
    inner: bool,
    /// Whether anything may stand for anything.
    pub(crate) wild: bool,
}

impl<'n> Maker<'n> {
    pub(crate) fn new(numbers: &'n mut Numbers) -> Self {
        Self { numbers, names: Vec::new(), inner: false, wild: false }
    }

    /// The body of a function with these parameters.
    pub(crate) fn function(&mut self, parameters: &[(&str, Type)], of: Type) -> String {
        let names = parameters.iter().map(|(name, of)| ((*name).to_owned(), *of)).collect();
        let outer = std::mem::replace(&mut self.names, names);
        self.inner = true;
        let body = self.value(of, 2);
        self.inner = false;
        self.names = outer;
        body
    }

    /// A loop whose turns give this.
    pub(crate) fn looped(&mut self, of: Type) -> String {
        let items = self.value(Type::List, 2);
        self.names.push(("turn".into(), Type::Text));
        let body = self.value(of, 2);
        self.names.pop();
        format!("[for turn in {items}: {body}]")
    }

    /// An expression of this type.
    pub(crate) fn value(&mut self, of: Type, depth: usize) -> String {
        let of = match self.wild && self.numbers.one_in(4) {
            true => Type::ALL[self.numbers.below(Type::ALL.len())],
            false => of,
        };
        if depth == 0 || self.numbers.one_in(6) {
            return self.leaf(of);
        }
        if self.numbers.one_in(8) {
            let (condition, yes, no) =
                (self.value(Type::Bool, depth - 1), self.value(of, depth - 1), self.value(of, depth - 1));
            return format!("({condition} ? {yes} : {no})");
        }
        let form = match of {
            Type::Text => self.numbers.pick(&TEXTS),
            Type::Int => self.numbers.pick(&NUMBERS),
            Type::Bool => self.numbers.pick(&BOOLS),
            Type::List => self.numbers.pick(&LISTS),
            Type::Object => self.numbers.pick(&OBJECTS),
        };
        let inner = ["opt", "size", "made(", "listed("].iter().any(|word| form.contains(word));
        if self.inner && inner {
            return self.leaf(of);
        }
        let made = self.fill(form, depth - 1);
        let bare = made.ends_with(')') && made.starts_with(|c: char| c.is_ascii_lowercase()) || made.starts_with('\'');
        if bare { made } else { format!("({made})") }
    }

    /// The form with expressions for its gaps.
    fn fill(&mut self, form: &str, depth: usize) -> String {
        let mut made = String::new();
        let mut rest = form;
        let mut in_text = false;
        while let Some(at) = rest.find('<') {
            let (before, gap) = rest.split_at(at);
            in_text ^= before.matches('\'').count() % 2 == 1;
            made += before;
            let of = match gap.get(..3) {
                Some("<T>") => Type::Text,
                Some("<I>") => Type::Int,
                Some("<B>" | "<b>") => Type::Bool,
                Some("<L>") => Type::List,
                Some("<O>") => Type::Object,
                Some("<l>") => Type::Text,
                _ => {
                    made.push('<');
                    rest = &gap[1..];
                    continue;
                }
            };
            // In a lambda its variable may be used.
            let lambda = gap.starts_with("<l>") || gap.starts_with("<b>");
            if lambda {
                self.names.push(("l".into(), Type::Text));
            }
            let value = match in_text {
                // An object or array can't be written in a text.
                true => match self.value(of, depth.min(1)) {
                    value if value.contains(['{', '[', '\n']) => self.name_of(of),
                    value => value,
                },
                false => self.value(of, depth),
            };
            if lambda {
                self.names.pop();
            }
            made += &if in_text { format!("${{{value}}}") } else { value };
            rest = &gap[3..];
        }
        made + rest
    }

    fn name_of(&mut self, of: Type) -> String {
        let fitting: Vec<&str> =
            self.names.iter().filter(|(_, own)| *own == of).map(|(name, _)| name.as_str()).collect();
        match fitting.is_empty() {
            true => "'z'".into(),
            false => fitting[self.numbers.below(fitting.len())].to_owned(),
        }
    }

    fn leaf(&mut self, of: Type) -> String {
        let fitting: Vec<String> =
            self.names.iter().filter(|(_, own)| self.wild || *own == of).map(|(name, _)| name.clone()).collect();
        if !fitting.is_empty() && !self.numbers.one_in(4) {
            return fitting[self.numbers.below(fitting.len())].clone();
        }
        let leaf = match of {
            Type::Text => self.numbers.pick(&["'a'", "'b'", "'AB'", "''", "'x,y'", "'10'", "'a-b'"]),
            Type::Int => self.numbers.pick(&["0", "1", "2", "3", "10"]),
            Type::Bool => self.numbers.pick(&["true", "false"]),
            Type::List => self.numbers.pick(&["[]", "['a']", "['a', 'b']", "['A', '', 'a']"]),
            Type::Object => self.numbers.pick(&["{}", "{ a: 'x' }", "{ b: 2, d: ['y'] }", "{ c: { a: 'z' } }"]),
        };
        leaf.to_owned()
    }
}
