import type { Page } from '../../store/page.js'

const mostPages = 100

/** Reads a list to its end, or to its hundredth page. */
export async function every<Row extends { readonly id: string }>(
  list: (before: string | null) => Promise<Page<Row>>,
): Promise<readonly Row[]> {
  const all: Row[] = []
  let before: string | null = null
  for (let i = 0; i < mostPages; i++) {
    const { rows, more }: Page<Row> = await list(before)
    all.push(...rows)
    before = rows.at(-1)?.id ?? null
    if (!more || before === null) break
  }
  return all
}
