import vm = require('node:vm')

/**
 * otplib, loaded by the `require` of Node.js itself: otplib brings ES modules, which the `require` that jest puts in its place does not load.
 * jest runs tests in a context of their own; the first context still has what Node.js made. This file is CommonJS for the same reason as
 * `location.cts`.
 */
const { getBuiltinModule } = vm.runInThisContext('process') as NodeJS.Process
const load = getBuiltinModule('node:module').createRequire(__filename)
const { createGuardrails, ScureBase32Plugin, verifySync } = load('otplib') as typeof import('otplib')

export = { createGuardrails, ScureBase32Plugin, verifySync }
