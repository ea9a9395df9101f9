; How editors highlight Bicep. Where several patterns fit a node, the last one is taken.

; Names

(identifier) @variable

(parameter_declaration name: (identifier) @variable.parameter)
(function_parameter name: (identifier) @variable.parameter)
(lambda_expression parameters: (identifier) @variable.parameter)
(lambda_parameters (identifier) @variable.parameter)

(property key: (identifier) @property)
(property_type key: (identifier) @property)
(member_expression property: (identifier) @property)
(nested_resource_expression resource: (identifier) @property)

(function_declaration name: (identifier) @function)
(call_expression function: (identifier) @function)

; Types

(type_declaration name: (identifier) @type)
(type_declaration value: (identifier) @type)
(parameter_declaration type: (identifier) @type)
(variable_declaration type: (identifier) @type)
(output_declaration type: (identifier) @type)
(function_declaration type: (identifier) @type)
(function_parameter type: (identifier) @type)
(property_type type: (identifier) @type)
(generic_type name: (identifier) @type)
(array_type item: (identifier) @type)
(indexed_type object: (identifier) @type)
(member_type object: (identifier) @type)
(member_type property: (identifier) @type)
[
  (nullable_type (identifier) @type)
  (non_null_type (identifier) @type)
  (parenthesized_type (identifier) @type)
  (tuple_item (identifier) @type)
  (type_arguments (identifier) @type)
  (union_type (identifier) @type)
]

; Namespaces and what is imported

(import_namespace alias: (identifier) @module)
(extension_declaration extension: (identifier) @module)
(extension_declaration alias: (identifier) @module)
(extension_configuration name: (identifier) @module)

; Decorators

(decorator "@" @attribute)
(decorator (identifier) @attribute)
(decorator (call_expression function: (identifier) @attribute))
(decorator (call_expression object: (identifier) @module))
(decorator (member_expression property: (identifier) @attribute))
(decorator (member_expression object: (identifier) @module))

; Literals

(string) @string
(multiline_string) @string
(escape_sequence) @string.escape
(integer) @number
(boolean) @boolean
(null) @constant.builtin
(none) @constant.builtin

(interpolation "}" @punctuation.special) @embedded
(string (interpolation "${" @punctuation.special))

; Comments and pragmas

(comment) @comment
(unterminated_comment) @comment
(pragma) @keyword.directive

; Words

[
  "as"
  "assert"
  "existing"
  "extends"
  "extension"
  "extensionConfig"
  "for"
  "from"
  "func"
  "if"
  "import"
  "in"
  "metadata"
  "module"
  "output"
  "param"
  "resource"
  "targetScope"
  "test"
  "type"
  "using"
  "var"
  "with"
] @keyword

; Operators and brackets

(binary_expression operator: _ @operator)
(unary_expression operator: _ @operator)
(negated_type operator: _ @operator)
(ternary_expression ["?" ":"] @operator)
(non_null_expression "!" @operator)
(non_null_type "!" @operator)
(nullable_type "?" @operator)
(union_type "|" @operator)
(member_expression safe: "?" @operator)
(index_expression ["?" "^"] @operator)
(nested_resource_expression "::" @operator)
(lambda_expression "=>" @operator)
(function_declaration "=>" @operator)
(spread "..." @operator)
"=" @operator

[
  ","
  "."
] @punctuation.delimiter

(property ":" @punctuation.delimiter)
(property_type ":" @punctuation.delimiter)

[
  "("
  ")"
  "["
  "]"
  "{"
] @punctuation.bracket

(object "}" @punctuation.bracket)
(object_type "}" @punctuation.bracket)
(import_list "}" @punctuation.bracket)
