import type { Invocation } from './command.js'
import { UsageError } from './error.js'

type Options = Invocation['options']

/** The text of an option; `undefined` = it was not given. */
export function textIn(options: Options, name: string): string | undefined {
  const value = options[name]
  return typeof value === 'string' ? value : undefined
}

/** The texts of an option that may be given more than once; `undefined` = it was not. */
export function textsIn(options: Options, name: string): readonly string[] | undefined {
  const value = options[name]
  return Array.isArray(value) ? value.map(String) : undefined
}

/** The whole number of an option; `undefined` = it was not given. */
export function numberIn(options: Options, name: string): number | undefined {
  const text = textIn(options, name)
  if (text === undefined) return undefined
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`--${name} takes a whole number`)
  return Number(text)
}

/** A word that must have been given; the frame has counted them. */
export function wordIn({ words }: Pick<Invocation, 'words'>, at: number): string {
  const word = words[at]
  if (word === undefined) throw new UsageError('a word is missing')
  return word
}
