/**
 * A grammar of Bicep: `.bicep` and `.bicepparam` files, as the compiler's own lexer and parser read them.
 *
 * Line breaks are significant, so they are tokens and no extras. Where a line break may stand depends on
 * what comes after it in four places (before `?`, `:` and `|`, and at the end of the file); the scanner looks
 * ahead there, so that no conflict arises in the grammar.
 */

/// <reference types="tree-sitter-cli/dsl" />
// @ts-check

// The binary operators, from the loosest to the tightest. Gaps leave room for nothing: order is all that counts.
const PREC = {
  lambda: -2,
  ternary: -1,
  coalesce: 1,
  or: 2,
  and: 3,
  equality: 4,
  relational: 5,
  additive: 6,
  multiplicative: 7,
  // A lambda's body ends as late as it can, also in the middle of a postfix expression.
  postfix: 8,
};

const BINARY = [
  [PREC.coalesce, ['??']],
  [PREC.or, ['||']],
  [PREC.and, ['&&']],
  [PREC.equality, ['==', '!=', '=~', '!~']],
  [PREC.relational, ['<', '<=', '>', '>=']],
  [PREC.additive, ['+', '-']],
  [PREC.multiplicative, ['*', '/', '%']],
];

module.exports = grammar({
  name: 'bicep',

  word: $ => $.identifier,

  reserved: {
    // Every other keyword is one only where a declaration can use it.
    global: _ => ['true', 'false', 'null'],
  },

  externals: $ => [
    $._newline,
    $._newline_before_question,
    $._newline_before_colon,
    $._newline_before_pipe,
    $._end_of_file,
    $.pragma,
    $._multiline_string_start,
    $._multiline_string_content,
    $._multiline_interpolation_start,
    $._multiline_string_end,
    $._start_of_file,
    $.unterminated_comment,
    // The scanner never gives it.
    $._never,
    // Never used by a rule: it is valid only while the parser recovers from an error.
    $._recovering,
  ],

  extras: $ => [/[ \t]/, $.comment, $.pragma],

  supertypes: $ => [$._statement],

  // Hidden choices would cost a reduction for each node under them.
  inline: $ => [
    $._separator, $._name, $._string, $._expression, $._postfix_expression, $._primary_expression,
    $._decorator_line, $._decorator_expression, $._declared_type, $._type, $._union_member, $._piped_member,
    $._postfix_type, $._primary_type,
  ],

  rules: {
    source_file: $ => seq(
      $._start_of_file,
      repeat($._newline),
      choice(
        repeat(seq($._statement, choice(repeat1($._newline), $._end_of_file))),
        seq($._never, $.unterminated_comment),
      ),
    ),

    _statement: $ => choice(
      $.target_scope,
      $.metadata_declaration,
      $.parameter_declaration,
      $.variable_declaration,
      $.type_declaration,
      $.function_declaration,
      $.resource_declaration,
      $.module_declaration,
      $.output_declaration,
      $.assert_declaration,
      $.test_declaration,
      $.import_statement,
      $.extension_declaration,
      $.extension_configuration,
      $.using_statement,
      $.extends_statement,
    ),

    // Declarations

    target_scope: $ => seq(
      repeat($._decorator_line), 'targetScope', '=', field('value', $._expression),
    ),

    metadata_declaration: $ => seq(
      repeat($._decorator_line), 'metadata', $._name, '=', field('value', $._expression),
    ),

    // A parameter file gives a value and no type.
    parameter_declaration: $ => seq(
      repeat($._decorator_line), 'param', $._name,
      choice(
        seq(field('type', $._declared_type), optional(seq('=', field('value', $._expression)))),
        seq('=', field('value', $._expression)),
      ),
    ),

    variable_declaration: $ => seq(
      repeat($._decorator_line), 'var', $._name,
      optional(field('type', $._type)), '=', field('value', $._expression),
    ),

    type_declaration: $ => seq(
      repeat($._decorator_line), 'type', $._name, '=', field('value', $._type),
    ),

    function_declaration: $ => seq(
      repeat($._decorator_line), 'func', $._name,
      field('parameters', $.function_parameters), field('type', $._type),
      '=>', repeat($._newline), field('value', $._expression),
    ),

    function_parameters: $ => seq(
      '(', repeat($._newline),
      optional(seq(
        $.function_parameter, repeat(seq(',', repeat($._newline), $.function_parameter)), repeat($._newline),
      )),
      ')',
    ),

    function_parameter: $ => seq($._name, field('type', $._type)),

    output_declaration: $ => seq(
      repeat($._decorator_line), 'output', $._name,
      field('type', $._declared_type), '=', field('value', $._expression),
    ),

    resource_declaration: $ => seq(
      repeat($._decorator_line), 'resource', $._name, field('type', $._string),
      optional(field('existing', 'existing')), '=', resourceBody($, $.resource_body),
    ),

    module_declaration: $ => seq(
      repeat($._decorator_line), 'module', $._name, field('path', $._string), '=', resourceBody($, $.object),
    ),

    test_declaration: $ => seq(
      repeat($._decorator_line), 'test', $._name, field('path', $._string), '=', field('value', $.object),
    ),

    assert_declaration: $ => seq(
      repeat($._decorator_line), 'assert', $._name, '=', field('value', $._expression),
    ),

    import_statement: $ => seq(
      repeat($._decorator_line), 'import',
      choice(
        seq(choice($.import_list, $.import_namespace), 'from', field('path', $._string)),
        seq(field('extension', $._string), optional($._with), optional($._as)),
      ),
    ),

    import_list: $ => listOf($, '{', $.import_item, '}'),

    import_item: $ => seq(field('name', choice($.identifier, $.string)), optional($._as)),

    import_namespace: $ => seq('*', $._as),

    extension_declaration: $ => seq(
      repeat($._decorator_line), 'extension', field('extension', choice($.identifier, $._string)),
      optional($._with), optional($._as),
    ),

    extension_configuration: $ => seq(
      repeat($._decorator_line), 'extensionConfig', $._name, $._with,
    ),

    using_statement: $ => seq(
      repeat($._decorator_line), 'using', field('path', choice($.none, $._string)), optional($._with),
    ),

    none: _ => 'none',

    extends_statement: $ => seq(repeat($._decorator_line), 'extends', field('path', $._string)),

    _with: $ => seq('with', field('configuration', $.object)),

    _as: $ => seq('as', field('alias', $.identifier)),

    _name: $ => field('name', $.identifier),

    _decorator_line: $ => seq($.decorator, repeat1($._newline)),

    decorator: $ => seq('@', $._decorator_expression),

    _decorator_expression: $ => choice(
      $.identifier,
      alias($._decorator_call, $.call_expression),
      alias($._decorator_member, $.member_expression),
    ),

    _decorator_call: $ => seq(
      optional(seq(field('object', $._decorator_expression), '.')),
      field('function', $.identifier), field('arguments', $.arguments),
    ),

    _decorator_member: $ => seq(field('object', $._decorator_expression), '.', field('property', $.identifier)),

    // The bodies of resources and modules

    if_body: $ => seq('if', field('condition', $.parenthesized_expression), field('body', $.object)),

    resource_if_body: $ => seq(
      'if', field('condition', $.parenthesized_expression), field('body', alias($.resource_body, $.object)),
    ),

    module_for_body: $ => forLoop($, choice($.object, $.if_body)),

    resource_for_body: $ => forLoop(
      $, choice(alias($.resource_body, $.object), alias($.resource_if_body, $.if_body)),
    ),

    // An object in which resources can be declared. `resource` is a keyword there if a name follows.
    resource_body: $ => listOf(
      $, '{',
      choice(
        $.property, $.spread, $.resource_declaration,
        alias($._property_named_resource, $.property),
      ),
      '}',
    ),

    _property_named_resource: $ => seq(
      field('key', alias('resource', $.identifier)), ':', field('value', $._expression),
    ),

    // Expressions

    _expression: $ => choice(
      $.ternary_expression,
      $.binary_expression,
      $.unary_expression,
      $._postfix_expression,
    ),

    ternary_expression: $ => prec.right(PREC.ternary, seq(
      field('condition', $._expression),
      repeat($._newline_before_question), '?', field('consequence', $._expression),
      repeat($._newline_before_colon), ':', field('alternative', $._expression),
    )),

    binary_expression: $ => choice(...BINARY.map(([precedence, operators]) =>
      prec.left(precedence, seq(
        field('left', $._expression),
        field('operator', operators.length === 1 ? operators[0] : choice(...operators)),
        field('right', $._expression),
      )),
    )),

    // One operator before one operand: `!!a` and `--a` are no Bicep.
    unary_expression: $ => seq(field('operator', choice('!', '-')), field('operand', $._postfix_expression)),

    _postfix_expression: $ => choice(
      $._primary_expression,
      $.call_expression,
      $.member_expression,
      $.index_expression,
      $.nested_resource_expression,
      $.non_null_expression,
    ),

    call_expression: $ => prec(PREC.postfix, seq(
      optional(seq(field('object', $._postfix_expression), '.')),
      field('function', $.identifier), field('arguments', $.arguments),
    )),

    member_expression: $ => prec(PREC.postfix, seq(
      field('object', $._postfix_expression), '.', optional(field('safe', '?')), field('property', $.identifier),
    )),

    index_expression: $ => prec(PREC.postfix, seq(
      field('object', $._postfix_expression),
      '[', optional(field('safe', '?')), optional(field('from_end', '^')), field('index', $._expression), ']',
    )),

    nested_resource_expression: $ => prec(PREC.postfix, seq(
      field('object', $._postfix_expression), '::', field('resource', $.identifier),
    )),

    non_null_expression: $ => prec(PREC.postfix, seq(field('object', $._postfix_expression), '!')),

    arguments: $ => seq(
      '(', repeat($._newline),
      optional(seq($._expression, repeat(seq(',', repeat($._newline), $._expression)), repeat($._newline))),
      ')',
    ),

    _primary_expression: $ => choice(
      $.identifier,
      $.integer,
      $.boolean,
      $.null,
      $._string,
      $.parenthesized_expression,
      $.array,
      $.object,
      $.for_expression,
      $.lambda_expression,
    ),

    parenthesized_expression: $ => seq('(', $._expression, ')'),

    lambda_expression: $ => prec.right(PREC.lambda, seq(
      field('parameters', choice($.identifier, $.lambda_parameters)),
      '=>', repeat($._newline), field('body', $._expression),
    )),

    lambda_parameters: $ => seq(
      '(', repeat($._newline),
      optional(seq($.identifier, repeat(seq(',', repeat($._newline), $.identifier)), repeat($._newline))),
      ')',
    ),

    array: $ => listOf($, '[', choice($._expression, $.spread), ']'),

    object: $ => listOf($, '{', choice($.property, $.spread), '}'),

    property: $ => seq(field('key', choice($.identifier, $._string)), ':', field('value', $._expression)),

    spread: $ => seq('...', $._expression),

    for_expression: $ => forLoop($, $._expression),

    for_variables: $ => seq('(', field('item', $.identifier), ',', field('index', $.identifier), ')'),

    // Types

    // A parameter or an output may stand for a resource.
    _declared_type: $ => choice($._type, $.resource_type),

    resource_type: $ => seq('resource', optional(field('type', $._string))),

    _type: $ => choice($.union_type, $._union_member),

    union_type: $ => choice(
      repeat1($._piped_member),
      seq($._union_member, repeat1($._piped_member)),
    ),

    _piped_member: $ => seq(optional($._newline_before_pipe), '|', $._union_member),

    _union_member: $ => choice(
      $._postfix_type,
      $.negated_type,
      $.nullable_type,
      $.non_null_type,
    ),

    negated_type: $ => seq(field('operator', choice('-', '!')), $._postfix_type),

    nullable_type: $ => seq($._union_member, '?'),

    non_null_type: $ => seq($._union_member, '!'),

    _postfix_type: $ => choice($._primary_type, $.array_type, $.indexed_type, $.member_type),

    array_type: $ => seq(field('item', $._postfix_type), '[', ']'),

    indexed_type: $ => seq(field('object', $._postfix_type), '[', field('index', choice('*', $._expression)), ']'),

    member_type: $ => seq(
      field('object', $._postfix_type), '.',
      field('property', choice($.identifier, '*')), optional($.type_arguments),
    ),

    _primary_type: $ => choice(
      $.identifier,
      $.generic_type,
      $.integer,
      $.boolean,
      $.null,
      $._string,
      $.object_type,
      $.tuple_type,
      $.parenthesized_type,
    ),

    generic_type: $ => seq($._type_name, $.type_arguments),

    // `resource<'…'>` is the old spelling of a type that is derived from a resource.
    _type_name: $ => field('name', choice($.identifier, alias('resource', $.identifier))),

    type_arguments: $ => seq(
      '<', repeat($._newline), $._type, repeat(seq(',', repeat($._newline), $._type)), repeat($._newline), '>',
    ),

    parenthesized_type: $ => seq('(', $._type, ')'),

    object_type: $ => listOf($, '{', $.property_type, '}'),

    property_type: $ => seq(
      repeat($._decorator_line),
      field('key', choice($.identifier, $._string, '*')), ':', field('type', $._type),
    ),

    tuple_type: $ => listOf($, '[', $.tuple_item, ']'),

    tuple_item: $ => seq(repeat($._decorator_line), $._type),

    // Literals

    identifier: _ => /[A-Za-z_][A-Za-z0-9_]*/,

    integer: _ => /[0-9]+/,

    boolean: _ => choice('true', 'false'),

    null: _ => 'null',

    _string: $ => choice($.string, $.multiline_string),

    string: $ => seq(
      '\'',
      repeat(choice($.string_content, $.escape_sequence, $.interpolation)),
      token.immediate('\''),
    ),

    // A `$` without a brace is text. The precedence keeps `//` in a string from being a comment.
    string_content: _ => token.immediate(prec(1, /([^'\\$\r\n]|\$+[^'\\${\r\n])+|\$/)),

    escape_sequence: _ => token.immediate(prec(1, /\\([nrt\\'$]|u\{[0-9A-Fa-f]{1,6}\})/)),

    interpolation: $ => seq(token.immediate(prec(2, '${')), $._expression, '}'),

    multiline_string: $ => seq(
      $._multiline_string_start,
      repeat(choice(
        alias($._multiline_string_content, $.string_content),
        alias($._multiline_interpolation, $.interpolation),
      )),
      $._multiline_string_end,
    ),

    _multiline_interpolation: $ => seq($._multiline_interpolation_start, $._expression, '}'),

    comment: _ => token(choice(
      seq('//', /[^\r\n]*/),
      /\/\*[^*]*\*+([^/*][^*]*\*+)*\//,
    )),

    // Never right, but one token where an error is looked for: else every `/*` in it would be looked at to the
    // end of the file.
    unterminated_comment: _ => token(/\/\*([^*]|\*+[^*/])*\**/),

    // Line breaks and commas

    // A comma ends an item only if the next one follows in the same line.
    _separator: $ => choice(',', repeat1($._newline)),
  },
});

/** Items between brackets, each in a line of its own or after a comma. */
function listOf($, open, item, close) {
  return seq(
    open, repeat($._newline),
    optional(seq(item, repeat(seq($._separator, item)), optional($._separator))),
    close,
  );
}

/** `[for item in items: body]`, or with the index: `[for (item, index) in items: body]`. */
function forLoop($, body) {
  return seq(
    '[', repeat($._newline), 'for', field('variables', choice($.identifier, $.for_variables)),
    'in', field('items', $._expression), ':', field('body', body), repeat($._newline), ']',
  );
}

/** What stands after the `=` of a resource or a module. A line break may stand before `if` alone. */
function resourceBody($, object) {
  const resource = object.name === 'resource_body';
  return choice(
    field('body', resource ? alias(object, $.object) : object),
    seq(repeat($._newline), field('body', resource ? alias($.resource_if_body, $.if_body) : $.if_body)),
    field('body', alias(resource ? $.resource_for_body : $.module_for_body, $.for_expression)),
  );
}
