/** A piece of SQL with its values kept apart: `parts` has one more element than `values`. */
export interface Sql {
  readonly parts: readonly string[]
  readonly values: readonly unknown[]
}

/** Builds SQL: it takes in pieces of SQL, and binds every other value. */
export function sql(parts: TemplateStringsArray, ...values: readonly unknown[]): Sql {
  return splice(parts, values)
}

/** Takes text for SQL as it stands: an identifier, a keyword, a number, never anything made from somebody's input. */
export function raw(text: string): Sql {
  return { parts: [text], values: [] }
}

/** Puts pieces one after the other, with a text between them. */
export function join(pieces: readonly Sql[], separator: string): Sql {
  if (pieces.length === 0) return raw('')
  return splice(['', ...pieces.slice(1).map(() => separator), ''], pieces)
}

/** Writes the text with `?` for each value. */
export function withQuestionMarks({ parts }: Sql): string {
  return parts.join('?')
}

function splice(texts: readonly string[], given: readonly unknown[]): Sql {
  const parts = [texts[0] ?? '']
  const values: unknown[] = []
  const append = (text: string): void => {
    parts.push((parts.pop() ?? '') + text)
  }
  given.forEach((value, i) => {
    if (isSql(value)) {
      append(value.parts[0] ?? '')
      parts.push(...value.parts.slice(1))
      values.push(...value.values)
    } else {
      parts.push('')
      values.push(value)
    }
    append(texts[i + 1] ?? '')
  })
  return { parts, values }
}

function isSql(value: unknown): value is Sql {
  return typeof value === 'object' && value !== null && 'parts' in value && 'values' in value
}
