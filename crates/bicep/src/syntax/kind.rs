//! The kinds and fields of the parser's tree, by number: comparing names at every node would take as long as
//! parsing.

use std::sync::OnceLock;

use tree_sitter::{Language, TreeCursor};

/// Two enums, and what the grammar calls their members.
macro_rules! named {
    ($(#[$about:meta])* $name:ident { $($member:ident = $text:literal),* $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum $name {
            $($member,)*
            /// Any other.
            Other,
        }

        impl $name {
            fn from_text(text: &str) -> Self {
                match text {
                    $($text => Self::$member,)*
                    _ => Self::Other,
                }
            }

            #[cfg(test)]
            const ALL: &[&str] = &[$($text),*];
        }
    };
}

named!(
    /// The kind of a node, a keyword or a mark.
    Kind {
        Array = "array",
        ArrayType = "array_type",
        Arguments = "arguments",
        Binary = "binary_expression",
        Boolean = "boolean",
        Call = "call_expression",
        Caret = "^",
        Comment = "comment",
        Decorator = "decorator",
        Escape = "escape_sequence",
        Existing = "existing",
        Extends = "extends_statement",
        Extension = "extension_declaration",
        ExtensionConfiguration = "extension_configuration",
        ForExpression = "for_expression",
        ForVariables = "for_variables",
        Function = "function_declaration",
        FunctionParameter = "function_parameter",
        Identifier = "identifier",
        IfBody = "if_body",
        Import = "import_statement",
        ImportItem = "import_item",
        ImportList = "import_list",
        ImportNamespace = "import_namespace",
        Index = "index_expression",
        Integer = "integer",
        Interpolation = "interpolation",
        Lambda = "lambda_expression",
        LambdaParameters = "lambda_parameters",
        // No name of the grammar's: any other mark or keyword.
        Mark = "",
        Member = "member_expression",
        MemberType = "member_type",
        Metadata = "metadata_declaration",
        Minus = "-",
        Module = "module_declaration",
        MultilineString = "multiline_string",
        Nested = "nested_resource_expression",
        NonNull = "non_null_expression",
        None = "none",
        Not = "!",
        Null = "null",
        NullableType = "nullable_type",
        Object = "object",
        ObjectType = "object_type",
        Output = "output_declaration",
        Parameter = "parameter_declaration",
        Parenthesized = "parenthesized_expression",
        ParenthesizedType = "parenthesized_type",
        Pragma = "pragma",
        Property = "property",
        PropertyType = "property_type",
        Question = "?",
        Resource = "resource_declaration",
        Spread = "spread",
        String = "string",
        TargetScope = "target_scope",
        Ternary = "ternary_expression",
        TupleType = "tuple_type",
        Type = "type_declaration",
        Unary = "unary_expression",
        UnionType = "union_type",
        Using = "using_statement",
        Variable = "variable_declaration",
    }
);

named!(
    /// The part that a node plays in the one above it.
    Field {
        Alias = "alias",
        Arguments = "arguments",
        Body = "body",
        Condition = "condition",
        Existing = "existing",
        Extension = "extension",
        Function = "function",
        Index = "index",
        Item = "item",
        Items = "items",
        Key = "key",
        Name = "name",
        Object = "object",
        Parameters = "parameters",
        Path = "path",
        Property = "property",
        Resource = "resource",
        Type = "type",
        Value = "value",
        Variables = "variables",
    }
);

impl Kind {
    /// Whether it is a mark or a keyword rather than a rule of the grammar.
    pub(super) fn is_mark(self) -> bool {
        matches!(self, Self::Mark | Self::Caret | Self::Existing | Self::Minus | Self::Not | Self::Question)
    }

    fn of(language: &Language, id: u16) -> Self {
        match Self::from_text(language.node_kind_for_id(id).unwrap_or_default()) {
            Self::Other if !language.node_kind_is_named(id) => Self::Mark,
            kind => kind,
        }
    }
}

/// What the numbers of the generated parser mean.
pub(super) struct Vocabulary {
    kinds: Vec<Kind>,
    fields: Vec<Field>,
}

impl Vocabulary {
    /// The one of our grammar.
    pub(super) fn get() -> &'static Self {
        static VOCABULARY: OnceLock<Vocabulary> = OnceLock::new();
        VOCABULARY.get_or_init(|| {
            let language = Language::new(tree_sitter_bicep::LANGUAGE);
            let kinds = 0..u16::try_from(language.node_kind_count()).unwrap_or(u16::MAX);
            let fields = 0..=u16::try_from(language.field_count()).unwrap_or(u16::MAX - 1);
            let field = |id| language.field_name_for_id(id).map_or(Field::Other, Field::from_text);
            Self { kinds: kinds.map(|id| Kind::of(&language, id)).collect(), fields: fields.map(field).collect() }
        })
    }

    /// The kind of the node that a cursor is at.
    pub(super) fn kind(&self, cursor: &TreeCursor<'_>) -> Kind {
        self.kinds.get(usize::from(cursor.node().kind_id())).copied().unwrap_or(Kind::Other)
    }

    /// The part of the node that a cursor is at.
    pub(super) fn field(&self, cursor: &TreeCursor<'_>) -> Field {
        let id = cursor.field_id().map_or(0, |id| usize::from(id.get()));
        self.fields.get(id).copied().unwrap_or(Field::Other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammar_has_every_name() {
        let language = Language::new(tree_sitter_bicep::LANGUAGE);
        let kinds: Vec<_> = (0..u16::MAX).map_while(|id| language.node_kind_for_id(id)).collect();
        let missing: Vec<_> = Kind::ALL.iter().filter(|name| !name.is_empty() && !kinds.contains(name)).collect();
        assert_eq!(missing, Vec::<&&str>::new());
        let missing: Vec<_> = Field::ALL.iter().filter(|name| language.field_id_for_name(name).is_none()).collect();
        assert_eq!(missing, Vec::<&&str>::new());
    }
}
