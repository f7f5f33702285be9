import { createReadStream, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { brandId, type CampaignId, isId, type Reasoned } from '@evenkeel/kernel'
import { auditBundle, auditChecks, parseAuditTrust } from '@evenkeel/kernel/audit'

const USAGE = `usage: npx node examples/auditor/src/main.ts --campaign <id> --bundle <file> --trust <file>

  --campaign <id>   which campaign the bundle must be of
  --bundle <file>   what the programme published: evenkeel audit export
  --trust <file>    whose keys you believe: {"log": vkey, "witnesses": [vkey], "distributor": [JWK], "ledger": [JWK]}

Prints one JSON object. Ends with 0 when nothing differs, 9 at the first difference, 2 when a file cannot be used.
`

function stopWith(why: string): never {
  process.stderr.write(`${why}\n\n${USAGE}`)
  process.exit(2)
}

function readOptions() {
  const options = {
    campaign: { type: 'string' },
    bundle: { type: 'string' },
    trust: { type: 'string' },
  } as const
  try {
    const { campaign, bundle, trust } = parseArgs({ options }).values
    if (campaign === undefined || !isId(campaign)) return stopWith('--campaign takes an id')
    if (bundle === undefined || trust === undefined) return stopWith('a file is missing')
    return { campaignId: brandId<CampaignId>(campaign), bundle, trust }
  } catch (error) {
    return stopWith(String(error))
  }
}

function readTrust(path: string) {
  const inWords = ({ code, detail = '' }: Reasoned): string => `${path}: ${code} ${detail}`
  try {
    const trust = parseAuditTrust(new Uint8Array(readFileSync(path)))
    return trust.ok ? trust.value : stopWith(inWords(trust.error))
  } catch (error) {
    return stopWith(String(error))
  }
}

async function audit({ campaignId, bundle, trust }: ReturnType<typeof readOptions>) {
  const input = { campaignId, trust: readTrust(trust), bytes: createReadStream(bundle) }
  try {
    return await auditBundle(input)
  } catch (error) {
    return stopWith(String(error))
  }
}

const audited = await audit(readOptions())
if (audited.ok) {
  process.stdout.write(`${JSON.stringify(audited.value)}\n`)
} else {
  const { means, next } = auditChecks[audited.error.check]
  process.stdout.write(`${JSON.stringify({ ...audited.error, means, next })}\n`)
  process.exitCode = 9
}
