import { answerIn } from './answer.js'

/** What was read, with the version that it was of. */
export type Versioned<Answer> = Answer & { readonly etag: string }

/** Makes a change depend on the version that was read. */
export interface IfMatch {
  /** The `etag` of what was read: 412 `precondition_failed` where somebody else has changed it meanwhile. */
  readonly ifMatch?: string
}

/** Reads an answer with its version. */
export async function versioned(response: Response): Promise<unknown> {
  const answer = (await answerIn(response)) as object
  return { ...answer, etag: response.headers.get('etag') ?? '' }
}
