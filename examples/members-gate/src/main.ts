import { mkdirSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { openGate } from './open-gate.ts'
import { readVerifiers } from './read-verifiers.ts'

const USAGE = `usage: npx node examples/members-gate/src/main.ts --verifiers verifiers.json [options]

  --verifiers <file>      whom to trust: {"<verifier>": [<public JWK>, …]}
  --name <audience>       the gate's name in policies (members-gate)
  --status-age <seconds>  oldest status that opens the gate (60)
  --port <n>              port on 127.0.0.1 (8791)
  --data <directory>      the gate's store and key (.evenkeel/members-gate)
`

function stopWith(why: string): never {
  process.stderr.write(`${why}\n\n${USAGE}`)
  process.exit(2)
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        verifiers: { type: 'string' },
        name: { type: 'string', default: 'members-gate' },
        'status-age': { type: 'string', default: '60' },
        port: { type: 'string', default: '8791' },
        data: { type: 'string', default: '.evenkeel/members-gate' },
      },
    }).values
  } catch (error) {
    return stopWith(String(error))
  }
}

function readNumber(text: string, max: number, flag: string): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  return value <= max ? value : stopWith(`--${flag} takes a whole number up to ${max}`)
}

function readTrust(path: string | undefined) {
  if (path === undefined) return stopWith('--verifiers is missing')
  try {
    const trusted = readVerifiers(readFileSync(path))
    if (trusted.ok) return trusted.value
    return stopWith(`${path}: ${trusted.error.code} ${trusted.error.detail ?? ''}`)
  } catch (error) {
    return stopWith(String(error))
  }
}

const options = readOptions()
const keyOf = readTrust(options.verifiers)
mkdirSync(options.data, { recursive: true, mode: 0o700 })
const gate = await openGate({
  name: options.name,
  keyOf,
  statusAgeMaxMs: readNumber(options['status-age'], 86_400, 'status-age') * 1_000,
  directory: options.data,
  address: { host: '127.0.0.1', port: readNumber(options.port, 65_535, 'port') },
  onFault: (error) => process.stderr.write(`${String(error)}\n`),
})
process.stdout.write(`members' gate at ${gate.url}, taking receipts for ${options.name}\n`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    gate.stop().catch((error: unknown) => {
      process.stderr.write(`${String(error)}\n`)
      process.exitCode = 1
    })
  })
}
