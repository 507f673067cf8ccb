import type { DataSource } from 'typeorm'

const texts = {
  // In MySQL's texts a backslash takes the character after it as it is.
  mysql: /('(?:[^'\\]|''|\\[^])*'|"(?:[^"\\]|""|\\[^])*"|`[^`]*`|--[^\n]*|\/\*[^]*?\*\/)|\?/g,
  sqlite: /('(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|--[^\n]*|\/\*[^]*?\*\/)|\?/g,
  postgres: /('(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[^]*?\*\/)|\$(\d+)/g,
} as const

/** Writes a statement with its values in it, for somebody to read and to run; `null` = one of them has no simple form. */
export function withValues(
  { options: { type } }: DataSource,
  {
    query,
    parameters = [],
  }: { readonly query: string; readonly parameters?: readonly unknown[] | undefined },
): string | null {
  if (parameters.length === 0) return query
  const dialect = type === 'postgres' ? 'postgres' : type === 'better-sqlite3' ? 'sqlite' : 'mysql'
  const written = parameters.map((value) => literal(value, dialect))
  if (written.includes(null)) return null
  let turn = 0
  return query.replace(texts[dialect], (all, text: string | undefined, place: unknown) => {
    if (text !== undefined) return text
    const at = dialect === 'postgres' ? Number(place) - 1 : turn++
    return written[at] ?? all
  })
}

/** Writes a value as SQL; `null` = there is no form of it that every client takes. */
function literal(value: unknown, dialect: keyof typeof texts): string | null {
  if (value === null || value === undefined) return 'NULL'
  if (typeof value === 'boolean') return dialect === 'sqlite' ? String(Number(value)) : String(value)
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value))) return String(value)
  if (typeof value !== 'string' || value.includes('\0')) return null
  const quoted = value.replaceAll("'", "''")
  return `'${dialect === 'mysql' ? quoted.replaceAll('\\', '\\\\') : quoted}'`
}
