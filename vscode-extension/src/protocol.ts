// What the server understands beside the protocol, as docs/editors.md describes it.

/** The documents that the server reads, by their names: the languages of others stay theirs. */
export const DOCUMENTS = [
  { scheme: 'file', pattern: '**/*.{bicep,bicepparam,yaml,yml}' },
];

/** What may be rules of a project's own. The server knows which are, and has nothing to say of the others. */
export const RULE_FILES = [
  { scheme: 'file', pattern: '**/*.md' },
];

/** Notification `aiolint/status`, after each analysis. */
export interface Counts {
  errors: number;
  warnings: number;
  notes: number;
  /** Checks that could not be decided. */
  undecided: number;
  files: number;
  /** What keeps the analysis from being what it should be, such as a configuration that can't be read. */
  problem?: string | null;
}

/** Answer to the request `aiolint/explain`. */
export interface Explanation {
  title: string;
  markdown: string;
}

/** Answer to the request `aiolint/graph`. */
export interface Picture {
  svg: string;
}
