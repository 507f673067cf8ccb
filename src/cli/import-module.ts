/**
 * Imports a module as Node.js itself does, whatever kind it is. The compiler makes `require` of an `import()` in what is published, and that
 * loads no module that awaits something while it loads.
 */
// The code is a constant: nothing that anybody gives gets into it.
// eslint-disable-next-line @typescript-eslint/no-implied-eval
export const importModule = new Function('url', 'return import(url)') as (url: string) => Promise<unknown>
