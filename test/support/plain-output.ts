/**
 * What tests start prints no colours, whatever this run was told of them: tests read what it prints. Mocha has chosen its own by now.
 */
delete process.env.FORCE_COLOR
process.env.NO_COLOR = '1'
