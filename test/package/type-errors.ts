import { writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import ts from 'typescript'

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  types: [],
}

/** What the compiler finds wrong in an app that imports `modules`, and in keyward's declarations; not in those of others. */
export function typeErrors(app: string, modules: readonly string[]): readonly string[] {
  const file = join(app, 'app.mts')
  const imports = modules.map((name, i) => `import * as m${i} from '${name}'`)
  writeFileSync(file, [...imports, `console.log(${modules.map((_, i) => `m${i}`).join()})`].join('\n'))
  const program = ts.createProgram([file], options)
  return [
    file,
    ...program
      .getSourceFiles()
      .map(({ fileName }) => fileName)
      .filter(isKeyward),
  ]
    .flatMap((name) => ts.getPreEmitDiagnostics(program, program.getSourceFile(name)))
    .map(
      ({ file, messageText }) =>
        `${relative(app, file?.fileName ?? '')}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    )
}

function isKeyward(fileName: string): boolean {
  return fileName.includes('/node_modules/keyward/')
}
