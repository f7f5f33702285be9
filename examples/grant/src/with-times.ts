import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

/** Prints a rule with its times set: announced now, and open from then until then, in seconds from now. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { opens: { type: 'string', default: '60' }, closes: { type: 'string', default: '600' } },
})
const [file = 'examples/grant/grant.json'] = positionals
const now = Date.now()
const at = (seconds: string): number => now + Number(seconds) * 1_000
const rule = JSON.parse(readFileSync(file, 'utf8')) as object
const times = { announcedAtMs: now, opensAtMs: at(values.opens), closesAtMs: at(values.closes) }
process.stdout.write(`${JSON.stringify({ ...rule, ...times }, null, 2)}\n`)
