// Line breaks, pragmas and multi-line strings: what a regular expression can't tell apart.

#include "tree_sitter/alloc.h"
#include "tree_sitter/parser.h"

#include <stddef.h>
#include <string.h>

enum Token {
    NEWLINE,
    NEWLINE_BEFORE_QUESTION,
    NEWLINE_BEFORE_COLON,
    NEWLINE_BEFORE_PIPE,
    END_OF_FILE,
    PRAGMA,
    MULTILINE_STRING_START,
    MULTILINE_STRING_CONTENT,
    MULTILINE_INTERPOLATION_START,
    MULTILINE_STRING_END,
    START_OF_FILE,
    UNTERMINATED_COMMENT,
    NEVER,
    RECOVERING,
};

// Strings nest in the holes of strings. Nobody nests them deeper than this.
enum { MAX_DEPTH = 200, MAX_DOLLARS = 255, QUOTES = 3 };

typedef struct {
    // The token at the start of the file was given.
    bool started;
    // The next character but blanks is a `#`, and the first in its line. Whoever sees it can't tell without this:
    // asking for its column takes as long as the line is, and a line could hold many.
    bool at_hash;
    // How many line breaks still follow before the `?` or `:` that an earlier look-ahead found.
    // Without it every one of n comment lines before a `?` would look ahead over all that follow.
    uint32_t promised;
    // Which of the two tokens was promised.
    uint8_t promised_token;
    // The number of multi-line strings that are open around this place.
    uint8_t depth;
    // For each of them, how many `$` stand before its first quote: as many open a hole in it.
    uint8_t dollars[MAX_DEPTH];
} Scanner;

void *tree_sitter_bicep_external_scanner_create(void) { return ts_calloc(1, sizeof(Scanner)); }

void tree_sitter_bicep_external_scanner_destroy(void *payload) { ts_free(payload); }

enum { STARTED = 1, AT_HASH = 2 };

unsigned tree_sitter_bicep_external_scanner_serialize(void *payload, char *buffer) {
    const Scanner *scanner = payload;
    if (!scanner->started) return 0;
    unsigned size = 0;
    buffer[size++] = (char)(STARTED | (scanner->at_hash ? AT_HASH : 0));
    if (scanner->promised == 0 && scanner->depth == 0) return size;
    memcpy(buffer + size, &scanner->promised, sizeof scanner->promised);
    size += sizeof scanner->promised;
    buffer[size++] = (char)scanner->promised_token;
    memcpy(buffer + size, scanner->dollars, scanner->depth);
    return size + scanner->depth;
}

void tree_sitter_bicep_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
    Scanner *scanner = payload;
    // Not the whole of it: this runs for every token, and what lies beyond the depth is not read.
    memset(scanner, 0, offsetof(Scanner, dollars));
    if (length == 0) return;
    unsigned size = 0;
    scanner->started = true;
    scanner->at_hash = (buffer[size++] & AT_HASH) != 0;
    if (length == size) return;
    memcpy(&scanner->promised, buffer + size, sizeof scanner->promised);
    size += sizeof scanner->promised;
    scanner->promised_token = (uint8_t)buffer[size++];
    scanner->depth = (uint8_t)(length - size);
    memcpy(scanner->dollars, buffer + size, scanner->depth);
}

static void advance(TSLexer *lexer) { lexer->advance(lexer, false); }

static bool is_blank(int32_t c) { return c == ' ' || c == '\t'; }

static bool is_line_break(int32_t c) { return c == '\n' || c == '\r'; }

static bool is_code_character(int32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

static void advance_blanks(TSLexer *lexer) {
    while (is_blank(lexer->lookahead)) advance(lexer);
}

static void skip_line(TSLexer *lexer) {
    while (!lexer->eof(lexer) && !is_line_break(lexer->lookahead)) advance(lexer);
}

// Goes past a comment whose first `/` is the next character. False if it is none.
static bool skip_comment(TSLexer *lexer) {
    advance(lexer);
    if (lexer->lookahead == '/') {
        skip_line(lexer);
        return true;
    }
    if (lexer->lookahead != '*') return false;
    advance(lexer);
    while (!lexer->eof(lexer)) {
        bool star = lexer->lookahead == '*';
        advance(lexer);
        if (star && lexer->lookahead == '/') {
            advance(lexer);
            return true;
        }
    }
    return false;
}

// The next character is `c`, and it does not stand twice, which would be another operator.
static bool is_single(TSLexer *lexer, int32_t c) {
    if (lexer->lookahead != c) return false;
    advance(lexer);
    return lexer->lookahead != c;
}

// What kind of line break it is, when its own characters and the blanks after it are behind us.
static enum Token kind_of_newline(Scanner *scanner, TSLexer *lexer, const bool *valid) {
    if (valid[RECOVERING]) return NEWLINE;
    if (valid[NEWLINE_BEFORE_PIPE] && lexer->lookahead == '|') {
        return is_single(lexer, '|') ? NEWLINE_BEFORE_PIPE : NEWLINE;
    }
    if (!valid[NEWLINE_BEFORE_QUESTION] && !valid[NEWLINE_BEFORE_COLON]) return NEWLINE;
    uint32_t more = 0;
    for (;;) {
        advance_blanks(lexer);
        if (lexer->eof(lexer)) return NEWLINE;
        if (is_line_break(lexer->lookahead)) {
            more++;
            while (is_line_break(lexer->lookahead)) advance(lexer);
        } else if (lexer->lookahead == '/') {
            if (!skip_comment(lexer)) return NEWLINE;
        } else if (lexer->lookahead == '#') {
            skip_line(lexer);
        } else {
            break;
        }
    }
    enum Token token = NEWLINE;
    if (valid[NEWLINE_BEFORE_QUESTION] && is_single(lexer, '?')) {
        token = NEWLINE_BEFORE_QUESTION;
    } else if (valid[NEWLINE_BEFORE_COLON] && is_single(lexer, ':')) {
        token = NEWLINE_BEFORE_COLON;
    }
    if (token != NEWLINE) {
        scanner->promised = more;
        scanner->promised_token = (uint8_t)token;
    }
    return token;
}

// A run of line breaks is one token.
static bool scan_newline(Scanner *scanner, TSLexer *lexer, const bool *valid) {
    while (is_line_break(lexer->lookahead)) advance(lexer);
    lexer->mark_end(lexer);
    advance_blanks(lexer);
    scanner->at_hash = lexer->lookahead == '#';
    enum Token token;
    if (scanner->promised > 0 && valid[scanner->promised_token] && !valid[RECOVERING]) {
        scanner->promised--;
        token = (enum Token)scanner->promised_token;
    } else {
        scanner->promised = 0;
        token = kind_of_newline(scanner, lexer, valid);
    }
    if (!valid[token]) return false;
    lexer->result_symbol = token;
    return true;
}

// Goes past `word` if the next characters are it. What it went past of another word stays consumed.
static bool accept(TSLexer *lexer, const char *word) {
    for (; *word != '\0'; word++) {
        if (lexer->lookahead != *word) return false;
        advance(lexer);
    }
    return true;
}

// `#disable-next-line codes…` and its like.
static bool scan_pragma(Scanner *scanner, TSLexer *lexer) {
    advance(lexer);
    bool known;
    if (lexer->lookahead == 'r') {
        known = accept(lexer, "restore-diagnostics");
    } else if (accept(lexer, "disable-") && lexer->lookahead == 'n') {
        known = accept(lexer, "next-line");
    } else {
        known = accept(lexer, "diagnostics");
    }
    if (!known) return false;
    bool code = false;
    for (;;) {
        advance_blanks(lexer);
        if (!is_code_character(lexer->lookahead)) break;
        while (is_code_character(lexer->lookahead)) advance(lexer);
        lexer->mark_end(lexer);
        code = true;
    }
    scanner->at_hash = false;
    lexer->result_symbol = PRAGMA;
    return code;
}

// How many times `c` stands here; goes past them.
static unsigned run_of(TSLexer *lexer, int32_t c) {
    unsigned length = 0;
    for (; lexer->lookahead == c; length++) advance(lexer);
    return length;
}

// `'''`, after any number of `$`.
static bool scan_multiline_start(Scanner *scanner, TSLexer *lexer) {
    // Not to the end of a run that is too long: each of its characters would look as far again.
    unsigned dollars = 0;
    for (; lexer->lookahead == '$' && dollars <= MAX_DOLLARS; dollars++) advance(lexer);
    for (int quote = 0; quote < QUOTES; quote++) {
        if (lexer->lookahead != '\'') return false;
        advance(lexer);
    }
    if (scanner->depth == MAX_DEPTH || dollars > MAX_DOLLARS) return false;
    lexer->mark_end(lexer);
    scanner->dollars[scanner->depth++] = (uint8_t)dollars;
    lexer->result_symbol = MULTILINE_STRING_START;
    return true;
}

// The next piece of the innermost multi-line string: its text, the opening of a hole, or its last quotes.
// Of a long run of quotes the last three end the string and the others belong to its text, and so with the
// `$` before a hole; a scanner can't end a token before its last look-ahead, so the token takes the whole run.
static bool scan_multiline_piece(Scanner *scanner, TSLexer *lexer) {
    const unsigned dollars = scanner->dollars[scanner->depth - 1];
    bool content = false;
    for (; !lexer->eof(lexer); content = true, lexer->mark_end(lexer)) {
        if (lexer->lookahead == '\'') {
            if (run_of(lexer, '\'') < QUOTES) continue;
            if (content) break;
            scanner->depth--;
            lexer->mark_end(lexer);
            lexer->result_symbol = MULTILINE_STRING_END;
            return true;
        }
        if (lexer->lookahead == '$' && dollars > 0) {
            if (run_of(lexer, '$') < dollars || lexer->lookahead != '{') continue;
            if (content) break;
            advance(lexer);
            lexer->mark_end(lexer);
            lexer->result_symbol = MULTILINE_INTERPOLATION_START;
            return true;
        }
        advance(lexer);
    }
    lexer->result_symbol = MULTILINE_STRING_CONTENT;
    return content;
}

// A comment that nothing ends. In an expression it would be a division and then an error, at each `/*` of the rest,
// and each would be looked at to the end of the file.
static bool scan_unterminated_comment(TSLexer *lexer) {
    if (skip_comment(lexer) || !lexer->eof(lexer)) return false;
    lexer->mark_end(lexer);
    lexer->result_symbol = UNTERMINATED_COMMENT;
    return true;
}

// A token without a character, so that a pragma may stand in the first line.
static bool scan_start(Scanner *scanner, TSLexer *lexer) {
    lexer->mark_end(lexer);
    advance_blanks(lexer);
    scanner->started = true;
    scanner->at_hash = lexer->lookahead == '#';
    lexer->result_symbol = START_OF_FILE;
    return true;
}

bool tree_sitter_bicep_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid) {
    Scanner *scanner = payload;
    if (valid[MULTILINE_STRING_CONTENT] && !valid[RECOVERING] && scanner->depth > 0) {
        return scan_multiline_piece(scanner, lexer);
    }
    if (!scanner->started && valid[START_OF_FILE]) return scan_start(scanner, lexer);
    while (is_blank(lexer->lookahead)) lexer->advance(lexer, true);
    if (is_line_break(lexer->lookahead)) return scan_newline(scanner, lexer, valid);
    if (lexer->lookahead == '#' && scanner->at_hash && valid[PRAGMA]) return scan_pragma(scanner, lexer);
    if (valid[MULTILINE_STRING_START] && (lexer->lookahead == '$' || lexer->lookahead == '\'')) {
        return scan_multiline_start(scanner, lexer);
    }
    // In the text of a string neither is valid.
    const bool in_expression = valid[MULTILINE_STRING_START] || valid[NEWLINE_BEFORE_QUESTION];
    if (lexer->lookahead == '/' && in_expression && !valid[RECOVERING]) return scan_unterminated_comment(lexer);
    if (valid[END_OF_FILE] && !valid[RECOVERING] && lexer->eof(lexer)) {
        lexer->mark_end(lexer);
        lexer->result_symbol = END_OF_FILE;
        return true;
    }
    return false;
}
