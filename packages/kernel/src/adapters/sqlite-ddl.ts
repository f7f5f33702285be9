const portableTypes: Readonly<Record<string, string>> = {
  // INT, not INTEGER: `INTEGER PRIMARY KEY` would turn into a rowid that SQLite fills in by itself when it is given NULL.
  BIGINT: 'INT',
  BYTES: 'BLOB',
}

/**
 * Turns one portable schema statement (see `Migration`) into SQLite's: STRICT tables, so that column types are checked, and WITHOUT ROWID
 * where the table is CLUSTERED.
 */
export function toSqliteDdl(statement: string): string {
  if (!/^\s*(CREATE|ALTER)\s+TABLE\b/i.test(statement)) return statement
  const typed = statement.replace(/\b(BIGINT|BYTES)\b/g, (word) => portableTypes[word] ?? word)
  if (!/^\s*CREATE\b/i.test(typed)) return typed
  const table = typed.trimEnd()
  const body = table.replace(/\)\s*CLUSTERED$/, ')')
  return `${body} STRICT${body === table ? '' : ', WITHOUT ROWID'}`
}
