import type { AppFile } from './app-folder.js'

/** Where an app listens. */
export interface Port {
  readonly number: string
  /** Whether the variable `PORT` of the environment comes before it. */
  readonly isVariable: boolean
}

/** Finds it in the files that start the app; 3000 where it is not written out. */
export function portOf(files: readonly Pick<AppFile, 'text'>[]): Port {
  const text = files.map((file) => file.text).join('\n')
  const [, number = '3000'] =
    /(?:\bPORT\b['"\])]*\s*(?:\|\||\?\?|=)\s*['"]?|\blisten\s*\(\s*['"]?)(\d{2,5})\b/i.exec(text) ?? []
  return { number, isVariable: /process\.env(?:\.PORT\b|\[['"]PORT['"]\])/.test(text) }
}

/** The code of the origin there. */
export function originOf({ number, isVariable }: Port): string {
  return isVariable
    ? `\`http://localhost:\${process.env.PORT ?? ${number}}\``
    : `'http://localhost:${number}'`
}
