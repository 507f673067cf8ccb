/** A fenced block of a page in Markdown. */
export interface CodeBlock {
  readonly language: string
  readonly text: string
}

/** All fenced blocks of a page, in their order. */
export function codeBlocks(markdown: string): readonly CodeBlock[] {
  return [...markdown.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].map(([, language = '', text = '']) => ({
    language,
    text,
  }))
}
