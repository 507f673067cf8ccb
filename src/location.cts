/**
 * The folder of these files, and the extension of files of code in it. A `.cts` file is CommonJS both in what is published and in the ES
 * modules that the tests run: `import.meta` does not exist in the former, nor `__dirname` in the latter.
 */
const location: { readonly folder: string; readonly extension: '.ts' | '.js' } = Object.freeze({
  folder: __dirname,
  extension: __filename.endsWith('.cts') ? '.ts' : '.js',
})

export = location
